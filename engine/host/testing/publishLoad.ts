import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { type Field, type FormDefinition, loadApp } from '../../definition/index.ts';
import type { AppView, ChangePlan, DesignView, Json, PublishResult, Values } from '../../wire.ts';
import { loadData } from '../apps/data.ts';
import { installApp } from '../apps/install.ts';
import { systemClock } from '../clock.ts';
import { composeHost, type RunningHost } from '../compose.ts';
import { createSecretBox } from '../connectors/index.ts';
import type { Database } from '../database/database.ts';
import { buildHttp } from '../http/index.ts';
import { createMessageSender } from '../messages/index.ts';
import { StoryConnectors } from '../scenario/answers.ts';
import { patiently } from './patiently.ts';
import { nextForm } from './randomForm.ts';
import { seeded } from './seeded.ts';

export interface LoadOptions {
  database: Database;
  dataDir: string;
  writers: number;
  publishes: number;
  /** Of the changes. What clients write is drawn from sequences of their own, so that their pace changes no form. */
  random(): number;
}

export interface LoadResult {
  /** Commands that were accepted. */
  written: number;
  /** Clients that were told that their form has changed. */
  told: number;
  published: number;
  faults: string[];
}

/** People do not send one form after another without a breath, and all share this process. */
const BREATH_MS = 80;
const APP = 'load';
const PASSWORD = 'correct horse battery';
const MASTER = 'the master key of the load, long enough';
const RECORDS = `/api/apps/${APP}/forms/sheet/records`;

const FILES: { path: string; json: unknown }[] = [
  {
    path: 'app.json',
    json: {
      key: APP,
      label: 'Load',
      version: '1.0.0',
      timeZone: 'Asia/Shanghai',
      currency: 'CNY',
      roles: [{ key: 'boss', label: 'Boss' }],
      admin: 'boss',
    },
  },
  {
    path: 'forms/sheet.json',
    json: {
      key: 'sheet',
      label: 'Sheet',
      fields: [{ key: 'name', type: 'text', label: 'Name', required: true }],
      list: { columns: ['name'] },
      access: [{ role: 'boss', create: true, rights: { '*': 'edit' } }],
    },
  },
  { path: 'data/people.json', json: { key: 'people', users: [{ login: 'bea', name: 'Bea', roles: ['boss'] }] } },
];

type Ask = (
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  payload?: object,
) => Promise<{ status: number; body: Values }>;

interface Server {
  host: RunningHost;
  http: FastifyInstance;
  ask: Ask;
}

/** What a client was told is kept, by record. */
type Kept = Map<string, { revision: number; values: Values }>;

/**
 * Clients write through two servers while one form is changed and published again and again. Every answer has to be clear,
 * and whatever was accepted has to be there at the end, in fields that went too.
 */
export async function publishLoad(options: LoadOptions): Promise<LoadResult> {
  const result: LoadResult = { written: 0, told: 0, published: 0, faults: [] };
  const servers = await startServers(options);
  const kept: Kept[] = Array.from({ length: options.writers }, () => new Map());
  const until = { over: false };
  try {
    const writing = kept.map((own, at) =>
      write((servers[at % servers.length] as Server).ask, own, until, seeded(at), result),
    );
    await publishAll(servers[0] as Server, options, result).finally(() => {
      until.over = true;
    });
    await Promise.all(writing);
    for (const own of kept) result.faults.push(...(await lost(options.database, own)));
    return result;
  } finally {
    for (const { http, host } of servers) {
      await http.close();
      await host.stop();
    }
  }
}

async function startServers(options: LoadOptions): Promise<Server[]> {
  const { app: model, problems } = loadApp(FILES);
  if (!model) throw new Error(JSON.stringify(problems[0]));
  await installApp(options.database.knex, model);
  const first = await startServer(options);
  const { knex } = options.database;
  await loadData({ knex, door: first.host.door, model, now: systemClock.now(), demo: true, password: PASSWORD });
  const second = await startServer(options);
  return Promise.all([first, second].map(async (server) => ({ ...server, ask: await signIn(server.http) })));
}

async function startServer({ database, dataDir }: LoadOptions): Promise<Omit<Server, 'ask'>> {
  const host = await composeHost({
    database,
    env: {},
    connectors: () => new StoryConnectors(),
    messages: (shelf) => createMessageSender({ app: (key) => shelf.get(key), publicUrl: 'http://localhost' }),
    log: () => undefined,
  });
  await host.start();
  const http = await buildHttp({ host, box: createSecretBox(MASTER), dataDir, publicUrl: 'http://localhost' });
  await http.ready();
  return { host, http };
}

async function signIn(http: FastifyInstance): Promise<Ask> {
  const answer = await http.inject({
    method: 'POST',
    url: '/api/session',
    payload: { login: 'bea', password: PASSWORD },
  });
  const [cookie] = answer.cookies;
  const { csrf } = answer.json<{ csrf: string }>();
  const headers = { cookie: `${cookie?.name}=${cookie?.value}`, 'x-csrf-token': csrf, 'accept-language': 'en' };
  return (method, url, payload) =>
    patiently(async () => {
      const { statusCode, body } = await http.inject({ method, url, headers, ...(payload && { payload }) });
      return { status: statusCode, body: (body === '' ? {} : JSON.parse(body)) as Values };
    });
}

/** Keeps the form that it once loaded in hand until it is told that it is old. */
async function write(
  ask: Ask,
  kept: Kept,
  until: { over: boolean },
  random: () => number,
  result: LoadResult,
): Promise<void> {
  let form = await loadForm(ask);
  while (!until.over) {
    const ids = [...kept.keys()];
    const id = random() < 0.4 ? ids[Math.floor(random() * ids.length)] : undefined;
    const before = id === undefined ? undefined : kept.get(id);
    const data = valuesFor(form.definition, random, before !== undefined);
    const order = { command: randomUUID(), version: form.version, data };
    const { status, body } = before
      ? await ask('PATCH', `${RECORDS}/${id}`, { ...order, revision: before.revision })
      : await ask('POST', RECORDS, order);
    const code = (body.error as Values | undefined)?.code;
    if (status < 300) {
      result.written += 1;
      const values = { ...before?.values, ...data };
      kept.set(String(body.id), { revision: Number(body.revision), values });
    } else if (status === 409 && code === 'form_changed') {
      result.told += 1;
      form = await loadForm(ask);
    } else {
      result.faults.push(`${status} ${JSON.stringify(body.error ?? body)} to ${JSON.stringify(order)}`);
    }
    if (random() < 0.1) await look(ask, result);
    await pause(BREATH_MS);
  }
}

async function look(ask: Ask, { faults }: LoadResult): Promise<void> {
  const { status, body } = await ask('GET', `${RECORDS}?size=5`);
  if (status >= 500) faults.push(`${status} ${JSON.stringify(body)} to a list`);
}

async function loadForm(ask: Ask): Promise<{ version: number; definition: FormDefinition }> {
  const { body } = await ask('GET', `/api/apps/${APP}`);
  const view = body as unknown as AppView;
  const definition = view.forms.find((one) => one.definition.key === 'sheet')?.definition;
  if (definition === undefined) throw new Error(`The form is not there: ${JSON.stringify(body)}`);
  return { version: view.version, definition };
}

let number = 0;

/** Something for each field, no two the same; a change of a record writes some of them. */
function valuesFor({ fields }: FormDefinition, random: () => number, isChange: boolean): Values {
  const values: Values = {};
  for (const field of fields) {
    // A record from before a field was required is asked for it at its next change.
    if (isChange && !field.required && random() < 0.5) continue;
    values[field.key] = valueFor(field, random);
  }
  if (Object.keys(values).length === 0) values.name = `n${++number}`;
  return values;
}

function valueFor(field: Field, random: () => number): Json {
  number += 1;
  switch (field.type) {
    case 'integer':
      return number;
    case 'number':
      return `${number}.5`;
    case 'boolean':
      return random() < 0.5;
    case 'date':
      return `2026-03-${String(1 + (number % 28)).padStart(2, '0')}`;
    case 'select': {
      const keys = Array.isArray(field.options) ? field.options.map(({ key }) => key) : [];
      return keys[number % keys.length] ?? null;
    }
    default:
      return `t${number}`;
  }
}

interface FormDraft {
  json: FormDefinition;
  revision: number;
}

async function draftOf(ask: Ask, base: string): Promise<FormDraft> {
  const view = (await ask('GET', base)).body as unknown as DesignView;
  const file = view.files.find(({ path }) => path === 'forms/sheet.json');
  return { json: file?.json as unknown as FormDefinition, revision: file?.revision ?? 0 };
}

async function save(ask: Ask, base: string, draft: FormDraft): Promise<void> {
  const saved = await ask('POST', `${base}/save`, { changes: [{ path: 'forms/sheet.json', ...draft }] });
  if (saved.status !== 200) throw new Error(JSON.stringify(saved.body));
}

/** A field that was something else before may hold the same value twice: that it cannot be unique is the right answer. */
function isAboutDuplicates(body: Record<string, unknown>): boolean {
  const { obstacles = [] } = (body.error ?? {}) as { obstacles?: { code: string }[] };
  return obstacles.length > 0 && obstacles.every(({ code }) => code === 'not_unique');
}

async function publishAll({ ask }: Server, { publishes, random }: LoadOptions, result: LoadResult): Promise<void> {
  const base = `/api/design/${APP}`;
  for (let count = 1; count <= publishes; count++) {
    const before = await draftOf(ask, base);
    const json = nextForm(before.json, random, count);
    await save(ask, base, { ...before, json });
    const plan = (await ask('GET', `${base}/plan`)).body as unknown as ChangePlan;
    const id = randomUUID();
    let answer = await ask('POST', `${base}/publish`, { command: id, hash: plan.hash });
    while (answer.body.status === 'running') {
      await pause(20);
      answer = await ask('GET', `${base}/publishes/${id}`);
    }
    const published = answer.body as unknown as PublishResult;
    if (published.status === 'done') result.published += 1;
    else if (isAboutDuplicates(answer.body))
      await save(ask, base, { ...(await draftOf(ask, base)), json: before.json });
    else result.faults.push(`publish ${count}: ${JSON.stringify(answer.body)} for ${JSON.stringify(json)}`);
  }
}

/** Held against the columns themselves, where fields that went still have theirs. */
async function lost({ knex }: Database, kept: Kept): Promise<string[]> {
  if (kept.size === 0) return [];
  const rows = await knex('load.sheet').whereIn('id', [...kept.keys()]);
  const found = new Map(rows.map((row: Record<string, unknown>) => [String(row.id), row]));
  return [...kept].flatMap(([id, { values }]) => {
    const row = found.get(id);
    if (row === undefined) return [`${id} is gone`];
    return Object.entries(values)
      .filter(([key, value]) => !isSame(row[key], value))
      .map(
        ([key, value]) => `${id}.${key}: ${JSON.stringify(value)} was accepted, ${JSON.stringify(row[key])} is there`,
      );
  });
}

function isSame(stored: unknown, sent: Json | undefined): boolean {
  const [one, other] = [String(stored), String(sent)];
  return one === other || (one !== '' && Number(one) === Number(other));
}
