import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
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

/** The whole product as a user starts it, with outside systems of its own, on a database, folder and port of its own. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const database = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'e2e-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const appsDir = await appsFor(folder, options);
  const orders: unknown = JSON.parse(await readFile(join(projectRoot(), 'apps/returns/data/orders.json'), 'utf8'));
  const counterparts = await startAll({ orders, publicUrl: url });
  const server = await startServer({
    env: {
      ...counterparts.env,
      PORT: String(port),
      DATA_DIR: folder,
      APPS_DIR: appsDir,
      DATABASE_URL: database.url,
      PUBLIC_URL: url,
      DEMO: '1',
      ...options.env,
    },
  });
  return {
    url,
    knex: database.knex,
    counterparts,
    stop: async () => {
      await server.stop();
      await counterparts.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
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
  else await edit(past, (data) => ({ ...data, runs: (data.runs as unknown[]).slice(-history) }));
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
