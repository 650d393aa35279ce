import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import { projectRoot } from '../place.ts';
import type { Bank } from './bank.ts';
import { patiently } from './patiently.ts';
import { faultsIn } from './verdict.ts';

export interface SoakOptions {
  /** Where the servers find apps; those of the tests where nothing is said. */
  appsDir?: string;
  /** The database that the servers share; `url` is the same one. */
  database: Database;
  url: string;
  bank: Bank;
  dataDir: string;
  /** Sessions, which outlive the servers: logging in is slow on purpose, and guarded. */
  people: Map<string, Person>;
  /** Decides when the kill comes. */
  random(): number;
  log(line: string): void;
}

export interface RoundResult {
  acknowledged: number;
  /** Sent, and no answer came before the kill. */
  unanswered: number;
  faults: string[];
}

const CONNECTIONS = 16;
const PROJECTS = 12;
/** Some seconds; where a dozen other programs run beside it, minutes. */
const START_MS = 180_000;

export interface Running {
  url: string;
  child: ChildProcess;
}

interface Sent {
  command: string;
  login: string;
  path: string;
  body: Record<string, unknown>;
  /** What it says came of it. */
  record?: string;
}

export interface Person {
  cookie: string;
  csrf: string;
}

/**
 * One round: servers under load from 16 connections, one killed with no warning, started again, everything unanswered sent
 * once more with its own id. Then: no acknowledged command lost, none done twice, no record without its flow, nothing stuck.
 */
export async function soakRound(options: SoakOptions, servers: 1 | 2): Promise<RoundResult> {
  const running = await Promise.all(Array.from({ length: servers }, () => startServer(options)));
  const sent: Sent[] = [];
  try {
    for (const name of ['ada', 'eve', 'emil', 'mia', 'max']) await login(running[0] as Running, name, options.people);
    await makeProjects(running[0] as Running, options.people);
    const until = { over: false };
    const load = Array.from({ length: CONNECTIONS }, (_, i) =>
      keepSending(running[i % servers] as Running, i, sent, until, options),
    );
    await pause(700 + options.random() * 1_500);
    const victim = running[0] as Running;
    victim.child.kill('SIGKILL');
    await pause(200);
    until.over = true;
    await Promise.all(load);
    await ended(victim.child);
    running[0] = await startServer(options);
    const unanswered = sent.filter(({ record }) => record === undefined);
    for (const one of unanswered) await sendAgain(running[0], one, options.people);
    await quiet(options.database);
    const faults = await faultsIn(options.database, sent, options.bank);
    return { acknowledged: sent.length - unanswered.length, unanswered: unanswered.length, faults };
  } finally {
    for (const { child } of running) {
      child.kill('SIGTERM');
      await ended(child);
    }
  }
}

export async function startServer({ url, bank, dataDir, log, appsDir }: SoakOptions): Promise<Running> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, '../main.ts')], {
    cwd: projectRoot(),
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'test',
      DATABASE_URL: url,
      DATA_DIR: dataDir,
      APPS_DIR: appsDir ?? join(import.meta.dirname, 'apps'),
      PORT: String(port),
      RATE_LIMIT: '1000000',
      EXPENSES_BANK_URL: bank.url,
      EXPENSES_BANK_TOKEN: 'token',
      WANDER_BANK_URL: bank.url,
      WANDER_BANK_TOKEN: 'token',
      CONNECTOR_ALLOW: '127.0.0.1',
    },
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => log(text.trimEnd()));
  const address = `http://127.0.0.1:${port}`;
  for (const began = Date.now(); ; ) {
    if (child.exitCode !== null) throw new Error('The server ended while it was starting.');
    const response = await fetch(`${address}/healthz`).catch(() => undefined);
    if (response?.ok) return { url: address, child };
    if (Date.now() - began > START_MS) {
      child.kill('SIGKILL');
      throw new Error('The server did not start in time.');
    }
    await pause(50);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

export async function login(server: Running, name: string, people: SoakOptions['people']): Promise<Person> {
  const known = people.get(name);
  if (known) return known;
  const response = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: name, password: 'demo' }),
  });
  if (!response.ok) throw new Error(`${name} cannot log in: ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const person = { cookie, csrf: ((await response.json()) as { csrf: string }).csrf };
  people.set(name, person);
  return person;
}

export async function post(server: Running, person: Person, path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json', cookie: person.cookie, 'x-csrf-token': person.csrf };
  return patiently(() => fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function makeProjects(server: Running, people: SoakOptions['people']): Promise<void> {
  const ada = await login(server, 'ada', people);
  for (let i = 0; i < PROJECTS; i++) {
    const data = { code: `S${i}`, budget: '99999999.00' };
    // From the second round on they are there.
    await (await post(server, ada, '/api/apps/expenses/forms/project/records', { data })).text();
  }
}

async function keepSending(
  server: Running,
  index: number,
  sent: Sent[],
  until: { over: boolean },
  { random, people }: SoakOptions,
): Promise<void> {
  const isManager = index % 3 === 2;
  const name = isManager ? (index % 2 ? 'mia' : 'max') : index % 2 ? 'eve' : 'emil';
  try {
    const person = await login(server, name, people);
    while (!until.over) {
      const one = isManager ? await nextApproval(server, person, name, random) : newClaim(name, random);
      if (one === undefined) await pause(20);
      else await send(server, person, one, sent);
    }
  } catch (cause) {
    // The connection broke: that is the kill. Anything that was under way is in `sent` without an answer.
    if (!(cause instanceof TypeError)) throw cause;
  }
}

async function send(server: Running, person: Person, one: Sent, sent: Sent[]): Promise<void> {
  sent.push(one);
  const response = await post(server, person, one.path, { command: one.command, ...one.body });
  const answer = (await response.json()) as { id?: string; error?: { code: string } };
  if (response.ok) one.record = answer.id as string;
  // Refused: two managers took the same task. It is no command that was done.
  else sent.splice(sent.indexOf(one), 1);
}

function newClaim(login: string, random: () => number): Sent {
  const command = randomUUID();
  const items = [{ id: randomUUID(), what: 'ticket', qty: 1, price: (1 + Math.floor(random() * 900)).toFixed(2) }];
  const data = { project: `S${Math.floor(random() * PROJECTS)}`, kind: 'travel', items, note: command };
  return { command, login, path: '/api/apps/expenses/forms/claim/records', body: { data } };
}

async function nextApproval(
  server: Running,
  person: Person,
  login: string,
  random: () => number,
): Promise<Sent | undefined> {
  const response = await fetch(`${server.url}/api/tasks?box=todo&size=50`, { headers: { cookie: person.cookie } });
  const { rows } = (await response.json()) as { rows: { id: string }[] };
  const task = rows[Math.floor(random() * rows.length)];
  return task && { command: randomUUID(), login, path: `/api/tasks/${task.id}/approve`, body: {} };
}

async function sendAgain(server: Running, one: Sent, people: SoakOptions['people']): Promise<void> {
  const person = await login(server, one.login, people);
  const response = await post(server, person, one.path, { command: one.command, ...one.body });
  const answer = (await response.json()) as { id?: string };
  if (response.ok) one.record = answer.id as string;
}

/** Until what is due has gone out. */
export async function quiet({ knex }: Database): Promise<void> {
  for (const began = Date.now(); Date.now() - began < 60_000; await pause(100)) {
    const [row] = await knex('engine.outbox')
      .whereIn('status', ['waiting', 'sending', 'polling'])
      .count<{ count: string }[]>();
    if (Number(row?.count) === 0) return;
    // A killed process's claim is past in two minutes; a test does not wait for that.
    await knex('engine.outbox')
      .where({ status: 'sending' })
      .where('created_at', '<', new Date(began))
      .update({ next_at: new Date(0) });
  }
}
