import type { Knex } from 'knex';
import { Audit } from '../access/audit.ts';
import { tableName } from '../apps/names.ts';
import type { Shelf } from '../apps/shelf.ts';
import type { Clock } from '../clock.ts';
import { examine, nodesOf, type Verdict } from './compare.ts';
import type { Trust } from './links.ts';
import type { ToldTask } from './rows.ts';
import type { Fault, Kept } from './types.ts';
import { readAll } from './walk.ts';

export interface RebuildParts {
  knex: Knex;
  /** Which version an instance began with says what kind of task a node gives out. */
  shelf: Shelf;
  clock: Clock;
  trust: Trust;
  /** Who asked for it, and why: both go into the audit. */
  by: string;
  reason: string;
}

/** same: nothing to do. refused: its history is not whole, so nothing can be made from it. */
export type Rebuilt = { outcome: 'same' | 'rebuilt' | 'refused' | 'gone'; faults: Fault[] };

/**
 * State, tasks, timers and the record's place in its flow, made anew from the history of one instance. The record's row is
 * locked as every command locks it, so the server goes on meanwhile. Nothing but the audit is written where the history says
 * the same, or is not whole.
 */
export async function rebuild(parts: RebuildParts, instance: string): Promise<Rebuilt> {
  return parts.knex.transaction(async (trx) => {
    const kept = await locked(trx, instance);
    if (!kept) return { outcome: 'gone', faults: [] };
    const verdict = examine(kept, parts.trust);
    const { faults } = verdict;
    if (!verdict.isWhole || !verdict.told || verdict.unchecked > 0) return { outcome: 'refused', faults };
    if (faults.length === 0) return { outcome: 'same', faults };
    await writeAnew(trx, parts, kept, verdict.told);
    await audit(trx, parts, kept, faults);
    return { outcome: 'rebuilt', faults };
  });
}

async function locked(trx: Knex, id: string): Promise<Kept | undefined> {
  const place = await trx('engine.instance').where({ id }).first<{ app: string; form: string; record: string }>();
  if (!place) return undefined;
  const table = tableName(place.app, place.form);
  await trx.raw(`select 1 from ${table} where id = ? for update`, [place.record]);
  await trx.raw('select 1 from engine.instance where id = ? for update', [id]);
  const [kept] = await readAll(trx, [id]);
  return kept;
}

async function writeAnew(
  trx: Knex,
  parts: RebuildParts,
  kept: Kept,
  { state, rows }: NonNullable<Verdict['told']>,
): Promise<void> {
  const { instance, record } = kept;
  const over = kept.events.findLast(({ type }) => type === 'ended' || type === 'cancelled');
  await trx('engine.instance')
    .where({ id: instance.id })
    .update({
      status: state.status,
      state: state.state,
      data: JSON.stringify(state),
      seq: state.seq,
      revision: trx.raw('revision + 1'),
      ended_at: state.status === 'ended' || state.status === 'cancelled' ? (over?.at ?? parts.clock.now()) : null,
    });
  await writeTasks(trx, parts, kept, [...rows.tasks.values()]);
  await writeTimers(trx, kept, rows);
  if (!record) return;
  const columns = { state: state.state, nodes: nodesOf(state), instance: instance.id };
  await trx.withSchema(instance.app).table(instance.form).where({ id: record.id }).update(columns);
}

async function writeTasks(trx: Knex, { shelf }: RebuildParts, kept: Kept, told: readonly ToldTask[]): Promise<void> {
  const { id: instance, app, form, record, flow, version } = kept.instance;
  const known = new Set(told.map(({ id }) => id));
  const unknown = kept.tasks.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  if (unknown.length > 0) await trx('engine.task').whereIn('id', unknown).del();
  const nodes = (await shelf.at(app, version)).model.flows.get(flow)?.nodes ?? [];
  const there = new Set(kept.tasks.map(({ id }) => id));
  for (const { id, token: _token, having, why, ...task } of told) {
    if (there.has(id)) {
      const { status, node, outcome, by, reason, done_at, assignee, role, due_at, overdue } = task;
      const row = { status, node, outcome, by, reason, done_at };
      // How it lay on somebody's desk matters while it is open.
      const open = status === 'open' ? { assignee, role, due_at, overdue } : {};
      await trx('engine.task')
        .where({ id })
        .update({ ...row, ...open });
      continue;
    }
    const kind = nodes.find(({ key }) => key === task.node)?.type === 'approve' ? 'approve' : 'handle';
    const place = { id, instance, app, form, record, flow, kind };
    const json = { having: having === null ? null : JSON.stringify(having), why: JSON.stringify(why) };
    await trx('engine.task').insert({ ...place, ...task, ...json });
  }
}

async function writeTimers(trx: Knex, kept: Kept, { timers }: NonNullable<Verdict['told']>['rows']): Promise<void> {
  const { id: instance, app, form, record } = kept.instance;
  const unknown = kept.timers.filter(({ id }) => !timers.has(id)).map(({ id }) => id);
  if (unknown.length > 0) await trx('engine.timer').whereIn('id', unknown).del();
  const there = new Map(kept.timers.map((timer) => [timer.id, timer]));
  for (const { id, kind, due_at, node } of timers.values()) {
    const stored = there.get(id);
    if (stored?.due_at === due_at && stored.kind === kind) continue;
    const row = { kind, due_at, next_at: due_at, status: 'waiting' };
    if (stored) await trx('engine.timer').where({ id }).update(row);
    else {
      await trx('engine.timer').insert({ id, app, instance, data: JSON.stringify({ form, record, node }), ...row });
    }
  }
}

/** In the same transaction, so that nothing is made anew without a word of it; and screens that show it are told. */
async function audit(
  trx: Knex,
  { clock, by, reason }: RebuildParts,
  kept: Kept,
  faults: readonly Fault[],
): Promise<void> {
  const { id, app, form, record } = kept.instance;
  const found = faults.map(({ code, row, field, stored, told }) => ({ code, row, field, stored, told }));
  const data = JSON.parse(JSON.stringify({ by, reason, record, found })) as Fault['stored'];
  const entry = { action: 'instance_rebuilt', app, target: id, ...(data === undefined ? {} : { data }) };
  await new Audit(trx, clock).write({ kind: 'engine', cause: 'npm run verify' }, entry);
  for (const kind of ['record', 'task']) {
    await trx.raw('select pg_notify(?, ?)', ['engine', JSON.stringify({ kind, app, form, id: record })]);
  }
}
