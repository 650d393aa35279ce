import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { OperationView, TaskView } from '../../wire.ts';
import { verify } from '../history/verify.ts';
import { faultText } from '../history/words.ts';
import { type FlowApp, flowApp } from './flowApp.ts';
import { endAll } from './flowEnds.ts';
import { ended, login, type Person, post, quiet, type Running, type SoakOptions, startServer } from './soak.ts';

export interface FlowSoak extends Omit<SoakOptions, 'people' | 'appsDir'> {
  seed: number;
  flows: number;
  /** How long people work before the first kill, and between two. */
  workMs: number;
  kills: number;
}

export interface FlowSoakResult {
  begun: number;
  acts: number;
  /** Told that they may not, or that somebody was quicker: no fault. */
  refused: number;
  faults: string[];
}

const PEOPLE = ['ann', 'bob', 'cat', 'dan', 'eve', 'root'];

interface Work extends FlowSoakResult {
  app: FlowApp;
  servers: Running[];
  people: Map<string, Person>;
  random(): number;
  isOver: boolean;
}

/**
 * Random flows, published as an app of their own; six people at two servers do whatever is offered to them while one server
 * after the other is killed with no warning and begins again. Then every history and every row is held against each other,
 * and every case is brought to its end by commands alone.
 */
export async function flowSoak(options: FlowSoak): Promise<FlowSoakResult> {
  const app = flowApp(options.flows, options.seed);
  const appsDir = await mkdtemp(join(tmpdir(), 'flows-'));
  for (const { path, text } of app.files) {
    await mkdir(dirname(join(appsDir, app.app, path)), { recursive: true });
    await writeFile(join(appsDir, app.app, path), text);
  }
  const people = new Map<string, Person>();
  const parts = { ...options, appsDir, people };
  const first = await startServer(parts);
  const servers = [first, await startServer(parts)];
  const work: Work = { ...emptyResult(), app, servers, people, random: options.random, isOver: false };
  try {
    for (const name of PEOPLE) await login(first, name, people);
    const busy = PEOPLE.map((name, at) => keepWorking(work, name, at));
    const clock = hurry(options, work);
    for (let kill = 0; kill < options.kills; kill++) {
      await pause(options.workMs);
      servers[kill % 2] = await again(servers[kill % 2] as Running, () => startServer(parts));
    }
    await pause(options.workMs);
    work.isOver = true;
    await Promise.all([...busy, clock]);
    await quiet(options.database);
  } finally {
    work.isOver = true;
    for (const { child } of servers) child.kill('SIGTERM');
    await Promise.all(servers.map(({ child }) => ended(child)));
    await rm(appsDir, { recursive: true, force: true });
  }
  await judge(options, work);
  const { begun, acts, refused, faults } = work;
  return { begun, acts, refused, faults };
}

const emptyResult = (): FlowSoakResult => ({ begun: 0, acts: 0, refused: 0, faults: [] });

async function again({ child }: Running, start: () => Promise<Running>): Promise<Running> {
  child.kill('SIGKILL');
  await ended(child);
  return start();
}

/** What the rows say when everybody has gone home; and then each case is brought to its end. */
async function judge({ database }: FlowSoak, { app, faults }: Work): Promise<void> {
  const all = async (when: string): Promise<void> => {
    await verify(database.knex, { app: app.app }, (fault) => faults.push(`${when}: ${faultText(fault, 'en')}`));
  };
  await all('after the work');
  faults.push(...(await endAll(database, app.app)));
  await all('at the end');
  const stuck = await database.knex('engine.outbox').where({ app: app.app }).whereIn('status', ['waiting', 'sending']);
  if (stuck.length > 0) faults.push(`${stuck.length} outbox rows are stuck`);
}

/** Days pass in a second: some of what is due later is due now. */
async function hurry({ database, random }: FlowSoak, work: Work): Promise<void> {
  while (!work.isOver) {
    await pause(300);
    await database.knex.raw(
      `update engine.timer set next_at = now() where id in (
         select id from engine.timer where app = ? and instance is not null and next_at > now() order by id limit ?)`,
      [work.app.app, Math.floor(random() * 3)],
    );
  }
}

async function keepWorking(work: Work, name: string, at: number): Promise<void> {
  for (let turn = at; !work.isOver; turn++) {
    const server = work.servers[turn % 2] as Running;
    try {
      await (work.random() < 0.15 ? begin(work, server, name) : actOnce(work, server, name));
    } catch (cause) {
      // The connection broke: that server was killed just now.
      if (!(cause instanceof TypeError)) throw cause;
      await pause(50);
    }
  }
}

async function begin(work: Work, server: Running, name: string): Promise<void> {
  const { random, app } = work;
  const lines = Array.from({ length: Math.floor(random() * 3) }, (_, row) => ({
    id: randomUUID(),
    name: `row ${row}`,
  }));
  const form = app.forms[Math.floor(random() * app.forms.length)];
  const data = { what: name, size: Math.floor(random() * 5), lines };
  const body = { command: randomUUID(), data };
  await send(work, server, name, `/api/apps/${app.app}/forms/${form}/records`, body);
  work.begun += 1;
}

/** One of the things that the page of one's task offers. */
async function actOnce(work: Work, server: Running, name: string): Promise<void> {
  const person = work.people.get(name) as Person;
  const get = async <T>(path: string): Promise<T | undefined> => {
    const response = await fetch(`${server.url}${path}`, { headers: { cookie: person.cookie } });
    if (response.status >= 500) work.faults.push(`GET ${path}: ${response.status} ${await response.text()}`);
    return response.ok ? ((await response.json()) as T) : undefined;
  };
  const list = await get<{ rows: { id: string }[] }>('/api/tasks?box=todo&size=20');
  const row = list?.rows[Math.floor(work.random() * (list.rows.length || 1))];
  if (!row) return pause(30);
  const view = await get<TaskView>(`/api/tasks/${row.id}`);
  const open = view?.record.operations ?? [];
  const one = open[Math.floor(work.random() * open.length)];
  if (!view || !one) return;
  const order = orderOf(work, row.id, view, one);
  if (order) await send(work, server, name, order.path, { command: randomUUID(), ...order.body });
}

function orderOf(
  work: Work,
  task: string,
  { task: { app, form, record } }: TaskView,
  { kind, key, targets, resume }: OperationView & { resume?: unknown },
): { path: string; body: Record<string, unknown> } | undefined {
  const target = targets?.[Math.floor(work.random() * targets.length)]?.key;
  const somebody = PEOPLE[Math.floor(work.random() * PEOPLE.length)];
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

async function send(work: Work, server: Running, name: string, path: string, body: object): Promise<void> {
  const response = await post(server, work.people.get(name) as Person, path, body);
  const text = await response.text();
  if (response.status >= 500) work.faults.push(`POST ${path}: ${response.status} ${text.slice(0, 300)}`);
  else if (response.ok) work.acts += 1;
  else work.refused += 1;
}
