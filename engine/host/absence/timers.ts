import type { Knex } from 'knex';
import { v5 as uuidOf } from 'uuid';
import type { DoorParts } from '../door/parts.ts';
import type { TimerRow } from '../timers/timers.ts';
import { tellOfProxy } from './notices.ts';
import type { ProxyRow } from './view.ts';

/**
 * What lies on the desk goes over when it begins, and the proxy is told when it is over: timers, so that each happens
 * once, whichever process is there then.
 */
export async function arrangeTimers(trx: Knex.Transaction, row: ProxyRow, hasBegun: boolean): Promise<void> {
  const over = uuidOf('over', row.id);
  await trx('engine.timer')
    .whereIn('id', hasBegun ? [over] : [over, row.id])
    .delete();
  const timer = (id: string, kind: string, at: string) => ({
    id,
    app: row.app ?? '',
    kind,
    due_at: at,
    next_at: at,
    data: JSON.stringify({ proxy: row.id }),
  });
  const begins = row.hand_over && !hasBegun;
  await trx('engine.timer').insert([
    timer(over, 'absence_over', row.ends_at),
    ...(begins ? [timer(row.id, 'absence', row.starts_at)] : []),
  ]);
}

/** Its time has come by itself: whoever acted is told, and what they have in the other's place stays with them. */
export async function absenceOver(parts: DoorParts, knex: Knex, timer: TimerRow): Promise<void> {
  const now = parts.clock.now();
  const isTold = await knex.transaction(async (trx) => {
    const row = await trx('engine.proxy')
      .where({ id: String(timer.data.proxy) })
      .whereNull('ended_at')
      .where('ends_at', '<=', now)
      .first<ProxyRow | undefined>();
    await trx('engine.timer').where({ id: timer.id }).delete();
    return row !== undefined && (await tellOfProxy(parts, trx, row, 'over', { by: undefined, now }));
  });
  if (isTold) parts.announce([{ kind: 'work' }]);
}
