import { v5 as uuidV5 } from 'uuid';
import type { BulkLine, IncidentOrder } from '../../wire.ts';
import type { Locale, UserActor } from '../access/actor.ts';
import { Refusal, refusals } from '../door/refusal.ts';
import type { Host } from '../host.ts';

export interface RepairRun extends IncidentOrder {
  app: string;
  actor: UserActor;
  locale: Locale;
  isStopped(): boolean;
}

/** One after the other: what failed together shall not hit the other side together. */
export async function* repair(host: Host, how: 'retry' | 'skip', run: RepairRun): AsyncGenerator<BulkLine> {
  yield { total: run.ids.length };
  let done = 0;
  let failed = 0;
  for (const id of run.ids) {
    if (run.isStopped()) return;
    try {
      await one(host, how, id, run);
      done += 1;
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      failed += 1;
      yield { refused: { id, title: '', message: cause.text[run.locale] } };
    }
    yield { done, failed };
  }
  await tell(host, run.app);
}

async function one(host: Host, how: 'retry' | 'skip', id: string, run: RepairRun): Promise<void> {
  const [kind, key = '', token = ''] = id.split(':');
  if (kind === 'flow') return ofFlow(host, how, key, Number(token), run);
  if (kind === 'outbox') return how === 'retry' ? sendAgain(host, key, run) : drop(host, key, run);
  if (kind === 'timer' && how === 'retry') return fireAgain(host, key, run);
  throw refusals.badCommand('ids');
}

async function ofFlow(
  host: Host,
  how: 'retry' | 'skip',
  instance: string,
  token: number,
  run: RepairRun,
): Promise<void> {
  const { app, actor, outcome, reason } = run;
  if (how === 'skip' && outcome === undefined) throw refusals.badCommand('outcome');
  const place = await host.database
    .knex('engine.instance')
    .where({ id: instance, app })
    .first<{ form: string; record: string } | undefined>('form', 'record');
  if (!place) throw refusals.notFound();
  const command = uuidV5(`${instance}:${token}`, run.command);
  const more = how === 'skip' && outcome !== undefined ? { outcome, ...(reason ? { reason } : {}) } : {};
  await host.door.execute({ type: 'retry', command, app, ...place, token, ...more }, actor);
}

/**
 * A call whose answer has reached its record is done under its id for good: it is sent again as a new row with the same
 * idempotency key, so that the other side knows it. One that nobody was told of is tried again as it is.
 */
async function sendAgain({ database, clock }: Host, id: string, { app }: RepairRun): Promise<void> {
  const now = clock.now();
  await database.knex.transaction(async (trx) => {
    const row = await trx('engine.outbox')
      .where({ id, app })
      .forUpdate()
      .first<{ status: string } | undefined>('status');
    if (!row) throw refusals.notFound();
    if (row.status === 'waiting' || row.status === 'polling') {
      await trx('engine.outbox').where({ id }).update({ next_at: now });
      return;
    }
    if (row.status !== 'dead') throw settled();
    const isTold = await trx('engine.command').where({ id }).first('id');
    const fresh = {
      status: 'waiting',
      attempts: 0,
      next_at: now,
      done_at: null,
      poll: null,
      outcome: null,
      answer: null,
    };
    if (!isTold) {
      await trx('engine.outbox')
        .where({ id })
        .update({ ...fresh, error: null });
      return;
    }
    await trx.raw(
      `insert into engine.outbox
         (id, kind, app, version, instance, form, record, order_key, connector, operation, data, key, reply, next_at, created_at)
       select gen_random_uuid(), kind, app, version, instance, form, record, order_key, connector, operation, data,
         coalesce(key, id::text), reply, :now, created_at from engine.outbox where id = :id`,
      { id, now },
    );
    await trx('engine.outbox').where({ id }).update({ status: 'replaced' });
  });
}

/** It is not sent any more. That it never was stays where it was written. */
async function drop({ database }: Host, id: string, { app, reason }: RepairRun): Promise<void> {
  if (!reason?.trim()) throw reasonNeeded();
  const changed = await database
    .knex('engine.outbox')
    .where({ id, app })
    .whereRaw(`(status = 'dead' or (status in ('waiting', 'polling') and error is not null))`)
    .update({ status: 'dropped' });
  if (changed === 0) throw settled();
}

async function fireAgain({ database, clock }: Host, id: string, { app }: RepairRun): Promise<void> {
  const changed = await database
    .knex('engine.timer')
    .where({ id, app })
    .whereNotNull('error')
    .update({ status: 'waiting', attempts: 0, next_at: clock.now() });
  if (changed === 0) throw settled();
}

/** Whoever sends is woken, and screens look again. */
async function tell({ database }: Host, app: string): Promise<void> {
  const notices = [{ kind: 'work' }, { kind: 'incident', app }];
  for (const notice of notices) await database.knex.raw(`select pg_notify('engine', ?)`, [JSON.stringify(notice)]);
}

function settled(): Refusal {
  return new Refusal(
    'settled',
    { 'zh-CN': '已经处理好了。', en: 'It has been settled meanwhile.' },
    { status: 409, cure: { 'zh-CN': '请刷新列表。', en: 'Reload the list.' } },
  );
}

function reasonNeeded(): Refusal {
  return new Refusal('reason_required', { 'zh-CN': '请填写理由。', en: 'A reason is needed.' }, { status: 422 });
}
