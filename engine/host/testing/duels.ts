import { randomUUID } from 'node:crypto';
import { type AppFile, loadApp } from '../../definition/index.ts';
import { readAppFolder } from '../apps/folder.ts';
import { installApp } from '../apps/install.ts';
import { openDatabase } from '../database/database.ts';
import type { CommandResult } from '../door/index.ts';
import { verify } from '../history/verify.ts';
import { StoryConnectors } from '../scenario/answers.ts';
import { stageHost } from '../scenario/run.ts';
import { personActor } from '../scenario/story.ts';
import type { TestDatabase } from './database.ts';
import { EXPENSES, type Stage, stage } from './stage.ts';

const POLICIES = { any: {}, all: {}, ratio: { share: 0.5 } } as const;

/** Ada, Mia and Max sign what Eve has written, each policy on a form of its own; a group has a form too. */
function duelFiles(version: number): AppFile[] {
  const forms = [...Object.keys(POLICIES), 'group'];
  return forms.flatMap((key) => [
    { path: `forms/${key}_sheet.json`, text: JSON.stringify(formOf(key)) },
    { path: `flows/${key}_flow.json`, text: JSON.stringify(flowOf(key, version)) },
  ]);
}

const formOf = (key: string): object => ({
  key: `${key}_sheet`,
  label: key,
  fields: [{ key: 'what', type: 'text', label: 'What' }],
  access: ['employee', 'manager', 'admin'].map((role) => ({ role, create: true, rights: { '*': 'edit' } })),
});

function flowOf(key: string, version: number): object {
  const policy = key === 'group' ? {} : { policy: key, ...POLICIES[key as keyof typeof POLICIES] };
  const assignees = key === 'group' ? [{ role: 'manager' }] : [{ users: ['ada', 'mia', 'max'] }];
  return {
    key: `${key}_flow`,
    label: `${key} ${version}`,
    form: `${key}_sheet`,
    states: ['writing', 'signing', 'done', 'refused'].map((state) => ({ key: state, label: state })),
    nodes: [
      { type: 'start', key: 'start' },
      { type: 'handle', key: 'write', label: 'Write', state: 'writing', assignees: [{ initiator: true }] },
      {
        type: 'approve',
        key: 'sign',
        label: 'Sign',
        state: 'signing',
        assignees,
        ...policy,
        allow: ['approve', 'reject', 'return', 'withdraw', 'claim', 'transfer', 'comment'],
        deadline: { within: 'PT1H', escalate: { user: 'cara' } },
      },
      { type: 'end', key: 'done', state: 'done' },
      { type: 'end', key: 'refused', state: 'refused' },
    ],
    edges: [
      { key: 'e1', from: 'start', to: 'write' },
      { key: 'e2', from: 'write', to: 'sign' },
      { key: 'e3', from: 'sign', to: 'done' },
      { key: 'e4', from: 'sign', on: 'rejected', to: 'refused' },
    ],
  };
}

/** Two servers on one database, each with connections and caches of its own. */
export interface Duelists {
  one: Stage;
  two: Stage;
  database: TestDatabase;
  stop(): Promise<void>;
}

export async function duelists(database: TestDatabase): Promise<Duelists> {
  const one = await stage(database, EXPENSES, new StoryConnectors(), '2026-03-02T01:00:00.000Z', (files) => [
    ...files,
    ...duelFiles(1),
  ]);
  const other = await openDatabase({ url: database.url, dataDir: '', log: () => undefined, poolSize: 8 });
  const host = await stageHost(other, { clock: one.clock, connectors: new StoryConnectors() });
  const two: Stage = { ...one, host, actor: (login) => personActor(host, one.app, login) };
  const stop = async (): Promise<void> => {
    await host.stop();
    await one.host.stop();
    await other.stop();
  };
  return { one, two, database, stop };
}

type Side = (the: Stage, record: string) => Promise<CommandResult | undefined>;

async function taskOf(the: Stage, record: string, login: string): Promise<string> {
  const { id } = await the.actor(login);
  const tasks = await the.host.database.knex('engine.task').where({ record, status: 'open' }).orderBy('created_at');
  return (tasks.find(({ assignee }) => assignee === id) ?? tasks.find(({ assignee }) => assignee === null))
    ?.id as string;
}

/** Its task is looked up before the start, as a screen has done that shows it. */
const act =
  (login: string, operation: string, more: object = {}) =>
  async (the: Stage, record: string): Promise<Side> => {
    const task = await taskOf(the, record, login);
    const actor = await the.actor(login);
    const command = { type: 'task' as const, command: randomUUID(), app: the.app, task, operation, ...more };
    return (server) => server.host.door.execute(command, actor);
  };

const withdraw = async (the: Stage, record: string): Promise<Side> => {
  const actor = await the.actor('eve');
  const form = (await instanceOf(the, record)).form as string;
  const command = { type: 'withdraw' as const, command: randomUUID(), app: the.app, form, record };
  return (server) => server.host.door.execute(command, actor);
};

const time = (): Promise<Side> =>
  Promise.resolve(async (server) => {
    await server.host.timers.drain();
    return undefined;
  });

let published = 1;

const publish = (the: Stage): Promise<Side> =>
  Promise.resolve(async (server) => {
    published += 1;
    const { app: model } = loadApp([...(await readAppFolder(EXPENSES)).files, ...duelFiles(published)]);
    if (!model) throw new Error('The next version cannot be read.');
    await installApp(the.host.database.knex, model);
    await server.host.refresh();
    return undefined;
  });

interface Duel {
  form: keyof typeof POLICIES | 'group';
  /** Done before, one after the other. */
  before?: readonly string[];
  late?: boolean;
  sides: readonly ((the: Stage, record: string) => Promise<Side>)[];
  /** Outcomes that may come of it, with how many of the sides hear that somebody was quicker. */
  ends: Readonly<Record<string, readonly number[]>>;
}

const approve = (login: string) => act(login, 'approve');

export const duels: Readonly<Record<string, Duel>> = {
  'two of whom one is enough': { form: 'any', sides: [approve('mia'), approve('max')], ends: { done: [1] } },
  'the last two of all': { form: 'all', before: ['ada'], sides: [approve('mia'), approve('max')], ends: { done: [0] } },
  'the two that make the share, and one more': {
    form: 'ratio',
    sides: [approve('ada'), approve('mia'), approve('max')],
    ends: { done: [1] },
  },
  'an agreement and a refusal where one is enough': {
    form: 'any',
    sides: [approve('mia'), act('max', 'reject', { reason: 'no' })],
    ends: { done: [1], refused: [1] },
  },
  'two who claim': { form: 'group', sides: [act('mia', 'claim'), act('max', 'claim')], ends: { signing: [1] } },
  'a claim and an agreement': {
    form: 'group',
    sides: [act('mia', 'claim'), approve('max')],
    ends: { signing: [1], done: [1] },
  },
  'an agreement and a return': {
    form: 'any',
    sides: [approve('mia'), act('max', 'return', { to: 'write', reason: 'once more' })],
    ends: { done: [1], writing: [1] },
  },
  'an agreement and a withdrawal': { form: 'any', sides: [approve('mia'), withdraw], ends: { done: [1], '': [1] } },
  'an agreement and the end of its time': {
    form: 'any',
    late: true,
    sides: [approve('mia'), time],
    ends: { done: [0] },
  },
  'the last agreement and the end of its time': {
    form: 'all',
    before: ['ada', 'max'],
    late: true,
    sides: [approve('mia'), time],
    ends: { done: [0] },
  },
  'an agreement and a new version': { form: 'any', sides: [approve('mia'), publish], ends: { done: [0] } },
};

async function instanceOf(the: Stage, record: string): Promise<Record<string, unknown>> {
  return (await the.host.database.knex('engine.instance').where({ record }).first()) as Record<string, unknown>;
}

/** Both at the same instant, one on each server. What went wrong, as sentences. */
export async function fight({ one, two }: Duelists, name: string, turn: number): Promise<string[]> {
  const duel = duels[name];
  if (!duel) throw new Error(`There is no duel ${name}.`);
  const data = { what: `${name} ${turn}` };
  const begin = { type: 'create' as const, command: randomUUID(), app: one.app, form: `${duel.form}_sheet`, data };
  const { record } = await one.host.door.execute(begin, await one.actor('eve'));
  await (await act('eve', 'complete')(one, record))(one, record);
  for (const login of duel.before ?? []) await (await approve(login)(one, record))(one, record);
  if (duel.late) one.clock.moveTo(new Date(one.clock.now().getTime() + 3_600_000));
  const sides = await Promise.all(duel.sides.map((side) => side(one, record)));
  const servers = turn % 2 ? [one, two] : [two, one];
  const results = await Promise.allSettled(sides.map((side, at) => side(servers[at % 2] ?? one, record)));
  return faultsOf(one, record, duel, results);
}

async function faultsOf(
  the: Stage,
  record: string,
  { ends }: Duel,
  results: readonly PromiseSettledResult<CommandResult | undefined>[],
): Promise<string[]> {
  const faults = results.flatMap((result) =>
    result.status === 'rejected' ? [`somebody saw an error: ${String(result.reason)}`] : [],
  );
  const { id, state, status } = await instanceOf(the, record);
  const late = results.filter((result) => result.status === 'fulfilled' && result.value?.already).length;
  const allowed = ends[String(state ?? '')];
  if (!allowed) faults.push(`it came to ${String(state)}`);
  else if (faults.length === 0 && !allowed.includes(late)) faults.push(`${late} were told that somebody was quicker`);
  const left = await the.host.database.knex('engine.event').where({ instance: id, type: 'node_left' });
  const signed = left.filter(({ data }) => data.node === 'sign').length;
  const wanted = state === 'signing' || status === 'cancelled' ? 0 : 1;
  if (signed !== wanted) faults.push(`it went on ${signed} times instead of ${wanted}`);
  return faults;
}

/** So many of each, by turns, and then every history and every row. */
export async function fightAll(the: Duelists, rounds: number): Promise<string[]> {
  const faults: string[] = [];
  for (const name of Object.keys(duels)) {
    for (let turn = 0; turn < rounds; turn++) {
      for (const fault of await fight(the, name, turn)) faults.push(`${name}, round ${turn}: ${fault}`);
    }
  }
  await verify(the.database.knex, {}, (fault) => faults.push(JSON.stringify(fault)));
  return faults;
}
