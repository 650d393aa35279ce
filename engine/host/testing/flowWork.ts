import { randomUUID } from 'node:crypto';
import type { OperationView, TaskView } from '../../wire.ts';
import type { Database } from '../database/database.ts';
import type { FlowApp } from './flowApp.ts';

/** Who works on random flows: all of them are the app's people (flowApp.ts). */
export const PEOPLE = ['ann', 'bob', 'cat', 'dan', 'eve', 'root'];

export interface Answer {
  status: number;
  text: string;
}

/** A decision that somebody was told is taken. */
interface Taken {
  task: string;
  by: string;
}

export interface FlowWork {
  app: FlowApp;
  begun: number;
  acts: number;
  /** Told that they may not, or that somebody was quicker: no fault. */
  refused: number;
  taken: Taken[];
  faults: string[];
}

export const newWork = (app: FlowApp): FlowWork => ({ app, begun: 0, acts: 0, refused: 0, taken: [], faults: [] });

/** Somebody at a server: with a body it is sent, without one it is asked for. */
export interface Worker {
  name: string;
  random(): number;
  ask(path: string, body?: object): Promise<Answer>;
}

const oneOf = <T>(from: readonly T[], random: () => number): T | undefined => from[Math.floor(random() * from.length)];

/** Begins a case, or does one of the things that the page of one's task offers. False: there is nothing to do. */
export async function workOnce(work: FlowWork, worker: Worker): Promise<boolean> {
  return worker.random() < 0.15 ? begin(work, worker) : actOnce(work, worker);
}

export async function begin(work: FlowWork, worker: Worker): Promise<boolean> {
  const { app } = work;
  const { name, random } = worker;
  const lines = Array.from({ length: Math.floor(random() * 3) }, (_, row) => ({
    id: randomUUID(),
    name: `row ${row}`,
  }));
  const form = oneOf(app.forms, random);
  const data = { what: name, size: Math.floor(random() * 5), lines };
  await send(work, worker, `/api/apps/${app.app}/forms/${form}/records`, { data });
  work.begun += 1;
  return true;
}

async function actOnce(work: FlowWork, worker: Worker): Promise<boolean> {
  const { random } = worker;
  const get = async <T>(path: string): Promise<T | undefined> => {
    const { status, text } = await worker.ask(path);
    if (status >= 500) work.faults.push(`GET ${path}: ${status} ${text}`);
    return status < 300 ? (JSON.parse(text) as T) : undefined;
  };
  const list = await get<{ rows: { id: string }[] }>('/api/tasks?box=todo&size=20');
  const row = oneOf(list?.rows ?? [], random);
  if (!row) return false;
  const view = await get<TaskView>(`/api/tasks/${row.id}`);
  const one = oneOf(view?.record.operations ?? [], random);
  if (!view || !one) return true;
  const order = orderOf(random, row.id, view, one);
  const result = order && (await send(work, worker, order.path, order.body));
  if (result && !result.already && one.kind === 'decision') work.taken.push({ task: row.id, by: worker.name });
  return true;
}

interface Order {
  path: string;
  body: Record<string, unknown>;
}

function orderOf(
  random: () => number,
  task: string,
  { task: { app, form, record } }: TaskView,
  { kind, key, targets, resume }: OperationView & { resume?: unknown },
): Order | undefined {
  const target = oneOf(targets ?? [], random)?.key;
  const somebody = oneOf(PEOPLE, random);
  const body = { reason: 'because', ...(target === undefined ? {} : { to: target }) };
  const at = `/api/apps/${app}/forms/${form}/records/${record}`;
  const plain = ['approve', 'reject', 'complete'];
  switch (kind) {
    case 'decision':
      return plain.includes(key)
        ? { path: `/api/tasks/${task}/${key}`, body }
        : { path: `/api/tasks/${task}/complete`, body: { ...body, outcome: key } };
    case 'add_signer':
      return { path: `/api/tasks/${task}/add_signer`, body: { ...body, to: somebody, position: key } };
    case 'transfer':
    case 'delegate':
      return { path: `/api/tasks/${task}/${kind}`, body: { ...body, to: somebody } };
    case 'return':
      return { path: `/api/tasks/${task}/return`, body: resume ? { ...body, resume: true } : body };
    case 'claim':
    case 'unclaim':
    case 'comment':
    case 'remove_signer':
      return { path: `/api/tasks/${task}/${kind}`, body };
    case 'signal':
      return { path: `${at}/signals/${key}`, body: {} };
    default:
      return undefined;
  }
}

async function send(
  work: FlowWork,
  worker: Worker,
  path: string,
  body: object,
): Promise<{ already?: unknown } | undefined> {
  const { status, text } = await worker.ask(path, { command: randomUUID(), ...body });
  if (status < 300) {
    work.acts += 1;
    return JSON.parse(text) as { already?: unknown };
  }
  if (status >= 500) work.faults.push(`POST ${path}: ${status} ${text.slice(0, 300)}`);
  else work.refused += 1;
  return undefined;
}

/** Every decision that was acknowledged stands in its history. Handed back and given again, a task may be answered again. */
export async function lostVotes({ knex }: Database, { taken }: FlowWork): Promise<string[]> {
  const users = await knex('engine.app_user').select<{ id: string; login: string }[]>('id', 'login');
  const ids = new Map(users.map(({ id, login }) => [login, id]));
  // Whoever was asked by a delegate has answered them.
  const types = ['task_completed', 'task_handed_back'];
  const events = await knex('engine.event').whereIn('type', types).select<{ data: Taken }[]>('data');
  const told = new Map<string, number>();
  for (const { data } of events) told.set(`${data.task} ${data.by}`, (told.get(`${data.task} ${data.by}`) ?? 0) + 1);
  return taken.flatMap(({ task, by }) => {
    const key = `${task} ${ids.get(by)}`;
    const left = (told.get(key) ?? 0) - 1;
    told.set(key, left);
    return left < 0 ? [`what ${by} decided at ${task} is not told`] : [];
  });
}
