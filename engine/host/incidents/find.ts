import type { Knex } from 'knex';
import type { FlowState } from '../../flow/index.ts';

export interface FlowRow {
  instance: string;
  form: string;
  record: string;
  flow: string;
  tokens: FlowState['tokens'];
  /** By node: when it last went wrong, and how often it was tried. */
  events: { node: string; at: string; tries: number }[];
  /** By node: what the other side said last. */
  answers: { node: string; detail: string | null; attempts: number }[];
}

export interface OutboxRow {
  id: string;
  kind: string;
  form: string | null;
  record: string | null;
  connector: string | null;
  operation: string | null;
  /** Of the flow that it is for. */
  flow: string | null;
  node: string | null;
  status: string;
  attempts: number;
  next_at: string;
  created_at: string;
  done_at: string | null;
  error: { code: string; detail: string } | null;
}

export interface TimerRow {
  id: string;
  kind: string;
  form: string | null;
  record: string | null;
  node: string | null;
  status: string;
  attempts: number;
  next_at: string;
  due_at: string;
  error: string;
}

/** More on one screen helps nobody; what is over it is said. */
export const MOST = 500;

/** A flow waits for the answer: of a call, or of the flow of another record. */
const IS_AWAITED = `(o.reply ->> 'call' is not null or (o.kind = 'subflow' and (o.data ->> 'waits')::boolean))`;

/** Cases that stand at a step where something went wrong. */
export async function stuckFlows(knex: Knex, app: string): Promise<FlowRow[]> {
  const { rows } = await knex.raw<{ rows: FlowRow[] }>(
    `select i.id as instance, i.form, i.record, i.flow, i.data -> 'tokens' as tokens,
       coalesce((select json_agg(e) from (
         select data ->> 'node' as node, max(at) as at, count(*)::int as tries from engine.event
         where instance = i.id and type = 'incident' group by 1) e), '[]') as events,
       coalesce((select json_agg(o) from (
         select distinct on (1) coalesce(o.reply ->> 'node', o.data ->> 'node') as node, error ->> 'detail' as detail, attempts
         from engine.outbox o where o.record = i.record and o.status = 'dead' and ${IS_AWAITED}
         order by 1, o.seq desc) o), '[]') as answers
     from engine.instance i
     where i.app = ? and i.incident and i.status in ('running', 'suspended') order by i.started_at limit ${MOST + 1}`,
    [app],
  );
  return rows;
}

/** A dead call that a flow has heard of is the flow's matter, unless it could not be told. */
const IS_OPEN = `(o.status = 'dead' and (not ${IS_AWAITED} or exists (
    select 1 from engine.instance i where i.id = o.instance and i.status in ('running', 'suspended')
      and i.data @> jsonb_build_object('tokens', jsonb_build_array(jsonb_build_object('call', o.id::text)))))
  or (o.status in ('waiting', 'polling', 'sending') and o.error is not null))`;

export async function failedCalls(knex: Knex, app: string): Promise<OutboxRow[]> {
  const { rows } = await knex.raw<{ rows: OutboxRow[] }>(
    `select o.id, o.kind, o.form, coalesce(o.record, m.record) as record, o.connector, o.operation,
       (select i.flow from engine.instance i where i.id = o.instance) as flow, o.data ->> 'node' as node, o.status, o.attempts, o.next_at, o.created_at,
       o.done_at, o.error from engine.outbox o
     -- What carries a message has the message's id for its key; what the message is about stands there.
     left join engine.message m on o.record is null and o.kind = 'call'
       and m.id = case when o.key ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then o.key::uuid end
     where o.app = ? and ${IS_OPEN} order by o.seq limit ${MOST + 1}`,
    [app],
  );
  return rows;
}

export async function failedTimers(knex: Knex, app: string): Promise<TimerRow[]> {
  const { rows } = await knex.raw<{ rows: TimerRow[] }>(
    `select t.id, t.kind, coalesce(i.form, t.data ->> 'form') as form,
       coalesce(i.record::text, t.data ->> 'record') as record, t.data ->> 'node' as node,
       t.status, t.attempts, t.next_at, t.due_at, t.error
     from engine.timer t left join engine.instance i on i.id = t.instance
     where t.app = ? and t.error is not null order by t.due_at limit ${MOST + 1}`,
    [app],
  );
  return rows;
}

/** For the badge: no more is read than it shows. */
export async function countOpen(knex: Knex, app: string): Promise<number> {
  const { rows } = await knex.raw<{ rows: { n: string }[] }>(
    `select (select count(*) from (select 1 from engine.instance
         where app = :app and incident and status in ('running', 'suspended') limit 1000) a)
       + (select count(*) from (select 1 from engine.outbox o where o.app = :app and ${IS_OPEN} limit 1000) b)
       + (select count(*) from (select 1 from engine.timer where app = :app and error is not null limit 1000) c) as n`,
    { app },
  );
  return Number(rows[0]?.n ?? 0);
}
