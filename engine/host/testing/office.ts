import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { evolve, type FlowEvent } from '../../flow/index.ts';
import type { ProxyOrder, TaskList } from '../../wire.ts';
import { readAppFolder } from '../apps/folder.ts';
import { type Ask, type TestEdge, testEdge } from './edge.ts';
import { EXPENSES } from './stage.ts';

export let the: TestEdge;
const ask: Record<string, Ask> = {};
export const id: Record<string, string> = {};

/** The expenses app with its people signed in; before all tests of a file. */
export async function openOffice(): Promise<void> {
  const { files } = await readAppFolder(EXPENSES);
  the = await testEdge(
    files.map((file) => {
      const json = 'text' in file ? (JSON.parse(file.text) as object) : (file.json as object);
      return { path: file.path, json: file.path === 'app.json' ? withChannels(json) : json };
    }),
  );
  await signIn();
  const rows = await the.database.knex('engine.app_user').select<{ id: string; login: string }[]>('id', 'login');
  for (const row of rows) id[row.login] = row.id;
}

/** Tasks are told by a chat to each, and in a room to all. */
const withChannels = (app: object): object => ({
  ...app,
  channels: {
    chat: { label: 'Chat', call: 'bank.pay', data: { no: '= to', amount: '= title' } },
    room: { label: 'Room', call: 'bank.pay', data: { no: '= title', amount: '= text' } },
  },
  notify: { assigned: { message: 'todo', by: ['chat', 'room'] } },
});

export async function signIn(): Promise<void> {
  for (const login of ['eve', 'emil', 'mia', 'max', 'cara', 'ada']) ask[login] = await the.as(login);
}

/** Who was signed in a day ago is so no longer. */
export async function moveTo(instant: string): Promise<void> {
  the.clock.moveTo(new Date(instant));
  await signIn();
}

export const as = (login: string): Ask => {
  const found = ask[login];
  if (!found) throw new Error(`${login} is not signed in.`);
  return found;
};

export const day = (days: number): string => new Date(the.clock.now().getTime() + days * 86_400_000).toISOString();

export function order(proxy: string, more: Partial<ProxyOrder> = {}): ProxyOrder {
  return { command: randomUUID(), proxy: id[proxy] ?? '', from: day(0), until: day(7), ...more };
}

export const codeOf = async (login: string, wanted: ProxyOrder): Promise<string> =>
  (await as(login)('POST', '/api/me/proxies', wanted)).json<{ error: { code: string } }>().error.code;

export async function endAll(): Promise<void> {
  await the.database.knex('engine.proxy').whereNull('ended_at').update({ ended_at: the.clock.now() });
  the.host.people.forget();
}

/** A claim above the limit: after one manager, two of them sign. */
export async function claim(total: string, by = 'eve'): Promise<string> {
  const data = { project: 'P1', kind: 'travel', items: [{ what: 'Train', qty: 1, price: total }] };
  const answer = await as(by)('POST', '/api/apps/expenses/forms/claim/records', { command: randomUUID(), data });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<{ id: string }>().id;
}

export interface Row {
  id: string;
  node: string;
  assignee: string | null;
  stands_for: string | null;
  why: { code: string; params?: object };
}

export const openTasks = (record: string): Promise<Row[]> =>
  the.database.knex('engine.task').where({ record, status: 'open' }).orderBy('created_at').select<Row[]>('*');

export const act = (login: string, task: string, operation: string, more: object = {}) =>
  as(login)('POST', `/api/tasks/${task}/${operation}`, { command: randomUUID(), ...more });

export const box = async (login: string, name: string): Promise<TaskList['rows']> =>
  (await as(login)('GET', `/api/tasks?box=${name}`)).json<TaskList>().rows;

/** The instance as stored is what its history says. */
export async function expectReplay(record: string): Promise<void> {
  const knex = the.database.knex;
  const instance = await knex('engine.instance').where({ record }).first<{ id: string; data: object }>();
  const rows = await knex('engine.event')
    .where({ instance: instance.id })
    .orderBy('seq')
    .select('seq', 'at', 'type', 'data');
  const events = rows.map(({ seq, at, type, data }) => ({ seq, at, type, ...data }) as FlowEvent);
  expect(JSON.parse(JSON.stringify(evolve(null, events)))).toEqual(instance.data);
}
