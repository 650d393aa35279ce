import type { Knex } from 'knex';

/** Who does whose work while they are away, and the handing over of what lay with somebody who leaves. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table engine.proxy (
      id uuid primary key,
      person uuid not null references engine.app_user (id) on delete cascade,
      proxy uuid not null references engine.app_user (id) on delete cascade,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      -- Where it holds; null: everywhere. A form or a flow only together with its app.
      app text,
      form text,
      flow text,
      reason text,
      -- What lies on the desk when it begins goes over as well.
      hand_over boolean not null default false,
      created_at timestamptz not null,
      created_by uuid,
      -- Before its time.
      ended_at timestamptz,
      -- Of what lay on the desk: how much went over, and how much stayed.
      handed integer,
      kept integer,
      check (person <> proxy),
      check (ends_at > starts_at)
    );
    create index proxy_person on engine.proxy (person, ends_at);
    create index proxy_proxy on engine.proxy (proxy, ends_at);

    create function engine.tell_proxies() returns trigger language plpgsql as $$
    begin
      perform pg_notify('engine', '{"kind":"proxies"}');
      return null;
    end $$;
    -- Not as a change of people: that ends what they have open, and nobody signs in anew because of a holiday.
    create trigger tell_proxies after insert or update or delete on engine.proxy
      for each row execute function engine.tell_proxies();

    -- In whose place the assignee has it.
    alter table engine.task add column stands_for uuid;
    create index task_stands_for on engine.task (stands_for, status, done_at desc) where stands_for is not null;

    create table engine.hand_over (
      id uuid primary key,
      person uuid not null references engine.app_user (id),
      reason text not null,
      status text not null default 'waiting',
      total integer not null,
      created_at timestamptz not null,
      created_by uuid not null references engine.app_user (id),
      ended_at timestamptz,
      error jsonb,
      -- Whoever works on it holds it until then; a process that was killed lets it go by itself.
      lease_until timestamptz
    );
    create index hand_over_person on engine.hand_over (person, created_at desc);
    create index hand_over_open on engine.hand_over (created_at) where status in ('waiting', 'running');

    create table engine.hand_over_item (
      job uuid not null references engine.hand_over (id) on delete cascade,
      position integer not null,
      -- task; place: a turn in a row, a choice, what was delegated; proxy: of whom they were to do the work.
      kind text not null,
      app text,
      form text,
      flow text,
      node text,
      record uuid,
      -- The task, the instance or the proxy.
      target uuid not null,
      receiver uuid,
      status text not null default 'waiting',
      code text,
      message jsonb,
      primary key (job, position)
    );
    create index hand_over_item_waiting on engine.hand_over_item (job, position) where status = 'waiting';
  `);
}
