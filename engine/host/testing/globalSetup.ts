import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../database/database.ts';
import { type Connection, startEmbedded } from '../database/embedded.ts';
import { migrate } from '../database/migrate.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A URL of the server, whose path is left for the database's name. */
    databaseServer: string;
    databaseTemplate: string;
  }
}

/**
 * One server for the run: DATABASE_URL's, or an embedded one without fsync, because a power cut in the middle of a test
 * loses nothing. All tests clone a template database that has the migrations.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL;
  const own = given ? undefined : await startOwn();
  const server = given ?? own?.url ?? '';
  const template = `test_template_${process.pid}_${Date.now().toString(36)}`;
  try {
    await makeTemplate(server, template);
  } catch (cause) {
    await own?.stop();
    throw cause;
  }
  provide('databaseServer', server);
  provide('databaseTemplate', template);
  return async () => {
    for (const name of await templatesOf(server, template))
      await onServer(server, `drop database ${name} with (force)`);
    await own?.stop();
  };
}

/** The run's template, and those that its files have made of it. */
async function templatesOf(server: string, template: string): Promise<string[]> {
  const { rows } = await onServer(server, `select datname from pg_database where datname like '${template}%'`);
  return rows.map(({ datname }) => String(datname));
}

async function makeTemplate(server: string, template: string): Promise<void> {
  await onServer(server, `create database ${template} template template0 encoding 'UTF8'`);
  const database = await openDatabase({ url: urlOf(server, template), dataDir: '', log: () => undefined });
  try {
    await migrate(database.knex);
  } finally {
    await database.stop();
  }
}

export async function onServer(server: string, sql: string): Promise<pg.QueryResult<Record<string, unknown>>> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    return await client.query<Record<string, unknown>>(sql);
  } finally {
    await client.end();
  }
}

/** The URL of another database on the same server. */
export function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function startOwn(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'platform-test-'));
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '400' };
  const { connection, stop } = await startEmbedded(folder, () => undefined, settings);
  return {
    url: socketUrl(connection),
    stop: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function socketUrl({ host, port, user, database }: Connection): string {
  // A host is needed for URL to accept a user; the query's one wins.
  return `postgresql://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}
