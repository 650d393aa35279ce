import { randomBytes, scryptSync } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import pg from 'pg';
import { projectRoot } from '../../engine/host/place.ts';
import { startServer } from '../../engine/host/server.ts';
import { testDatabase } from '../../engine/host/testing/database.ts';
import { type RunningCounterparts, startAll } from '../counterparts/index.ts';

export interface SystemOptions {
  /** How many of the demo's past requests are played before the start; each takes about a third of a second. */
  history?: number;
  /** Sites that may embed the portal. */
  embed?: string[];
  env?: Record<string, string>;
}

export interface System {
  url: string;
  knex: Knex;
  counterparts: RunningCounterparts;
  stop(): Promise<void>;
}

type Json = Record<string, unknown>;

/**
 * The whole product as a user starts it, with outside systems of its own, on a database, folder and port of its own. The
 * demo is loaded and its past is played once a run; each file begins with a copy.
 */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const { history = 0 } = options;
  const database = await testDatabase({
    name: `returns_${history}`,
    make: (databaseUrl) => once(databaseUrl, () => serveReturns(databaseUrl, { history })),
  });
  return { knex: database.knex, ...(await serveReturns(database.url, options)) };
}

/** The designer's own small app: nothing outside, and who administers it is ada. `more`: definitions that a test adds. */
export async function startExpenses(more?: {
  name: string;
  files: Readonly<Record<string, object>>;
}): Promise<Omit<System, 'counterparts'>> {
  const own = join(projectRoot(), 'engine/host/testing/apps');
  const serve = (databaseUrl: string) =>
    start(databaseUrl, (folder) => (more ? withMore(own, folder, more.files) : own));
  const make = (databaseUrl: string) => once(databaseUrl, () => serve(databaseUrl));
  const database = await testDatabase({ name: more?.name ?? 'expenses', make });
  return { knex: database.knex, ...(await serve(database.url)) };
}

/** Apps of a folder of this repository, with nothing outside; who is in their data has the demo's password. */
export async function startApps(name: string, apps: string): Promise<Omit<System, 'counterparts'>> {
  const serve = (databaseUrl: string) => start(databaseUrl, () => join(projectRoot(), apps));
  const database = await testDatabase({ name, make: (databaseUrl) => once(databaseUrl, () => serve(databaseUrl)) });
  return { knex: database.knex, ...(await serve(database.url)) };
}

async function withMore(from: string, folder: string, files: Readonly<Record<string, object>>): Promise<string> {
  const apps = join(folder, 'apps');
  await cp(from, apps, { recursive: true });
  for (const [path, json] of Object.entries(files)) {
    await writeFile(join(apps, 'expenses', path), JSON.stringify(json));
  }
  return apps;
}

interface Served {
  url: string;
  stop(): Promise<void>;
}

async function serveReturns(databaseUrl: string, options: SystemOptions): Promise<Omit<System, 'knex'>> {
  const orders: unknown = JSON.parse(await readFile(join(projectRoot(), 'apps/returns/data/orders.json'), 'utf8'));
  const publicUrl = `http://localhost:${await freePort()}`;
  const counterparts = await startAll({ orders, publicUrl });
  const env = { ...counterparts.env, ...options.env };
  const server = await start(databaseUrl, (folder) => appsFor(folder, options), publicUrl, env);
  return {
    url: server.url,
    counterparts,
    stop: async () => {
      await server.stop();
      await counterparts.stop();
    },
  };
}

async function start(
  databaseUrl: string,
  apps: (folder: string) => string | Promise<string>,
  publicUrl?: string,
  env: Record<string, string> = {},
): Promise<Served> {
  const url = publicUrl ?? `http://localhost:${await freePort()}`;
  const folder = await mkdtemp(join(tmpdir(), 'e2e-'));
  const server = await startServer({
    env: {
      ...env,
      PORT: new URL(url).port,
      DATA_DIR: folder,
      APPS_DIR: await apps(folder),
      DATABASE_URL: databaseUrl,
      PUBLIC_URL: url,
      DEMO: '1',
    },
  });
  return {
    url,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the first start leaves in the database. */
async function once(databaseUrl: string, serve: () => Promise<Served>): Promise<void> {
  await (await serve()).stop();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('update engine.app_user set password_hash = $1 where password_hash is not null', [quickHash()]);
  await client.end();
}

/** The demo's password at the least cost that a hash may have: people of tests sign in a hundred times. */
function quickHash(): string {
  const salt = randomBytes(16);
  const key = scryptSync('demo', salt, 32, { N: 16, r: 8, p: 1 });
  return ['scrypt', 4, 8, 1, salt.toString('base64'), key.toString('base64')].join('$');
}

/** The product's own app; a test that needs no past leaves it out, because playing it takes most of a start. */
async function appsFor(folder: string, { history = 0, embed }: SystemOptions): Promise<string> {
  const apps = join(folder, 'apps');
  await cp(join(projectRoot(), 'apps/returns'), join(apps, 'returns'), { recursive: true });
  await edit(join(apps, 'returns/app.json'), (app) => ({
    ...app,
    ...(embed === undefined ? {} : { portal: { ...(app.portal as Json), embed } }),
  }));
  const past = join(apps, 'returns/data/history.json');
  if (history === 0) await rm(past);
  // At any hour: what is looked at must not depend on when it is looked at.
  else await edit(past, ({ calendar: _, ...data }) => ({ ...data, runs: (data.runs as unknown[]).slice(-history) }));
  return apps;
}

async function edit(path: string, change: (json: Json) => Json): Promise<void> {
  const json = JSON.parse(await readFile(path, 'utf8')) as Json;
  await writeFile(path, JSON.stringify(change(json)));
}

/** The server has to know its own address before it listens: links in messages carry it. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
