import type { Knex } from 'knex';

/** Where apps are worked on before they are published, and how a version came to be. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- One draft of each app. base: the published version that its files are held against; 0: never published.
    create table engine.design (
      app text primary key,
      base integer not null default 0,
      label jsonb not null,
      -- The role that may design; of a published app its definition says it.
      admin text not null,
      created_at timestamptz not null,
      created_by uuid,
      updated_at timestamptz not null,
      updated_by uuid
    );

    -- Texts, not jsonb: a file that is opened and saved unchanged stays the same to the byte. null: removed.
    create table engine.draft_file (
      app text not null references engine.design (app) on delete cascade,
      path text not null,
      text text,
      revision integer not null,
      updated_at timestamptz not null,
      updated_by uuid,
      primary key (app, path)
    );

    alter table engine.app_version
      add column texts jsonb,
      add column origin text not null default 'folder',
      add column note text,
      add column created_by uuid;

    -- Contents of an app's folder that were looked at, so that a restart brings none back that was replaced since.
    create table engine.folder_seen (
      app text not null,
      hash text not null,
      at timestamptz not null default now(),
      primary key (app, hash)
    );
    insert into engine.folder_seen (app, hash, at)
      select app, hash, min(created_at) from engine.app_version group by app, hash;

    -- A publish, step by step: whoever finds one that was cut short goes on with it.
    create table engine.publish (
      id uuid primary key,
      app text not null,
      number integer not null,
      hash text not null,
      status text not null,
      phase text not null,
      done integer not null default 0,
      total integer not null default 0,
      note text,
      texts jsonb not null,
      report jsonb not null default '{}',
      started_at timestamptz not null,
      started_by uuid,
      ended_at timestamptz
    );
    create index publish_of_app on engine.publish (app, started_at desc);
    create unique index publish_running on engine.publish (app) where status = 'running';
  `);
}
