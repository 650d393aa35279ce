import type { Json } from '../../wire.ts';
import type { PollPlan } from '../connectors/index.ts';
import type { Connections } from '../door/connections.ts';

export interface OutboxRow {
  id: string;
  /** subflow, govern, told: between a flow and those that it has begun. */
  kind: 'call' | 'signal' | 'message' | 'subflow' | 'govern' | 'told';
  app: string;
  version: number;
  form: string | null;
  record: string | null;
  connector?: string;
  operation?: string;
  data: Record<string, Json>;
  key: string | null;
  attempts: number;
  /** It was accepted and is asked for until then. */
  poll: (PollPlan & { until: string }) | null;
}

/** Longer than any call may take: a row whose process was killed is free again after it. */
const LEASE_MS = 120_000;

/** The first of each order that is due; what went before it has to be through. */
const CLAIM = `
  with due as (
    select o.id from engine.outbox o
    where o.status in ('waiting', 'polling', 'sending') and o.next_at <= $1
      and (o.poll is not null or not exists (
        select 1 from engine.outbox p
        where p.order_key = o.order_key and p.seq < o.seq and p.status in ('waiting', 'sending')))
    order by o.next_at, o.seq
    limit $2
    for update skip locked)
  update engine.outbox o set status = 'sending', attempts = o.attempts + 1, next_at = $3
  from due where o.id = due.id
  returning o.id, o.kind, o.app, o.version, o.form, o.record, o.connector, o.operation, o.data, o.key, o.attempts, o.poll`;

export function claim(sql: Connections, now: Date, limit: number): Promise<OutboxRow[]> {
  return sql.query<OutboxRow>(CLAIM, [now, limit, new Date(now.getTime() + LEASE_MS)]);
}
