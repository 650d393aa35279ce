import type { Knex } from 'knex';

/** What goes out after the commit that wrote it, and what people are told. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table engine.outbox (
      id uuid primary key,
      -- Given under the record's lock, so it is the order of what happened to a record, whatever the clocks say.
      seq bigint generated always as identity,
      -- call: a connector; signal: another record's flow; message: to people.
      kind text not null,
      app text not null,
      version integer not null,
      instance uuid,
      form text,
      record uuid,
      order_key text not null,
      connector text,
      operation text,
      data jsonb not null,
      key text,
      -- call: where the answer goes: {call} of a flow, {save} of a rule.
      reply jsonb,
      status text not null default 'waiting',
      attempts integer not null default 0,
      next_at timestamptz not null,
      created_at timestamptz not null,
      done_at timestamptz,
      poll jsonb,
      outcome text,
      answer jsonb,
      error jsonb
    );
    create index outbox_waiting on engine.outbox (next_at, seq) where status in ('waiting', 'polling', 'sending');
    create index outbox_order on engine.outbox (order_key, seq) where status in ('waiting', 'sending');
    create index outbox_record on engine.outbox (record, seq);
    create index outbox_dead on engine.outbox (app, seq) where status = 'dead';

    create table engine.message (
      id uuid primary key,
      app text not null,
      key text not null,
      channel text not null,
      to_user uuid,
      address text,
      title text not null,
      text text not null,
      link text,
      record uuid,
      form text,
      task uuid,
      created_at timestamptz not null,
      read_at timestamptz
    );
    create index message_inbox on engine.message (to_user, created_at desc) where channel = 'inbox';
    create index message_unread on engine.message (to_user) where channel = 'inbox' and read_at is null;
    create index message_record on engine.message (record) where record is not null;
  `);
}
