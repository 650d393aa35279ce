import { createWriteStream } from 'node:fs';
import { access, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import type { Database } from '../database/database.ts';
import { previewPath } from '../files/previews.ts';
import { copyText, type TableEntry, tablesOf } from './catalog.ts';
import { copyOut } from './copy.ts';
import { writeTar } from './tar.ts';

export const FORMAT = 1;

/** The first entry of the archive: what else is in it. Table number n is the entry tables/n.copy. */
export interface Manifest {
  format: number;
  created_at: string;
  migrations: string[];
  tables: TableEntry[];
  /** Content of files, as engine.file names it: entries files/<path>. */
  files: string[];
  /** Named in the database, but not found on the disk. */
  missing: string[];
}

/**
 * Everything at one moment, while the server goes on: tables of the engine and of the apps (definitions are among them) and
 * the content of files. The key for secrets is not in it, so that a backup alone opens none.
 */
export async function backup(
  database: Pick<Database, 'config'>,
  dataDir: string,
  target: string,
  now: Date,
): Promise<Manifest> {
  const spool = await mkdtemp(join(tmpdir(), 'backup-'));
  const client = new pg.Client(database.config);
  try {
    await client.connect();
    const manifest = await snapshot(client, spool, dataDir, now);
    const half = `${target}.part`;
    const archive = createWriteStream(half, { mode: 0o600 });
    await pipeline(Readable.from(writeTar(entriesOf(manifest, spool, dataDir))), createGzip({ level: 6 }), archive);
    await rename(half, target);
    return manifest;
  } finally {
    await client.end();
    await rm(spool, { recursive: true, force: true });
  }
}

/** One transaction that sees one moment. */
async function snapshot(client: pg.Client, spool: string, dataDir: string, now: Date): Promise<Manifest> {
  await client.query('begin isolation level repeatable read read only');
  const tables = await tablesOf(client);
  for (const [number, table] of tables.entries()) {
    const to = createWriteStream(join(spool, `${number}.copy`), { mode: 0o600 });
    table.rows = await copyOut(client, copyText('to', table), to);
    to.end();
    await finished(to);
  }
  const migrations = await client.query<{ name: string }>('select name from migration order by id');
  const stored = await client.query<{ path: string }>('select path from engine.file order by path');
  await client.query('commit');
  const all = stored.rows.map(({ path }) => path);
  const there = await Promise.all(all.map((path) => exists(join(dataDir, 'files', path))));
  const small = await Promise.all(all.map((path) => exists(join(dataDir, 'files', previewPath(path)))));
  return {
    format: FORMAT,
    created_at: now.toISOString(),
    migrations: migrations.rows.map(({ name }) => name),
    tables,
    files: all.flatMap((path, at) => [...(there[at] ? [path] : []), ...(small[at] ? [previewPath(path)] : [])]),
    missing: all.filter((_, at) => !there[at]),
  };
}

async function* entriesOf(
  manifest: Manifest,
  spool: string,
  dataDir: string,
): AsyncGenerator<{ name: string; from: string | Buffer }> {
  yield { name: 'manifest.json', from: Buffer.from(JSON.stringify(manifest, null, 1)) };
  for (const number of manifest.tables.keys())
    yield { name: `tables/${number}.copy`, from: join(spool, `${number}.copy`) };
  for (const path of manifest.files) yield { name: `files/${path}`, from: join(dataDir, 'files', path) };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}
