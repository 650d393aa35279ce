import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FlowState } from '../../flow/index.ts';
import type { Values } from '../../wire.ts';
import { Incidents } from '../incidents/incidents.ts';
import { repair } from '../incidents/repair.ts';
import { claim } from '../outbox/claim.ts';
import { StoryConnectors } from '../scenario/answers.ts';
import { stageHost } from '../scenario/run.ts';
import { testDatabase } from '../testing/database.ts';
import { EXPENSES, type Stage, stage } from '../testing/stage.ts';
import { withSubflows } from '../testing/subflows.ts';
import type { CommandResult } from './command.ts';
import { Connections } from './connections.ts';

let the: Stage;

beforeAll(async () => {
  the = await stage(await testDatabase(), EXPENSES, undefined, '2026-03-02T01:00:00.000Z', withSubflows);
});

const idOf = async (login: string): Promise<string> => (await the.actor(login)).id;

interface Instance {
  id: string;
  form: string;
  record: string;
  status: string;
  state: string | null;
  data: FlowState;
  parent: string | null;
  parent_call: string | null;
  started_by: string | null;
}

async function instanceOf(record: string): Promise<Instance> {
  const [row] = await the.host.database.knex<Instance>('engine.instance').where({ record });
  if (row === undefined) throw new Error('There is no instance.');
  return row;
}

async function childrenOf(record: string): Promise<Instance[]> {
  const { id } = await instanceOf(record);
  return the.host.database.knex<Instance>('engine.instance').where({ parent: id }).orderBy('started_at');
}

async function childOf(record: string): Promise<Instance> {
  const children = await childrenOf(record);
  const last = children.at(-1);
  if (last === undefined) throw new Error('There is no child.');
  return last;
}

async function create(form: string, data: Values, login = 'eve'): Promise<string> {
  const command = { type: 'create' as const, command: randomUUID(), app: the.app, form, data };
  return (await the.host.door.execute(command, await the.actor(login))).record;
}

async function act(record: string, node: string, login: string, operation: string, more: object = {}) {
  const [task] = await the.host.database.knex('engine.task').where({ record, node, status: 'open' }).select('id');
  const command = { type: 'task' as const, command: randomUUID(), app: the.app, task: String(task?.id), operation };
  return the.host.door.execute({ ...command, ...more }, await the.actor(login));
}

/** An order whose purchase has been asked for, and nothing has gone out yet. */
async function ordered(what = 'paper'): Promise<string> {
  const record = await create('order', { what });
  await act(record, 'prepare', 'eve', 'complete');
  return record;
}

async function begun(what?: string): Promise<string> {
  const record = await ordered(what);
  await the.host.settle();
  return record;
}

const buy = async (child: string, price = '12'): Promise<CommandResult> =>
  act(child, 'shop', 'cara', 'approve', { data: { price } });

async function onCase(form: string, record: string, operation: string, login = 'ada'): Promise<CommandResult> {
  const command = { type: 'case' as const, command: randomUUID(), app: the.app, form, record, operation, reason: 'so' };
  return the.host.door.execute(command, await the.actor(login));
}

const callRow = async (record: string): Promise<{ id: string; status: string; error: { code: string } | null }> =>
  the.host.database.knex('engine.outbox').where({ record, kind: 'subflow' }).orderBy('seq', 'desc').first();

describe('a sub-flow', () => {
  it('begins once, in the name of whoever began the flow above, with what it is given', async () => {
    const record = await begun();
    const [child, ...others] = await childrenOf(record);
    expect(others).toEqual([]);
    expect(child).toMatchObject({ form: 'purchase', status: 'running', started_by: await idOf('eve') });
    const [stored] = await the.host.database.knex('expenses.purchase').where({ id: child?.record });
    expect(stored).toMatchObject({ what: 'paper', state: 'open', created_by: await idOf('eve') });
    expect((await instanceOf(record)).data.tokens.map(({ node }) => node).sort()).toEqual(['buy', 'check']);
  });

  it('is shown from above and from below, to each as far as they may see its record', async () => {
    const record = await begun();
    const { record: child } = await childOf(record);
    const view = async (form: string, id: string, login: string) =>
      the.host.records.subflows(the.app, form, id, await the.actor(login), 'en');
    expect(await view('order', record, 'mia')).toMatchObject({
      below: [{ form: 'purchase', record: child, title: 'paper', status: 'running', state: { label: 'open' } }],
    });
    // Employees may not open purchases: that there is one is all they learn.
    const [seen] = (await view('order', record, 'eve')).below;
    expect(seen).toMatchObject({ form: 'purchase', title: '', node: { en: 'Buy' } });
    expect(seen).not.toHaveProperty('record');
    expect(await view('purchase', child, 'mia')).toMatchObject({ above: { form: 'order', record, title: 'paper' } });
  });

  it('is waited for, and what it leaves is kept', async () => {
    const record = await begun();
    await act(record, 'check', 'mia', 'approve');
    await buy((await childOf(record)).record);
    await the.host.settle();
    expect(await instanceOf(record)).toMatchObject({ status: 'ended', state: 'done' });
    const [stored] = await the.host.database.knex('expenses.order').where({ id: record });
    expect(stored).toMatchObject({ price: '12' });
    expect(await callRow(record)).toMatchObject({ status: 'done' });
  });

  it('decides the way by how it ended', async () => {
    const record = await begun();
    await act((await childOf(record)).record, 'shop', 'cara', 'reject', { reason: 'sold out' });
    await the.host.settle();
    expect(await instanceOf(record)).toMatchObject({ status: 'ended', state: 'refused' });
  });

  it('ends with the flow above: returned, cancelled or terminated', async () => {
    const returned = await begun();
    await act(returned, 'check', 'mia', 'return', { to: 'prepare', reason: 'again' });
    const cancelled = await begun();
    const edge = { type: 'edge' as const, command: randomUUID(), app: the.app, form: 'order', record: cancelled };
    await the.host.door.execute({ ...edge, on: 'cancel' }, await the.actor('eve'));
    const terminated = await begun();
    await onCase('order', terminated, 'terminate');
    await the.host.settle();
    for (const record of [returned, cancelled, terminated]) {
      expect((await childrenOf(record)).map(({ status }) => status)).toEqual(['cancelled']);
      expect(await callRow(record)).toMatchObject({ status: 'done' });
    }
    await act(returned, 'prepare', 'eve', 'complete');
    await the.host.settle();
    expect((await childrenOf(returned)).map(({ status }) => status).sort()).toEqual(['cancelled', 'running']);
  });

  it('is not begun for a flow that waits no longer', async () => {
    const record = await ordered();
    await onCase('order', record, 'terminate');
    await the.host.settle();
    expect(await childrenOf(record)).toEqual([]);
  });

  it('tells the flow above that it was cancelled', async () => {
    const record = await begun();
    await onCase('purchase', (await childOf(record)).record, 'terminate');
    await the.host.settle();
    expect(await instanceOf(record)).toMatchObject({ status: 'ended', state: 'refused' });
  });

  it('stands still with the flow above, unless it stood still by itself', async () => {
    const record = await begun();
    const { record: child } = await childOf(record);
    await onCase('order', record, 'suspend');
    await the.host.settle();
    expect(await instanceOf(child)).toMatchObject({ status: 'suspended' });
    await onCase('order', record, 'resume');
    await the.host.settle();
    expect(await instanceOf(child)).toMatchObject({ status: 'running' });
    await onCase('purchase', child, 'suspend');
    await onCase('order', record, 'suspend');
    await the.host.settle();
    await onCase('order', record, 'resume');
    await the.host.settle();
    expect(await instanceOf(child)).toMatchObject({ status: 'suspended' });
    expect(await instanceOf(record)).toMatchObject({ status: 'running' });
  });

  it('stands still from the start below a flow that was suspended meanwhile, and goes on with it', async () => {
    const record = await ordered();
    await onCase('order', record, 'suspend');
    await the.host.settle();
    const { record: child } = await childOf(record);
    expect(await instanceOf(child)).toMatchObject({ status: 'suspended' });
    await onCase('order', record, 'resume');
    await the.host.settle();
    expect(await instanceOf(child)).toMatchObject({ status: 'running' });
  });

  it('that cannot begin is an incident of the flow above, and begins when that is tried again', async () => {
    const record = await begun('2 reams');
    expect(await childrenOf(record)).toEqual([]);
    const stuck = (await instanceOf(record)).data.tokens.find(({ node }) => node === 'buy');
    expect(stuck?.incident).toMatchObject({ code: 'subflow_failed' });
    expect(await callRow(record)).toMatchObject({ status: 'dead', error: { code: 'invalid' } });
    const told = async (login: string) =>
      the.host.records.subflows(the.app, 'order', record, await the.actor(login), 'en');
    expect((await told('ada')).failed).toMatchObject([
      { node: { en: 'Buy' }, message: expect.stringContaining('what') },
    ]);
    expect((await told('eve')).failed).toBeUndefined();
    const { groups } = await new Incidents(the.host).list(the.app, await the.actor('ada'), 'en');
    const seen = groups.filter(({ items }) => items.some((item) => item.record === record));
    expect(seen).toMatchObject([
      { kind: 'flow', place: 'Order · Buy', items: [{ answer: expect.stringContaining('what') }] },
    ]);
    const update = { type: 'update' as const, command: randomUUID(), app: the.app, form: 'order', record };
    await the.host.door.execute({ ...update, data: { what: 'reams' } }, { kind: 'engine', cause: 'test' });
    const retry = { type: 'retry' as const, command: randomUUID(), app: the.app, form: 'order', record };
    await the.host.door.execute(retry, await the.actor('ada'));
    await the.host.settle();
    expect(await childOf(record)).toMatchObject({ status: 'running' });
  });

  it('of a version that is gone is an incident too, after some minutes', async () => {
    const record = await ordered();
    const { knex } = the.host.database;
    await knex('engine.outbox').where({ record, kind: 'subflow' }).update({ version: 99 });
    const stuck = async () => (await instanceOf(record)).data.tokens.find(({ node }) => node === 'buy')?.incident?.code;
    for (let tried = 0; tried < 8; tried += 1) {
      expect(await stuck()).toBeUndefined();
      the.clock.moveTo(new Date(the.clock.now().getTime() + 400_000));
      await the.host.settle();
    }
    expect(await stuck()).toBe('subflow_failed');
    expect(await callRow(record)).toMatchObject({ status: 'dead', error: { code: 'fault' } });
  });

  it('is begun for each row, and all of them are waited for', async () => {
    const rows = ['pens', 'ink'].map((name) => ({ id: randomUUID(), name }));
    const record = await create('batch', { lines: rows });
    await the.host.settle();
    const children = await childrenOf(record);
    const stored = await the.host.database.knex('expenses.purchase').whereIn(
      'id',
      children.map((one) => one.record),
    );
    expect(stored.map(({ what }) => what).sort()).toEqual(['ink', 'pens']);
    for (const child of children) {
      expect(await instanceOf(record)).toMatchObject({ status: 'running' });
      await buy(child.record);
      await the.host.settle();
    }
    expect(await instanceOf(record)).toMatchObject({ status: 'ended', state: 'done' });
  });

  it('that nobody waits for goes its own way', async () => {
    const record = await create('note', { what: 'paper' });
    expect(await instanceOf(record)).toMatchObject({ status: 'ended' });
    await the.host.settle();
    const { record: child } = await childOf(record);
    await buy(child);
    await the.host.settle();
    expect(await instanceOf(child)).toMatchObject({ status: 'ended', state: 'bought' });
  });

  it('that nobody waits for and that cannot begin is an incident all the same, and begins when it is tried again', async () => {
    const record = await create('note', { what: 'paper' });
    const { knex } = the.host.database;
    const [{ version } = { version: 0 }] = await knex('engine.outbox').where({ record, kind: 'subflow' });
    await knex('engine.outbox').where({ record, kind: 'subflow' }).update({ version: 99 });
    for (let tried = 0; tried < 8; tried += 1) {
      the.clock.moveTo(new Date(the.clock.now().getTime() + 400_000));
      await the.host.settle();
    }
    const ada = await the.actor('ada');
    const mine = async () =>
      (await new Incidents(the.host).list(the.app, ada, 'en')).groups.filter(({ items }) =>
        items.some((item) => item.record === record),
      );
    const [group] = await mine();
    expect(group).toMatchObject({
      kind: 'outbox',
      place: 'Note · Buy · A sub-flow',
      items: [{ form: 'note', record }],
    });
    await knex('engine.outbox').where({ record, kind: 'subflow' }).update({ version });
    const ids = group?.items.map(({ id }) => id) ?? [];
    const run = { app: the.app, actor: ada, locale: 'en' as const, isStopped: () => false };
    for await (const line of repair(the.host, 'retry', { ...run, command: randomUUID(), ids })) {
      expect(line).not.toHaveProperty('refused');
    }
    await the.host.settle();
    expect(await childOf(record)).toMatchObject({ status: 'running' });
    expect(await mine()).toEqual([]);
  });
});

describe('between two flows', () => {
  it('a call that was taken and not carried out, as a server leaves it that is killed, is carried out by the next', async () => {
    const record = await ordered();
    const { clock, host } = the;
    const taken = await claim(new Connections(host.database.knex), clock.now(), 100);
    expect(taken.map(({ kind }) => kind)).toContain('subflow');
    await host.settle();
    expect(await childrenOf(record)).toEqual([]);
    clock.moveTo(new Date(clock.now().getTime() + 121_000));
    await host.settle();
    expect(await childrenOf(record)).toHaveLength(1);
  });

  it('what was done and not noted is done once', async () => {
    const record = await begun();
    await act(record, 'check', 'mia', 'approve');
    await buy((await childOf(record)).record);
    const { knex } = the.host.database;
    await the.host.settle();
    const again = { status: 'waiting', next_at: the.clock.now() };
    const mine = await knex('engine.outbox').where({ order_key: (await callRow(record)).id });
    expect(mine.map(({ kind }) => kind).sort()).toEqual(['subflow', 'told']);
    await knex('engine.outbox').where({ order_key: mine[0]?.order_key, kind: 'told' }).update(again);
    await the.host.settle();
    expect(await childrenOf(record)).toHaveLength(1);
    expect((await instanceOf(record)).status).toBe('ended');
    const left = await knex('engine.outbox').where({ order_key: mine[0]?.order_key, status: 'waiting' });
    expect(left).toEqual([]);
  });

  it('two servers at the same outbox begin each of them once and answer each of them once', async () => {
    const other = await stageHost(the.host.database, { clock: the.clock, connectors: new StoryConnectors() });
    await other.refresh();
    const records = await Promise.all(Array.from({ length: 12 }, () => ordered()));
    await Promise.all([the.host.settle(), other.settle()]);
    const children = (await Promise.all(records.map(childrenOf))).map((all) => {
      expect(all).toHaveLength(1);
      return all[0]?.record ?? '';
    });
    await Promise.all(records.map((record) => act(record, 'check', 'mia', 'approve')));
    await Promise.all(children.map((child) => buy(child)));
    await Promise.all([the.host.settle(), other.settle()]);
    for (const record of records) expect(await instanceOf(record)).toMatchObject({ status: 'ended', state: 'done' });
    await other.stop();
  });
});
