import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { loadApp } from '../../definition/index.ts';
import { installApp } from '../apps/install.ts';
import { verify } from '../history/verify.ts';
import { personActor } from '../scenario/story.ts';
import { secondEdge, type TestEdge, testEdge } from '../testing/edge.ts';
import type { Command, CommandResult } from './index.ts';

const app = (version: string): object => ({
  key: 'plant',
  label: 'Plant',
  version,
  timeZone: 'UTC',
  currency: 'EUR',
  roles: ['staff', 'lead', 'chief'].map((key) => ({ key, label: key })),
  admin: 'chief',
});

const roles: Record<string, string[]> = {
  ann: ['staff'],
  bob: ['staff'],
  cat: ['lead'],
  dan: ['lead'],
  eve: ['chief'],
};
const people = {
  key: 'people',
  users: Object.entries(roles).map(([login, own]) => ({ login, name: login, roles: own })),
};

const text = (key: string, more: object = {}): object => ({ key, type: 'text', label: key, ...more });

function form(fields: object[], rights: Record<string, string>): object {
  const access = Object.keys({ staff: 1, lead: 1, chief: 1 }).map((role) => ({ role, create: true, rights }));
  return { key: 'order', label: 'Order', fields, access };
}

const allow = ['approve', 'reject', 'return', 'transfer', 'delegate', 'add_signer', 'take_back', 'withdraw', 'comment'];

const end = (key: string): object => ({ type: 'end', key, state: key });

function flow(states: string[], nodes: object[], edges: [string, string, string?][]): object {
  return {
    key: 'order_flow',
    label: 'Order',
    form: 'order',
    states: states.map((key) => ({ key, label: key })),
    nodes: [{ type: 'start', key: 'start' }, ...nodes],
    edges: edges.map(([from, to, on], at) => ({ key: `e${at}`, from, to, ...(on === undefined ? {} : { on }) })),
  };
}

const first = flow(
  ['writing', 'checking', 'signing', 'late', 'done', 'refused'],
  [
    {
      type: 'handle',
      key: 'write',
      label: 'Write',
      state: 'writing',
      assignees: [{ initiator: true }],
      allow: ['complete', 'take_back', 'withdraw'],
    },
    {
      type: 'approve',
      key: 'check',
      label: 'Check',
      state: 'checking',
      assignees: [{ users: ['bob', 'cat'] }],
      policy: 'all',
      allow,
      rights: { note: 'edit' },
    },
    {
      type: 'approve',
      key: 'sign',
      label: 'Sign',
      state: 'signing',
      assignees: [{ role: 'lead' }],
      allow: [...allow, 'claim'],
      deadline: { within: 'PT4H', outcome: 'timeout' },
    },
    end('done'),
    end('refused'),
    end('late'),
  ],
  [
    ['start', 'write'],
    ['write', 'check'],
    ['check', 'sign'],
    ['check', 'refused', 'rejected'],
    ['sign', 'done'],
    ['sign', 'refused', 'rejected'],
    ['sign', 'late', 'timeout'],
  ],
);

/** Other steps, other people, other states; the field that was worked on is gone, and another is required. */
const second = flow(
  ['drafting', 'auditing', 'over'],
  [
    { type: 'handle', key: 'draft', label: 'Draft', state: 'drafting', assignees: [{ initiator: true }] },
    { type: 'approve', key: 'audit', label: 'Audit', state: 'auditing', assignees: [{ user: 'eve' }] },
    end('over'),
  ],
  [
    ['start', 'draft'],
    ['draft', 'audit'],
    ['audit', 'over'],
    ['audit', 'over', 'rejected'],
  ],
);

const files = (version: string, order: object, orderFlow: object): { path: string; json: unknown }[] => [
  { path: 'app.json', json: app(version) },
  { path: 'data/people.json', json: people },
  { path: 'forms/order.json', json: order },
  { path: 'flows/order_flow.json', json: orderFlow },
];

const before = files('1.0.0', form([text('what'), text('note')], { '*': 'edit', note: 'read' }), first);
const after = files('2.0.0', form([text('what'), text('place', { required: true })], { '*': 'edit' }), second);

const edge = await testEdge(before);
const { knex } = edge.database;
let other: TestEdge;
let turn = 0;

type Loose = Record<string, unknown> & { type: Command['type'] };

/** By turns at two servers. */
async function as(login: string, command: Loose): Promise<CommandResult> {
  const { host } = turn++ % 2 ? other : edge;
  const whole = { command: randomUUID(), app: 'plant', ...command } as unknown as Command;
  return host.door.execute(whole, await personActor(host, 'plant', login));
}

const begin = async (login: string, data: object = { what: 'a pump' }): Promise<string> =>
  (await as(login, { type: 'create', form: 'order', data })).record;

async function act(record: string, login: string, operation: string, more: object = {}): Promise<CommandResult> {
  const { id } = await personActor(edge.host, 'plant', login);
  const open = await knex('engine.task').where({ record, status: 'open' }).orderBy('created_at');
  const task = open.find(({ assignee }) => assignee === id) ?? open.find(({ assignee }) => assignee === null);
  return as(login, { type: 'task', task: task?.id as string, operation, reason: 'because', ...more });
}

const onCase = (record: string, login: string, operation: string, more: object = {}): Promise<CommandResult> =>
  as(login, { type: 'case', form: 'order', record, operation, reason: 'because', ...more });

async function stateOf(record: string): Promise<{ state: string | null; version: number; nodes: string[] }> {
  const instance = await knex('engine.instance').where({ record }).first();
  const row = await knex('plant.order').where({ id: record }).first();
  return { state: instance.state, version: instance.version, nodes: row.nodes };
}

const at = async (record: string): Promise<string[]> => (await stateOf(record)).nodes;

/** Begun on the first version, by what is tried with them. */
const cases = new Map<string, string>();
const the = (name: string): string => cases.get(name) as string;

beforeAll(async () => {
  const names = [
    'agreed',
    'returned',
    'handed',
    'signed first',
    'refused',
    'withdrawn',
    'taken back',
    'late',
    'jumped',
  ];
  other = await secondEdge(edge);
  for (const name of names) {
    const record = await begin('ann');
    cases.set(name, record);
    await act(record, 'ann', 'complete');
  }
  const { app: model, problems } = loadApp(after);
  if (!model) throw new Error(JSON.stringify(problems));
  await installApp(knex, model);
  await Promise.all([edge.host.refresh(), other.host.refresh()]);
});

it('what begins after it goes the new way', async () => {
  await expect(begin('ann')).rejects.toMatchObject({ code: expect.stringMatching(/invalid|form_changed/) });
  const record = await begin('ann', { what: 'a valve', place: 'hall 2' });
  expect(await stateOf(record)).toEqual({ state: 'drafting', version: 2, nodes: ['draft'] });
  await act(record, 'ann', 'complete');
  await act(record, 'eve', 'approve');
  expect(await stateOf(record)).toMatchObject({ state: 'over', version: 2 });
});

it('what has begun is agreed to by the old people at the old steps, with the old rights, in a field that is gone', async () => {
  const record = the('agreed');
  await act(record, 'bob', 'approve', { data: { note: 'seen by bob' } });
  await act(record, 'cat', 'approve');
  expect(await stateOf(record)).toEqual({ state: 'signing', version: 1, nodes: ['sign'] });
  await act(record, 'dan', 'claim');
  await act(record, 'dan', 'approve');
  expect(await stateOf(record)).toMatchObject({ state: 'done', version: 1 });
  const [row] = await knex('plant.order').where({ id: record });
  expect(row).toMatchObject({ note: 'seen by bob', place: null, state: 'done' });
});

it('is returned to an old step, handled once more, and comes back', async () => {
  const record = the('returned');
  await act(record, 'bob', 'approve');
  await act(record, 'cat', 'return', { to: 'write' });
  expect(await at(record)).toEqual(['write']);
  await act(record, 'ann', 'complete');
  expect(await at(record)).toEqual(['check']);
  await act(record, 'bob', 'approve');
  await act(record, 'cat', 'approve');
  expect(await at(record)).toEqual(['sign']);
});

it('is transferred, delegated and handed back, and a signer is added', async () => {
  const record = the('handed');
  await act(record, 'bob', 'transfer', { to: 'dan' });
  await act(record, 'dan', 'delegate', { to: 'eve' });
  await act(record, 'eve', 'approve');
  await act(record, 'dan', 'approve');
  await act(record, 'cat', 'add_signer', { to: 'eve', position: 'before' });
  await act(record, 'eve', 'approve');
  await act(record, 'cat', 'comment');
  await act(record, 'cat', 'approve');
  expect(await at(record)).toEqual(['sign']);
});

it('is refused at the old end, withdrawn, and taken back', async () => {
  await act(the('refused'), 'cat', 'reject');
  expect(await stateOf(the('refused'))).toMatchObject({ state: 'refused' });
  await as('ann', { type: 'withdraw', form: 'order', record: the('withdrawn') });
  expect(
    await knex('engine.instance')
      .where({ record: the('withdrawn') })
      .first('status'),
  ).toEqual({
    status: 'cancelled',
  });
  await onCase(the('taken back'), 'ann', 'take_back');
  expect(await at(the('taken back'))).toEqual(['write']);
});

it('stands still, goes on, and is put by an administrator where the old version has a step', async () => {
  const record = the('jumped');
  await onCase(record, 'eve', 'suspend');
  await onCase(record, 'eve', 'resume');
  await expect(onCase(record, 'eve', 'jump', { to: 'audit' })).rejects.toMatchObject({ code: 'jump_closed' });
  await onCase(record, 'eve', 'jump', { to: 'sign' });
  expect(await at(record)).toEqual(['sign']);
  await act(record, 'cat', 'approve');
  expect(await stateOf(record)).toMatchObject({ state: 'done', version: 1 });
});

it('is over when the time of the old step is', async () => {
  const record = the('late');
  await act(record, 'bob', 'approve');
  await act(record, 'cat', 'approve');
  edge.clock.moveTo(new Date(edge.clock.now().getTime() + 5 * 3_600_000));
  await other.host.settle();
  expect(await stateOf(record)).toMatchObject({ state: 'late', version: 1 });
});

it('and all of it is stored as its history tells it', async () => {
  const faults: unknown[] = [];
  await verify(knex, {}, (fault) => faults.push(fault));
  expect(faults).toEqual([]);
});
