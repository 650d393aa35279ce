import type { Knex } from 'knex';
import { tableName } from '../apps/names.ts';
import type { Kept, StoredEvent, StoredInstance, StoredRecord, StoredTask, StoredTimer } from './types.ts';

/** What is walked: everything, or less. */
export interface Walk {
  app?: string | undefined;
  /** What has moved since: it runs, or ended after it. */
  since?: string | undefined;
  /** Only this one. */
  instance?: string | undefined;
}

/** Most instances and events that are held at a time; a single longer history is held whole. */
const INSTANCES = 500;
const EVENTS = 10_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

const COLUMNS = [
  'id',
  'app',
  'form',
  'record',
  'flow',
  'version',
  'status',
  'state',
  'data',
  'seq',
  'head',
  'started_at',
  'ended_at',
];

/**
 * Everything that is kept of each instance, by their ids, a page at a time. Each page is read as of one moment (a
 * snapshot of its own, no locks), so that a running server is neither held up nor mistaken for a fault.
 */
export async function* walk(knex: Knex, what: Walk): AsyncGenerator<Kept> {
  for (let after = FIRST; ; ) {
    const page = await knex.transaction((trx) => readPage(trx, what, after), {
      isolationLevel: 'repeatable read',
      readOnly: true,
    });
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = last.instance.id;
  }
}

async function readPage(trx: Knex, what: Walk, after: string): Promise<Kept[]> {
  const sizes = await of(trx, what, after)
    .orderBy('id')
    .limit(INSTANCES)
    .select<{ id: string; seq: number }[]>('id', 'seq');
  const ids: string[] = [];
  let events = 0;
  for (const { id, seq } of sizes) {
    events += seq;
    if (ids.length > 0 && events > EVENTS) break;
    ids.push(id);
  }
  return ids.length === 0 ? [] : readAll(trx, ids);
}

function of(trx: Knex, { app, since, instance }: Walk, after: string): Knex.QueryBuilder {
  const query = trx('engine.instance').where('id', '>', after);
  if (instance !== undefined) void query.where({ id: instance });
  if (app !== undefined) void query.where({ app });
  if (since !== undefined) {
    void query.where((either) => either.whereIn('status', ['running', 'suspended']).orWhere('ended_at', '>=', since));
  }
  return query;
}

/** These instances, in the order of their ids. */
export async function readAll(trx: Knex, ids: readonly string[]): Promise<Kept[]> {
  const instances = await trx('engine.instance').whereIn('id', ids).orderBy('id').select<StoredInstance[]>(COLUMNS);
  const events = await rows<StoredEvent>(
    trx,
    'select instance, seq, at, type, actor, data, hash from engine.event where instance = any(?::uuid[]) order by instance, seq',
    ids,
  );
  const tasks = await rows<StoredTask>(
    trx,
    `select id, instance, node, status, assignee, role, due_at, overdue, outcome, by from engine.task
     where instance = any(?::uuid[]) and kind <> 'copy' order by id`,
    ids,
  );
  const timers = await rows<StoredTimer>(
    trx,
    `select id, instance, kind, due_at from engine.timer where instance = any(?::uuid[]) order by id`,
    ids,
  );
  const records = await recordsOf(trx, instances);
  const [eventsOf, tasksOf, timersOf] = [grouped(events), grouped(tasks), grouped(timers)];
  return instances.map((instance) => ({
    instance,
    events: eventsOf.get(instance.id) ?? [],
    tasks: tasksOf.get(instance.id) ?? [],
    timers: timersOf.get(instance.id) ?? [],
    record: records.get(instance.record),
  }));
}

async function rows<T>(trx: Knex, text: string, ids: readonly string[]): Promise<T[]> {
  return (await trx.raw<{ rows: T[] }>(text, [[...ids]])).rows;
}

function grouped<T extends { instance: string }>(all: readonly T[]): Map<string, T[]> {
  const by = new Map<string, T[]>();
  for (const row of all) {
    const list = by.get(row.instance);
    if (list) list.push(row);
    else by.set(row.instance, [row]);
  }
  return by;
}

async function recordsOf(trx: Knex, instances: readonly StoredInstance[]): Promise<Map<string, StoredRecord>> {
  const found = new Map<string, StoredRecord>();
  const places = new Map<string, string[]>();
  for (const { app, form, record } of instances) {
    const table = tableName(app, form);
    places.set(table, [...(places.get(table) ?? []), record]);
  }
  for (const [table, ids] of places) {
    if (!(await isThere(trx, table))) continue;
    const text = `select id, state, nodes, instance from ${table} where id = any(?::uuid[])`;
    for (const row of await rows<StoredRecord>(trx, text, ids)) found.set(row.id, row);
  }
  return found;
}

async function isThere(trx: Knex, table: string): Promise<boolean> {
  const { rows: found } = await trx.raw<{ rows: { there: boolean }[] }>('select to_regclass(?) is not null as there', [
    table,
  ]);
  return found[0]?.there === true;
}

export interface Orphan {
  instance: string;
  app?: string;
  form?: string;
  record?: string;
}

/** Most of them that are named. */
const ORPHANS = 1_000;

/** Histories and records whose instance is not there. */
export async function orphans(knex: Knex, { app, instance }: Walk): Promise<Orphan[]> {
  if (instance !== undefined) return [];
  const found: Orphan[] = [];
  if (app === undefined) {
    const { rows: lost } = await knex.raw<{ rows: Orphan[] }>(
      `select distinct e.instance from engine.event e
       where e.type = 'started' and not exists (select 1 from engine.instance i where i.id = e.instance) limit ?`,
      [ORPHANS],
    );
    found.push(...lost);
  }
  const forms = await knex('engine.instance')
    .distinct('app', 'form')
    .modify((query) => void (app === undefined ? query : query.where({ app })))
    .select<{ app: string; form: string }[]>();
  for (const place of forms) {
    const table = tableName(place.app, place.form);
    if (!(await isThere(knex, table))) continue;
    const { rows: lost } = await knex.raw<{ rows: { instance: string; record: string }[] }>(
      `select r.id as record, r.instance from ${table} r
       where r.instance is not null and not exists (select 1 from engine.instance i where i.id = r.instance) limit ?`,
      [ORPHANS],
    );
    found.push(...lost.map((row) => ({ ...row, ...place })));
  }
  const seen = new Map(found.map((one) => [one.instance, one]));
  return [...seen.values()];
}
