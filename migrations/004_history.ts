import type { Knex } from 'knex';

/** What has happened: only ever added to. Old months of events can be detached; engine/host/jobs makes the coming ones. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table engine.event (
      instance uuid not null,
      seq integer not null,
      at timestamptz not null,
      type text not null,
      actor jsonb not null,
      data jsonb not null,
      hash text not null,
      primary key (instance, seq, at)
    ) partition by range (at);
    create table engine.event_default partition of engine.event default;

    create table engine.change (
      app text not null,
      form text not null,
      record uuid not null,
      revision integer not null,
      at timestamptz not null,
      actor jsonb not null,
      diff jsonb not null,
      primary key (record, revision)
    );

    create table engine.rule_run (
      id uuid primary key,
      app text not null,
      rule text not null,
      form text not null,
      record uuid,
      at timestamptz not null,
      fired boolean not null,
      why jsonb,
      actions jsonb,
      error jsonb
    );
    create index rule_run_record on engine.rule_run (record, at);
    create index rule_run_rule on engine.rule_run (app, rule, at desc);
  `);
}
