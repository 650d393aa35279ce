import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { canonical } from '../../definition/index.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type Stage, stage } from '../testing/stage.ts';
import { Anchors, anchorLine } from './anchors.ts';
import { chained as chain, eventText } from './chain.ts';
import { rebuild } from './rebuild.ts';
import { eventOf, type Fault, type StoredEvent } from './types.ts';
import { type Summary, type Verification, verify } from './verify.ts';

let database: TestDatabase;
let the: Stage;

const idOf = async (login: string): Promise<string> => (await the.actor(login)).id;

async function claim(price: string): Promise<{ record: string; instance: string }> {
  const items = [{ id: randomUUID(), what: 'ticket', qty: 1, price }];
  const data = { project: 'P1', kind: 'travel', items };
  const place = { type: 'create' as const, command: randomUUID(), app: the.app, form: 'claim' };
  const { record } = await the.host.door.execute({ ...place, data }, await the.actor('eve'));
  const row = await database.knex('engine.instance').where({ record }).first<{ id: string }>();
  return { record, instance: row.id };
}

async function act(record: string, login: string, operation: string, more: object = {}): Promise<void> {
  const me = await idOf(login);
  const tasks = await database.knex('engine.task').where({ record, status: 'open' }).whereNot({ kind: 'copy' });
  const task = tasks.find(({ assignee }) => assignee === null || assignee === me)?.id as string;
  const command = { type: 'task' as const, command: randomUUID(), app: the.app, task, operation, ...more };
  await the.host.door.execute(command, await the.actor(login));
}

async function verified(what: Verification = {}): Promise<{ faults: Fault[]; sum: Summary }> {
  const faults: Fault[] = [];
  const sum = await verify(database.knex, what, (fault) => faults.push(fault));
  return { faults, sum };
}

/** Without what every fault carries. */
async function found(what: Verification = {}): Promise<object[]> {
  const { faults } = await verified(what);
  return faults.map(({ instance: _instance, app: _app, form: _form, record: _record, ...fault }) => fault);
}

async function rebuilt(instance: string, reason = 'somebody wrote into the table'): Promise<string> {
  const parts = { knex: database.knex, shelf: the.host.apps, clock: the.clock, trust: {}, by: 'ops', reason };
  return (await rebuild(parts, instance)).outcome;
}

/** As somebody makes it who has no key. */
const chained = (before: string, row: StoredEvent, { instance }: { instance: string | undefined } = row): string =>
  chain(before, eventText(eventOf(row), canonical(row.actor)), { instance, key: undefined });

const events = (instance: string) => database.knex('engine.event').where({ instance });

/** Everything that hangs on the one hangs on the other afterwards; only the records stay. */
async function changePlaces(one: string, two: string): Promise<void> {
  const { knex } = database;
  const spare = randomUUID();
  for (const [from, to] of [
    [one, spare],
    [two, one],
    [spare, two],
  ] as const) {
    await events(from).update({ instance: to });
    await knex.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      for (const table of ['engine.task', 'engine.timer']) {
        await trx(table).where({ instance: from }).update({ instance: to });
      }
    });
  }
  const rows = await knex('engine.instance').whereIn('id', [one, two]);
  for (const { id, data, seq, head } of rows) {
    await knex('engine.instance')
      .where({ id: id === one ? two : one })
      .update({ data: JSON.stringify(data), seq, head });
  }
}

/** Its hashes as they were made before they covered the instance. */
async function asBefore(instance: string): Promise<void> {
  let head = '';
  for (const row of (await events(instance).orderBy('seq')) as StoredEvent[]) {
    head = chained(head, row, { instance: undefined });
    await events(instance).where({ seq: row.seq }).update({ hash: head });
  }
  await database.knex('engine.instance').where({ id: instance }).update({ head });
}

beforeEach(async () => {
  database = await testDatabase();
  the = await stage(database);
});

describe('the history of a case', () => {
  it('is whole after whatever was done, and state, tasks, timers and record are what it says', async () => {
    const { record } = await claim('6000.00');
    await act(record, 'mia', 'claim');
    await act(record, 'mia', 'transfer', { to: 'max' });
    await act(record, 'max', 'comment', { reason: 'a lot' });
    await act(record, 'max', 'approve');
    await act(record, 'mia', 'approve');
    await claim('20.00');
    the.clock.moveTo(new Date('2026-03-04T09:00:00.000Z'));
    await the.host.settle();
    const late = await claim('30.00');
    await act(late.record, 'mia', 'reject', { reason: 'no' });
    const { faults, sum } = await verified();
    expect(faults).toEqual([]);
    expect(sum).toMatchObject({ instances: 3, faulty: 0, faults: 0, unchecked: 0 });
    expect((await verified({ app: 'elsewhere' })).sum.instances).toBe(0);
    expect((await verified({ since: '2026-03-05T00:00:00.000Z' })).sum.instances).toBe(2);
  });

  it('names the event whose data were changed', async () => {
    const { instance } = await claim('20.00');
    await events(instance)
      .where({ seq: 4 })
      .update({ data: JSON.stringify({ node: 'somewhere' }) });
    expect(await found()).toEqual([{ code: 'event_changed', seq: 4 }]);
    expect(await rebuilt(instance)).toBe('refused');
  });

  it('names the actor’s event too, and the place where a hash was made anew', async () => {
    const one = await claim('20.00');
    await events(one.instance)
      .where({ seq: 3 })
      .update({ actor: JSON.stringify({ kind: 'user', login: 'mallory' }) });
    expect(await found()).toEqual([{ code: 'event_changed', seq: 3 }]);
    const [before, event] = (await events(one.instance).whereIn('seq', [2, 3]).orderBy('seq')) as StoredEvent[];
    const hash = chained(before?.hash ?? '', event as StoredEvent);
    await events(one.instance).where({ seq: 3 }).update({ hash });
    expect(await found()).toEqual([{ code: 'event_changed', seq: 4 }]);
  });

  it('names the event that is missing in the middle', async () => {
    const { instance } = await claim('20.00');
    await events(instance).where({ seq: 3 }).del();
    expect(await found()).toEqual([{ code: 'event_missing', seq: 3 }]);
  });

  it('tells that its end was cut off, and where', async () => {
    const { instance } = await claim('20.00');
    const { seq } = await database.knex('engine.instance').where({ id: instance }).first<{ seq: number }>();
    await events(instance)
      .where('seq', '>', seq - 2)
      .del();
    expect(await found()).toEqual([{ code: 'tail_missing', seq: seq - 1, stored: seq - 2, told: seq }]);
    await events(instance).del();
    expect(await found()).toEqual([{ code: 'tail_missing', seq: 1, stored: 0, told: seq }]);
  });

  it('tells what was added to its end, and which event its row does not know', async () => {
    const { instance } = await claim('20.00');
    const row = (await events(instance).orderBy('seq', 'desc').first()) as StoredEvent;
    const more = { ...row, seq: row.seq + 1 };
    const hash = chained(row.hash, more);
    await database.knex('engine.event').insert({ ...more, hash });
    expect(await found()).toEqual([{ code: 'tail_added', seq: row.seq + 1, stored: row.seq + 1, told: row.seq }]);
    await events(instance).where({ seq: more.seq }).del();
    await database.knex('engine.instance').where({ id: instance }).update({ head: hash });
    expect(await found()).toEqual([{ code: 'head_differs', seq: row.seq, stored: hash, told: row.hash }]);
  });

  it('names the events whose order was changed', async () => {
    const { instance } = await claim('20.00');
    await events(instance).where({ seq: 3 }).update({ seq: 1003 });
    await events(instance).where({ seq: 4 }).update({ seq: 3 });
    await events(instance).where({ seq: 1003 }).update({ seq: 4 });
    expect(await found()).toEqual([
      { code: 'event_moved', seq: 3, stored: 3, told: 4 },
      { code: 'event_moved', seq: 4, stored: 4, told: 3 },
    ]);
  });

  it('tells of two cases that have changed places with all that is told of them', async () => {
    const [one, two] = [await claim('20.00'), await claim('20.00')];
    await changePlaces(one.instance, two.instance);
    const first = await found();
    expect(first.slice(0, 2)).toEqual([
      { code: 'event_changed', seq: 1 },
      { code: 'event_changed', seq: 2 },
    ]);
    expect(first.every((fault) => 'code' in fault && fault.code === 'event_changed')).toBe(true);
    await changePlaces(one.instance, two.instance);
    expect(await found()).toEqual([]);
  });

  it('still holds for hashes that did not say whose they are, and for what comes after them', async () => {
    const one = await claim('20.00');
    await asBefore(one.instance);
    expect(await found()).toEqual([]);
    await act(one.record, 'mia', 'claim');
    expect(await found()).toEqual([]);
    const hashes = (await events(one.instance).orderBy('seq')).map(({ hash }: StoredEvent) => hash);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(hashes.at(-1)).toMatch(/^i:[0-9a-f]{64}$/);
    await events(one.instance)
      .where({ seq: 3 })
      .update({ data: JSON.stringify({ node: 'somewhere' }) });
    expect(await found()).toEqual([{ code: 'event_changed', seq: 3 }]);
  });

  it('tells of an instance that is gone, by its history and by its record', async () => {
    const { instance, record } = await claim('20.00');
    await claim('30.00');
    for (const table of ['engine.task', 'engine.timer', 'engine.outbox']) {
      await database.knex(table).where({ instance }).del();
    }
    await database.knex('engine.instance').where({ id: instance }).del();
    const { faults } = await verified();
    expect(faults).toEqual([{ code: 'instance_missing', instance, app: the.app, form: 'claim', record }]);
  });

  it('may lack what was archived, where the operator says so', async () => {
    const { instance } = await claim('20.00');
    await events(instance).where('seq', '<', 4).del();
    expect(await found()).toMatchObject([{ code: 'beginning_missing', seq: 1 }, { seq: 2 }, { seq: 3 }]);
    expect(await found({ archivedBefore: '2026-04-01T00:00:00.000Z' })).toEqual([]);
    expect(await rebuilt(instance)).toBe('refused');
  });
});

describe('what is stored beside a whole history', () => {
  it('is told place by place, and made anew with a word in the audit', async () => {
    const { instance, record } = await claim('20.00');
    const { knex } = database;
    const before = await knex('engine.instance').where({ id: instance }).first();
    const data = { ...before.data, tokens: [{ ...before.data.tokens[0], node: 'pay' }] };
    await knex('engine.instance')
      .where({ id: instance })
      .update({ state: 'paid', data: JSON.stringify(data) });
    await knex(`${the.app}.claim`)
      .where({ id: record })
      .update({ state: 'paid', nodes: ['pay'] });
    expect(await found()).toEqual([
      { code: 'state_differs', field: 'tokens[0].node', stored: 'pay', told: 'manager' },
      { code: 'column_differs', field: 'state', stored: 'paid', told: 'review' },
      { code: 'record_differs', field: 'state', stored: 'paid', told: 'review' },
      { code: 'record_differs', field: 'nodes', stored: ['pay'], told: ['manager'] },
    ]);
    expect(await rebuilt(instance)).toBe('rebuilt');
    expect(await found()).toEqual([]);
    expect(await rebuilt(instance)).toBe('same');
    const after = await knex('engine.instance').where({ id: instance }).first();
    expect(after.data).toEqual(before.data);
    const [entry] = await knex('engine.audit').where({ action: 'instance_rebuilt' });
    expect(entry).toMatchObject({ app: the.app, target: instance, data: { by: 'ops', reason: expect.any(String) } });
    expect(entry.data.found).toHaveLength(4);
    await act(record, 'mia', 'approve');
  });

  it('tells which task is missing, unknown or another’s, and puts all of it right', async () => {
    const one = await claim('6000.00');
    await act(one.record, 'mia', 'approve');
    const { knex } = database;
    const [mias, maxs] = await knex('engine.task').where({ record: one.record, node: 'two' }).orderBy('created_at');
    await knex('engine.task').where({ id: mias.id }).del();
    await knex('engine.task')
      .where({ id: maxs.id })
      .update({ assignee: await idOf('ada') });
    const extra = randomUUID();
    const json = { why: JSON.stringify(maxs.why), having: null };
    await knex('engine.task').insert({ ...maxs, ...json, id: extra });
    const faults = await found();
    expect(faults).toMatchObject([
      { code: 'task_missing', row: mias.id, told: { node: 'two', status: 'open', assignee: mias.assignee } },
      { code: 'task_differs', row: maxs.id, field: 'assignee', told: maxs.assignee },
      { code: 'task_unknown', row: extra },
    ]);
    expect(faults).toHaveLength(3);
    expect(await rebuilt(one.instance)).toBe('rebuilt');
    expect(await found()).toEqual([]);
    const again = await knex('engine.task').where({ id: mias.id }).first();
    expect(again).toEqual(mias);
    await act(one.record, 'mia', 'approve');
    await act(one.record, 'max', 'approve');
    expect(await found()).toEqual([]);
  });

  it('tells which timer is missing, unknown or at another time, and sets them as they were', async () => {
    const { instance } = await claim('20.00');
    const { knex } = database;
    const [first, second] = await knex('engine.timer').where({ instance }).orderBy('due_at');
    await knex('engine.timer').where({ id: first.id }).del();
    await knex('engine.timer').where({ id: second.id }).update({ due_at: '2027-01-01T00:00:00Z' });
    const extra = randomUUID();
    await knex('engine.timer').insert({ ...second, data: JSON.stringify(second.data), id: extra });
    const faults = await found();
    expect(faults).toHaveLength(3);
    expect(faults).toEqual(
      expect.arrayContaining([
        { code: 'timer_missing', row: first.id, told: { kind: first.kind, due_at: first.due_at } },
        expect.objectContaining({ code: 'timer_differs', row: second.id, field: 'due_at', told: second.due_at }),
        expect.objectContaining({ code: 'timer_unknown', row: extra }),
      ]),
    );
    expect(await rebuilt(instance)).toBe('rebuilt');
    expect(await knex('engine.timer').where({ instance }).orderBy('due_at')).toEqual([first, second]);
  });

  it('misses the record of a flow that runs', async () => {
    const { record } = await claim('20.00');
    await database.knex(`${the.app}.claim__items`).where({ parent: record }).del();
    await database.knex(`${the.app}.claim`).where({ id: record }).del();
    expect(await found()).toEqual([{ code: 'record_missing' }]);
  });
});

describe('a key that the database does not know', () => {
  const KEY = 'a long random text that only the operator has';
  const keyed = (): Promise<Stage> => stage(database, undefined, undefined, undefined, undefined, { HISTORY_KEY: KEY });

  it('makes hashes that nobody without it can make anew, and none can be checked without it', async () => {
    the = await keyed();
    const { instance } = await claim('20.00');
    expect(await found({ key: KEY })).toEqual([]);
    const { sum } = await verified();
    expect(sum.unchecked).toBe(sum.events);
    const rows = (await events(instance).orderBy('seq')) as StoredEvent[];
    let head = '';
    for (const row of rows) {
      const changed = row.seq === 4 ? { ...row, data: { node: 'elsewhere' } } : row;
      head = chained(head, changed);
      await events(instance)
        .where({ seq: row.seq })
        .update({ data: JSON.stringify(changed.data), hash: head });
    }
    await database.knex('engine.instance').where({ id: instance }).update({ head });
    const since = { key: KEY, keyedSince: '2026-03-01T00:00:00.000Z' };
    expect(await found(since)).toEqual(rows.map(({ seq }) => ({ code: 'key_left_out', seq })));
    expect(await found({ key: 'another key' })).not.toContainEqual(expect.objectContaining({ code: 'head_differs' }));
  });

  it('may come later: what was written before it stays as it is, and after it nothing is plain', async () => {
    const { instance, record } = await claim('20.00');
    the = await keyed();
    await act(record, 'mia', 'claim');
    expect(await found({ key: KEY })).toEqual([]);
    const last = (await events(instance).orderBy('seq', 'desc').first()) as StoredEvent;
    const before = (await events(instance)
      .where({ seq: last.seq - 1 })
      .first()) as StoredEvent;
    const hash = chained(before.hash, last);
    const more = { ...last, seq: last.seq + 1 };
    const next = chained(last.hash, more);
    await database.knex('engine.event').insert({ ...more, hash: next });
    await database.knex('engine.instance').where({ id: instance }).update({ seq: more.seq, head: next });
    expect(hash).not.toBe(last.hash);
    expect(await found({ key: KEY })).toEqual([{ code: 'key_left_out', seq: more.seq }]);
  });
});

describe('anchors that are kept elsewhere', () => {
  it('tell of a history that was cut off with all that stands beside it, and of a case that is gone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'anchors-'));
    const file = join(folder, 'anchors');
    const one = await claim('20.00');
    const two = await claim('30.00');
    await act(one.record, 'mia', 'claim');
    const lines: string[] = [];
    await verify(
      database.knex,
      {},
      () => undefined,
      ({ instance }) => {
        lines.push(anchorLine({ instance: instance.id, seq: instance.seq, head: instance.head }));
      },
    );
    await writeFile(file, lines.join(''));
    expect(await found({ anchors: new Anchors(file) })).toEqual([]);
    const { seq } = await database.knex('engine.instance').where({ id: one.instance }).first<{ seq: number }>();
    const before = (await events(one.instance)
      .where({ seq: seq - 1 })
      .first()) as StoredEvent;
    await events(one.instance).where({ seq }).del();
    await database
      .knex('engine.instance')
      .where({ id: one.instance })
      .update({ seq: seq - 1, head: before.hash });
    await database.knex(`${the.app}.claim`).where({ id: two.record }).update({ instance: null });
    for (const table of ['engine.event', 'engine.task', 'engine.timer', 'engine.outbox']) {
      await database.knex(table).where({ instance: two.instance }).del();
    }
    await database.knex('engine.instance').where({ id: two.instance }).del();
    const { faults } = await verified({ anchors: new Anchors(file) });
    expect(faults).toHaveLength(2);
    expect(faults).toContainEqual(expect.objectContaining({ code: 'anchor_differs', instance: one.instance, seq }));
    expect(faults).toContainEqual({ code: 'instance_missing', instance: two.instance });
    await rm(folder, { recursive: true });
  });
});

describe('npm run verify', () => {
  const run = promisify(execFile);
  const command = (...args: string[]) =>
    run(process.execPath, ['--import', 'tsx', join(import.meta.dirname, '../cli/verify.ts'), ...args], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: database.url, LANG: 'en' },
    }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      (cause: { code: number; stdout: string; stderr: string }) => cause,
    );

  it('says what differs line by line, makes it anew for a reason, and ends with what came of it', async () => {
    const { instance } = await claim('20.00');
    expect(await command()).toMatchObject({ code: 0, stdout: expect.stringContaining('all as it should be') });
    await database.knex('engine.instance').where({ id: instance }).update({ state: 'paid' });
    const told = await command('--lang', 'zh-CN');
    expect(told.code).toBe(1);
    expect(told.stdout).toContain(`${instance} (${the.app}/claim/`);
    expect(told.stdout).toContain('column_differs: 实例的 state 与历史不符');
    const lines = (await command('--json')).stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { code: 'column_differs', instance, field: 'state', stored: 'paid', told: 'review' },
      { instances: 1, faulty: 1, faults: 1 },
    ]);
    expect(await command('--rebuild', 'all')).toMatchObject({ code: 2, stderr: expect.stringContaining('--reason') });
    const made = await command('--rebuild', instance, '--reason', 'a script');
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('was made anew from its history') });
    expect(await found()).toEqual([]);
  });
});
