import type { Knex } from 'knex';

/** Apps, their immutable versions, and what the business changes without touching a definition. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create schema engine;

    create table engine.app (
      key text primary key,
      number integer not null,
      label jsonb not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );

    create table engine.app_version (
      app text not null references engine.app (key) deferrable initially deferred,
      number integer not null,
      hash text not null,
      definition jsonb not null,
      created_at timestamptz not null default now(),
      primary key (app, number)
    );
    create index app_version_hash on engine.app_version (app, hash);

    create table engine.setting (
      app text not null,
      key text not null,
      value jsonb not null,
      updated_at timestamptz not null default now(),
      updated_by uuid,
      primary key (app, key)
    );

    create table engine.counter (
      app text not null,
      form text not null,
      field text not null,
      period text not null,
      value bigint not null,
      primary key (app, form, field, period)
    );

    -- What an app brought along and when it was loaded, so that a second start loads nothing twice.
    create table engine.loaded_data (
      app text not null,
      key text not null,
      hash text not null,
      at timestamptz not null default now(),
      primary key (app, key)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop schema engine cascade');
}
