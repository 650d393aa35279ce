import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AppFile } from '../../definition/index.ts';
import { evolve, type FlowEvent } from '../../flow/index.ts';
import { testDatabase } from '../testing/database.ts';
import { EXPENSES, type Stage, stage } from '../testing/stage.ts';
import type { Command, CommandResult } from './command.ts';
import { Refusal } from './refusal.ts';

/** A trip: the boss of whoever began agrees, everybody who goes along packs, and an hour later it is over. */
const form = {
  key: 'trip',
  label: 'Trip',
  fields: [
    { key: 'place', type: 'text', label: 'Place' },
    { key: 'undone', type: 'text', label: 'Undone' },
    {
      key: 'party',
      type: 'table',
      label: 'Party',
      fields: [{ key: 'who', type: 'user', label: 'Who' }],
    },
  ],
  access: [
    { role: 'employee', create: true, rights: { '*': 'edit' } },
    { role: 'manager', rights: { '*': 'read' } },
    { role: 'admin', rights: { '*': 'read' } },
  ],
};

const flow = {
  key: 'trip_flow',
  label: 'Trip',
  form: 'trip',
  states: [
    { key: 'asked', label: 'Asked' },
    { key: 'packing', label: 'Packing' },
    { key: 'away', label: 'Away' },
    { key: 'over', label: 'Over' },
    { key: 'refused', label: 'Refused' },
  ],
  nodes: [
    { type: 'start', key: 'start' },
    { type: 'cc', key: 'tell', label: 'Tell', copy: [{ role: 'admin' }] },
    {
      type: 'approve',
      key: 'boss',
      label: 'Boss',
      state: 'asked',
      assignees: [{ manager: 'initiator' }],
      allow: ['approve', 'reject', 'delegate', 'add_signer', 'remove_signer', 'take_back'],
      deadline: { within: 'PT8H' },
      undo: [{ set: { undone: 'boss' } }],
    },
    { type: 'foreach', key: 'each', label: 'Each', over: 'party', grow: true },
    { type: 'handle', key: 'pack', label: 'Pack', state: 'packing', assignees: [{ field: 'party.who' }] },
    { type: 'join', key: 'all' },
    { type: 'timer', key: 'hour', label: 'Hour', state: 'away', within: 'PT1H' },
    { type: 'end', key: 'over', state: 'over' },
    { type: 'end', key: 'refused', state: 'refused' },
  ],
  edges: [
    { key: 'e1', from: 'start', to: 'tell' },
    { key: 'e2', from: 'tell', to: 'boss' },
    { key: 'e3', from: 'boss', to: 'each' },
    { key: 'e4', from: 'each', to: 'pack' },
    { key: 'e5', from: 'pack', to: 'all' },
    { key: 'e6', from: 'all', to: 'hour' },
    { key: 'e7', from: 'hour', to: 'over' },
    { key: 'e8', from: 'boss', on: 'rejected', to: 'refused' },
  ],
};

const withTrip = (files: AppFile[]): AppFile[] => [
  ...files,
  { path: 'forms/trip.json', text: JSON.stringify(form) },
  { path: 'flows/trip_flow.json', text: JSON.stringify(flow) },
];

let the: Stage;

beforeAll(async () => {
  the = await stage(await testDatabase(), EXPENSES, undefined, '2026-03-02T01:00:00.000Z', withTrip);
});

const idOf = async (login: string): Promise<string> => (await the.actor(login)).id;

type Task = { id: string; node: string; assignee: string; due_at: string | null };

const desks = async (record: string): Promise<Task[]> =>
  the.host.database
    .knex('engine.task')
    .where({ record, status: 'open' })
    .whereNot({ kind: 'copy' })
    .orderBy('created_at')
    .select<Task[]>('id', 'node', 'assignee', 'due_at');

const row = async (login: string) => ({ id: randomUUID(), who: await idOf(login) });

async function begin(...party: string[]): Promise<string> {
  const data = { place: 'Rome', party: await Promise.all(party.map(row)) };
  const command = { type: 'create' as const, command: randomUUID(), app: the.app, form: 'trip', data };
  const { record } = await the.host.door.execute(command, await the.actor('eve'));
  return record;
}

type TaskCommand = Extract<Command, { type: 'task' }>;

async function act(record: string, login: string, operation: string, more: Partial<TaskCommand> = {}) {
  const me = await idOf(login);
  const task = (await desks(record)).find(({ assignee }) => assignee === me)?.id ?? '';
  const command: TaskCommand = { type: 'task', command: randomUUID(), app: the.app, task, operation, ...more };
  return the.host.door.execute(command, await the.actor(login));
}

async function onCase(record: string, login: string, operation: string, more: object = {}): Promise<CommandResult> {
  const place = { app: the.app, form: 'trip', record, operation };
  return the.host.door.execute({ type: 'case', command: randomUUID(), ...place, ...more }, await the.actor(login));
}

const refused = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => 'done',
    (cause: unknown) => {
      if (cause instanceof Refusal) return cause.code;
      throw cause;
    },
  );

/** What is stored is what its history gives. */
async function replays(record: string): Promise<void> {
  const { knex } = the.host.database;
  const [instance] = await knex('engine.instance')
    .where({ record })
    .select<{ id: string; data: object }[]>('id', 'data');
  const events = await knex('engine.event').where({ instance: instance?.id }).orderBy('seq');
  const told = events.map(({ seq, at, type, data }) => ({
    ...data,
    seq,
    at: new Date(at).toISOString(),
    type,
  })) as FlowEvent[];
  expect(JSON.parse(JSON.stringify(evolve(null, told)))).toEqual(instance?.data);
}

describe('through the door', () => {
  it('the manager is the head of the department, and administrators get their copy', async () => {
    const record = await begin('emil');
    expect(await desks(record)).toMatchObject([{ node: 'boss', assignee: await idOf('mia') }]);
    const copies = await the.host.database.knex('engine.task').where({ record, kind: 'copy' }).select('assignee');
    expect(copies).toEqual([{ assignee: await idOf('ada') }]);
  });

  it('a task is delegated, comes back, and then each of the rows is worked on, until a timer ends it', async () => {
    const record = await begin('emil', 'cara');
    await act(record, 'mia', 'delegate', { to: 'max' });
    expect(await desks(record)).toMatchObject([{ assignee: await idOf('max') }]);
    await act(record, 'max', 'approve');
    expect(await desks(record)).toMatchObject([{ node: 'boss', assignee: await idOf('mia') }]);
    await act(record, 'mia', 'approve');
    expect((await desks(record)).map(({ assignee }) => assignee).sort()).toEqual(
      [await idOf('emil'), await idOf('cara')].sort(),
    );
    await act(record, 'emil', 'complete');
    expect((await act(record, 'cara', 'complete')).state).toBe('away');
    the.clock.moveTo(new Date('2026-03-02T02:00:00.000Z'));
    await the.host.timers.drain();
    const [instance] = await the.host.database.knex('engine.instance').where({ record });
    expect(instance).toMatchObject({ status: 'ended', state: 'over' });
    await replays(record);
  });

  it('rows that are added while it runs are worked on too', async () => {
    const record = await begin('emil');
    await act(record, 'mia', 'approve');
    const update = { type: 'update' as const, command: randomUUID(), app: the.app, form: 'trip', record };
    const append = { party: { rows: [await row('cara')] } };
    await the.host.door.execute({ ...update, data: {}, append }, { kind: 'engine', cause: 'test' });
    expect(await desks(record)).toHaveLength(2);
    await replays(record);
  });

  it('a signer is asked first, and taken off again', async () => {
    const record = await begin('emil');
    await act(record, 'mia', 'add_signer', { to: 'max', position: 'before' });
    expect(await refused(act(record, 'mia', 'approve'))).toBe('waits_for_signer');
    await act(record, 'mia', 'remove_signer', { to: 'max' });
    expect(await desks(record)).toHaveLength(1);
    expect((await act(record, 'mia', 'approve')).state).toBe('packing');
    await replays(record);
  });

  it('what was done is taken back, undone and done again', async () => {
    const record = await begin('emil');
    await act(record, 'mia', 'approve');
    await onCase(record, 'mia', 'take_back');
    expect(await desks(record)).toMatchObject([{ node: 'boss', assignee: await idOf('mia') }]);
    const [stored] = await the.host.database.knex('expenses.trip').where({ id: record });
    expect(stored).toMatchObject({ undone: 'boss' });
    await replays(record);
  });

  it('an administrator suspends, resumes, moves and ends a case; others may not', async () => {
    const record = await begin('emil');
    expect(await refused(onCase(record, 'eve', 'suspend', { reason: 'x' }))).toBe('not_permitted');
    await onCase(record, 'ada', 'suspend', { reason: 'an audit' });
    expect(await refused(act(record, 'mia', 'approve'))).toBe('suspended');
    const timers = () => the.host.database.knex('engine.timer').whereRaw(`data ->> 'record' = ?`, [record]);
    expect(await timers()).toHaveLength(0);
    const [instance] = await the.host.database.knex('engine.instance').where({ record });
    expect(instance).toMatchObject({ status: 'suspended', ended_at: null });
    await onCase(record, 'ada', 'resume');
    expect(await timers()).toHaveLength(1);
    expect((await onCase(record, 'ada', 'jump', { to: 'hour', reason: 'repair' })).state).toBe('away');
    await onCase(record, 'ada', 'terminate', { reason: 'a duplicate' });
    expect(await desks(record)).toEqual([]);
    await replays(record);
  });

  it('whoever began urges, and hears when that was a short while ago', async () => {
    const record = await begin('emil');
    await onCase(record, 'eve', 'urge', { reason: 'tomorrow' });
    expect(await refused(onCase(record, 'eve', 'urge'))).toBe('urged_lately');
  });
});
