import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { hashPassword } from '../../engine/host/access/password.ts';
import { type Database, openDatabase } from '../../engine/host/database/database.ts';
import { ServerProcess } from './process.ts';

/** One PostgreSQL that waits for its disk, and the product on it. */
export interface Stage {
  app: string;
  door: ServerProcess;
  connection: pg.PoolConfig;
  client: pg.Client;
  headersOf(login: string): Promise<Record<string, string>>;
  stop(): Promise<void>;
}

const PASSWORD = 'bench';

export async function openStage(app: string, files: Readonly<Record<string, object>>): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-door-'));
  for (const [path, json] of Object.entries(files)) {
    const file = join(folder, 'apps', app, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(json));
  }
  const database = await openDatabase({ dataDir: join(folder, 'database'), log: () => undefined });
  const connection = database.config;
  const door = await ServerProcess.start('doorServer', {
    ...process.env,
    DATABASE_URL: urlOf(connection),
    DATA_DIR: join(folder, 'data'),
    APPS_DIR: join(folder, 'apps'),
    PORT: '0',
    DEMO: '0',
  });
  const client = new pg.Client(connection);
  await client.connect();
  await client.query('update engine.app_user set password_hash = $1', [await hashPassword(PASSWORD)]);
  return {
    app,
    door,
    connection,
    client,
    headersOf: (login) => signIn(door.url, login),
    stop: async () => {
      await client.end();
      await door.stop();
      await close(database);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function close(database: Database): Promise<void> {
  await database.stop();
  ServerProcess.removeBundles();
}

async function signIn(url: string, login: string): Promise<Record<string, string>> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`${login} cannot sign in: ${await response.text()}`);
  const { csrf } = (await response.json()) as { csrf: string };
  const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
  return { cookie, 'x-csrf-token': csrf };
}

function urlOf({ host, port, user, database }: pg.PoolConfig): string {
  // A host is needed for URL to accept a user; the query's one wins.
  return `postgresql://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host ?? '')}`;
}
