import type { Knex } from 'knex';

/** Running work: every row carries its instance's id, so that a transition touches one key. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table engine.command (
      id uuid primary key,
      result jsonb not null,
      at timestamptz not null
    );
    create index command_at on engine.command using brin (at);

    create table engine.instance (
      id uuid primary key,
      app text not null,
      form text not null,
      record uuid not null,
      flow text not null,
      version integer not null,
      status text not null,
      state text,
      data jsonb not null,
      revision integer not null,
      -- Number and hash of the last event: the next one is chained to it.
      seq integer not null,
      head text not null,
      started_at timestamptz not null,
      started_by uuid,
      ended_at timestamptz
    );
    create unique index instance_record on engine.instance (record);
    create index instance_started_by on engine.instance (started_by, started_at desc) where started_by is not null;
    create index instance_running on engine.instance (app, flow, version) where status in ('running', 'suspended');

    create table engine.task (
      id uuid primary key,
      instance uuid not null references engine.instance (id),
      app text not null,
      form text not null,
      record uuid not null,
      flow text not null,
      node text not null,
      kind text not null,
      assignee uuid,
      role text,
      "having" jsonb,
      status text not null,
      outcome text,
      by uuid,
      reason text,
      created_at timestamptz not null,
      due_at timestamptz,
      remind_at timestamptz,
      overdue boolean not null default false,
      done_at timestamptz,
      -- People who may not do it: four eyes.
      separate uuid[],
      why jsonb
    );
    create index task_open_assignee on engine.task (assignee, due_at) where status = 'open' and assignee is not null;
    create index task_open_role on engine.task (app, role) where status = 'open' and assignee is null;
    create index task_open_record on engine.task (record) where status = 'open';
    create index task_done_by on engine.task (by, done_at desc) where status = 'done';
    create index task_instance on engine.task (instance);

    create table engine.timer (
      id uuid primary key,
      app text not null,
      instance uuid references engine.instance (id),
      kind text not null,
      due_at timestamptz not null,
      -- When it is tried next: due_at at first, later after a failure or while somebody is at it.
      next_at timestamptz not null,
      data jsonb not null default '{}',
      status text not null default 'waiting',
      attempts integer not null default 0,
      error text
    );
    create index timer_due on engine.timer (next_at) where status = 'waiting';
    create index timer_instance on engine.timer (instance) where instance is not null;
  `);
}
