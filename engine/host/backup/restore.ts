import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { migrations } from '../../../migrations/index.ts';
import type { Database } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { FORMAT, type Manifest } from './backup.ts';
import { copyText, quoted, type TableEntry } from './catalog.ts';
import { copyIn } from './copy.ts';
import { BackupProblem } from './problem.ts';
import { readTar, type TarEntry } from './tar.ts';

const FILE_NAME = /^[0-9a-f]{2}\/[0-9a-f-]{36}(\.small)?$/;

/** Puts a backup into an empty database and a data folder: all of it or, of the database, nothing. */
export async function restore(
  database: Pick<Database, 'config' | 'knex'>,
  dataDir: string,
  source: string,
): Promise<Manifest> {
  const entries = readTar(opened(source));
  const manifest = await readManifest(entries);
  await refuseUsed(database);
  await migrate(database.knex, migrations.slice(0, manifest.migrations.length));
  const client = new pg.Client(database.config);
  await client.connect();
  try {
    await client.query('begin');
    await makeTables(client, manifest.tables);
    for await (const entry of entries) await takeIn(client, manifest, dataDir, entry);
    await setSequences(client);
    await client.query('commit');
  } finally {
    await client.end();
  }
  // A backup of an older release is brought to this one.
  await migrate(database.knex);
  return manifest;
}

/** A file that cannot be read or unpacked fails whoever reads from it. */
function opened(source: string): Readable {
  const plain = createGunzip();
  pipeline(createReadStream(source), plain).catch((cause: unknown) => plain.destroy(cause as Error));
  return plain;
}

async function readManifest(entries: AsyncGenerator<TarEntry>): Promise<Manifest> {
  const first = await entries.next();
  if (first.done || first.value.name !== 'manifest.json') throw notABackup();
  const parts: Buffer[] = [];
  for await (const part of first.value.content()) parts.push(part);
  const manifest = JSON.parse(Buffer.concat(parts).toString('utf8')) as Manifest;
  if (manifest.format !== FORMAT) throw notABackup();
  const known = migrations.map(({ name }) => name);
  if (manifest.migrations.some((name, at) => known[at] !== name)) {
    throw new BackupProblem('backup_from_newer_release', {
      'zh-CN': '此备份来自更新的版本，请用该版本或更高版本恢复。',
      en: 'This backup is of a newer release; restore it with that release or a later one.',
    });
  }
  return manifest;
}

/** Nothing is ever overwritten: a restore over work that is there would be the worst way to lose it. */
async function refuseUsed({ knex }: Pick<Database, 'knex'>): Promise<void> {
  if (!(await knex.schema.withSchema('engine').hasTable('app'))) return;
  const { rows } = await knex.raw<{ rows: { used: boolean }[] }>(
    'select exists (select 1 from engine.app) or exists (select 1 from engine.app_user) as used',
  );
  if (rows[0]?.used) {
    throw new BackupProblem('database_not_empty', {
      'zh-CN': '目标数据库不是空的。请用 DATABASE_URL 或 DATA_DIR 指定一个空的数据库。',
      en: 'The database is not empty. Name an empty one with DATABASE_URL or DATA_DIR.',
    });
  }
}

async function makeTables(client: pg.Client, tables: readonly TableEntry[]): Promise<void> {
  for (const schema of new Set(tables.map((table) => table.schema))) {
    if (schema !== 'engine') await client.query(`create schema if not exists ${quoted(schema)}`);
  }
  for (const { create } of tables) for (const statement of create) await client.query(statement);
}

async function takeIn(client: pg.Client, manifest: Manifest, dataDir: string, entry: TarEntry): Promise<void> {
  const [folder, name = ''] = entry.name.split(/\/(.*)/s);
  const content = Readable.from(entry.content(), { objectMode: false });
  if (folder === 'tables') {
    const table = manifest.tables[Number.parseInt(name, 10)];
    if (!table) throw notABackup();
    const rows = await copyIn(client, copyText('from', table), content);
    if (rows !== table.rows) throw notABackup();
    return;
  }
  // Names come from the archive: nothing may be written outside the folder of files.
  if (folder !== 'files' || !FILE_NAME.test(name)) throw notABackup();
  const path = join(dataDir, 'files', name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await pipeline(content, createWriteStream(path, { mode: 0o600 }));
}

async function setSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ schema: string; table: string; column: string }>(
    `select table_schema as schema, table_name as table, column_name as column
     from information_schema.columns where table_schema = 'engine' and is_identity = 'YES'`,
  );
  for (const { schema, table, column } of rows) {
    const name = `${quoted(schema)}.${quoted(table)}`;
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce((select max(${quoted(column)}) from ${name}), 0) + 1, false)`,
      [name, column],
    );
  }
}

function notABackup(): BackupProblem {
  return new BackupProblem('not_a_backup', {
    'zh-CN': '这不是完整的备份文件。',
    en: 'This is not a whole backup.',
  });
}
