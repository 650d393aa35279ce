import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { describeProblem, loadApp } from '../../definition/index.ts';
import { loadData } from '../apps/data.ts';
import { installApp } from '../apps/install.ts';
import { ManualClock } from '../clock.ts';
import { composeHost, type RunningHost } from '../compose.ts';
import { createConnectorClient, createSecretBox } from '../connectors/index.ts';
import { openDatabase } from '../database/database.ts';
import { buildHttp } from '../http/index.ts';
import { createMessageSender } from '../messages/index.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { atEnd } from './endings.ts';

export const PASSWORD = 'correct horse battery';
const MASTER = 'the master key of the tests, long enough';
const PUBLIC_URL = 'http://127.0.0.1:3000';

/** One request with its headers made; the answer as Fastify gives it. */
export type Ask = (
  method: NonNullable<InjectOptions['method']>,
  url: string,
  payload?: unknown,
  headers?: Record<string, string>,
) => Promise<LightMyRequestResponse>;

export interface TestEdge {
  database: TestDatabase;
  host: RunningHost;
  clock: ManualClock;
  http: FastifyInstance;
  dataDir: string;
  /** Signs in and asks as this person. */
  as(login: string): Promise<Ask>;
  /** Asks with a token that the portal's proof gave. */
  visitor(app: string, fields: Record<string, string>): Promise<Ask>;
  nobody: Ask;
}

/** The whole server on a database of its own, with one app and its people; nothing runs by itself unless `start` is called. */
export async function testEdge(
  files: readonly { path: string; json: unknown }[],
  env: Record<string, string> = {},
): Promise<TestEdge> {
  const { app: model, problems } = loadApp(files);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!model || errors.length > 0) throw new Error(errors.map((one) => describeProblem(one, 'en')).join('\n'));
  const database = await testDatabase();
  const clock = new ManualClock('2026-03-02T01:00:00Z');
  await installApp(database.knex, model);
  const edge = await serve({ database, clock }, env);
  const { host } = edge;
  await loadData({ knex: database.knex, door: host.door, model, now: clock.now(), demo: true, password: PASSWORD });
  return edge;
}

/** Another server on the same database, with connections and caches of its own. */
export async function secondEdge({ database, clock }: TestEdge, env: Record<string, string> = {}): Promise<TestEdge> {
  const own = await openDatabase({ url: database.url, dataDir: '', log: () => undefined, poolSize: 8 });
  atEnd(() => own.stop());
  return serve({ database: { ...own, url: database.url }, clock }, env);
}

async function serve({ database, clock }: Pick<TestEdge, 'database' | 'clock'>, env: Record<string, string>) {
  const box = createSecretBox(MASTER);
  const dataDir = await mkdtemp(join(tmpdir(), 'edge-'));
  const host = await composeHost({
    database,
    env,
    clock,
    connectors: (shelf) =>
      createConnectorClient({ knex: database.knex, app: (key) => shelf.get(key), env, box, clock }),
    messages: (shelf) => createMessageSender({ app: (key) => shelf.get(key), publicUrl: PUBLIC_URL }),
    log: () => undefined,
  });
  const http = await buildHttp({ host, box, dataDir, publicUrl: PUBLIC_URL, log: (line) => console.error(line) });
  await http.ready();
  atEnd(async () => {
    await http.close();
    await host.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  return { database, host, clock, http, dataDir, nobody: asking(http, {}), as: signIn(http), visitor: prove(http) };
}

function asking(http: FastifyInstance, own: Record<string, string>): Ask {
  return (method, url, payload, headers = {}) =>
    http.inject({
      method,
      url,
      headers: { 'accept-language': 'en', ...own, ...headers },
      ...(payload !== undefined && { payload: payload as NonNullable<InjectOptions['payload']> }),
    });
}

function signIn(http: FastifyInstance): TestEdge['as'] {
  return async (login) => {
    const answer = await http.inject({ method: 'POST', url: '/api/session', payload: { login, password: PASSWORD } });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    const [one] = answer.cookies;
    return asking(http, { cookie: `${one?.name}=${one?.value}`, 'x-csrf-token': answer.json<{ csrf: string }>().csrf });
  };
}

function prove(http: FastifyInstance): TestEdge['visitor'] {
  return async (app, fields) => {
    const answer = await http.inject({ method: 'POST', url: `/api/portal/${app}/proof`, payload: { fields } });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return asking(http, { authorization: `Visitor ${answer.json<{ token: string }>().token}` });
  };
}

/** A multipart body with one file. */
export function fileBody(
  name: string,
  content: Buffer | string,
  type = 'application/octet-stream',
): { payload: Buffer; headers: Record<string, string> } {
  const boundary = '----boundary-of-the-test';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { payload, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}
