import type { Json } from '../../wire.ts';
import type { MessageOrder } from '../messages/index.ts';
import type { Held } from './held.ts';
import { tables } from './tables.ts';
import type { Work } from './work.ts';

export interface CallOrder {
  id: string;
  connector: string;
  operation: string;
  data: Record<string, Json>;
  key?: string;
  /** `call`: the flow's action that waits for it; `save`: what a rule's call puts into fields. */
  reply?: { call?: string; node?: string; save?: Record<string, unknown>; rule?: string };
}

/** A call of a connector, to be made after the commit. In order for each record and system: one that is down holds up nothing else. */
export function callRow(work: Work, held: Held, order: CallOrder): void {
  const { id, connector, operation, data, key, reply } = order;
  outboxRow(work, held, {
    id,
    kind: 'call',
    order_key: `${held.head.id}:${connector}`,
    connector,
    operation,
    data,
    // Without a key of the definition's own, the call's: it is the same at each attempt.
    key: key ?? id,
    reply: reply ?? null,
  });
}

export function messageRow(work: Work, held: Held, orders: readonly MessageOrder[]): void {
  if (orders.length === 0) return;
  outboxRow(work, held, {
    id: work.parts.newId(),
    kind: 'message',
    order_key: `${held.head.id}:message`,
    data: { orders },
  });
}

/** To another record's flow: two instances are never locked in one transaction. */
export function signalRow(
  work: Work,
  held: Held,
  to: { form: string; record: string; signal: string; data: Record<string, Json> },
): void {
  outboxRow(work, held, { id: work.parts.newId(), kind: 'signal', order_key: `${to.record}:signal`, data: to });
}

export function outboxRow(work: Work, held: Held, row: Record<string, unknown>): void {
  work.writes.insert(tables.outbox, {
    app: held.app.key,
    version: held.app.number,
    instance: held.instance?.id ?? null,
    form: held.form.key,
    record: held.head.id,
    status: 'waiting',
    attempts: 0,
    next_at: work.now,
    created_at: work.now,
    ...row,
  });
  work.notices.push({ kind: 'work' });
}
