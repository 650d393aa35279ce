import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { backup } from './backup.ts';
import { restore } from './restore.ts';

const full = await testDatabase();
const empty = await testDatabase();
const other = await testDatabase();
let folder: string;
let archive: string;
const file = randomUUID();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-test-'));
  archive = join(folder, 'all.tar.gz');
  const now = '2026-03-02T01:00:00Z';
  const instance = randomUUID();
  await full.knex.raw(`
    insert into engine.app (key, number, label) values ('应用_1', 1, '"App"');
    insert into engine.app_version (app, number, hash, definition) values ('应用_1', 1, 'h', '{"a": "tab\\t and\\nline"}');
    insert into engine.department (key, label, parent) values ('b', '"B"', 'a'), ('a', '"A"', null);
    create schema "应用_1";
    create table "应用_1"."request" (id uuid primary key, "订单号" text not null, amount numeric(12,2), tags text[] default '{}', at timestamptz);
    create unique index request_no on "应用_1"."request" ("订单号");
    create table "应用_1"."request__lines" (id uuid primary key, parent uuid not null references "应用_1"."request" (id) on delete cascade, position integer);
    insert into "应用_1"."request" select gen_random_uuid(), 'N' || n, n / 7.0, array['a', 'b,c', null], timestamptz '${now}' + n * interval '1 s' from generate_series(1, 3000) n;
    insert into "应用_1"."request" (id, "订单号") values (gen_random_uuid(), E'quote '' back\\\\slash \\t tab \\n line 中文 \\\\N');
    insert into "应用_1"."request__lines" select gen_random_uuid(), id, 1 from "应用_1"."request";
    insert into engine.event (instance, seq, at, type, actor, data, hash) select '${instance}', n, timestamptz '${now}' + n * interval '10 d', 'x', '{}', '{}', md5(n::text) from generate_series(1, 50) n;
    insert into engine.outbox (id, kind, app, version, order_key, data, next_at, created_at) select gen_random_uuid(), 'call', '应用_1', 1, 'k', '{}', '${now}', '${now}' from generate_series(1, 5);
  `);
  await full.knex('engine.file').insert({
    id: file,
    app: '应用_1',
    name: 'a.png',
    media_type: 'image/png',
    size: 5,
    sha256: 'x',
    path: `${file.slice(0, 2)}/${file}`,
    uploader: '{}',
    created_at: now,
  });
  await mkdir(join(folder, 'from', 'files', file.slice(0, 2)), { recursive: true });
  await writeFile(join(folder, 'from', 'files', file.slice(0, 2), file), 'bytes');
  await writeFile(join(folder, 'from', 'files', file.slice(0, 2), `${file}.small`), 'small');
});
afterAll(() => rm(folder, { recursive: true }));

interface TableHash {
  name: string;
  rows: string;
  hash: string | null;
}

/** Every row of every table but those that only live while the server runs, as one hash each. */
async function hashes(knex: Knex): Promise<TableHash[]> {
  const { rows } = await knex.raw<{ rows: { schema: string; table: string }[] }>(
    `select n.nspname as schema, c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('engine', '应用_1')
       and c.relname not in ('rate_limit', 'connector_token') order by 1, 2`,
  );
  return Promise.all(
    rows.map(async ({ schema, table }) => {
      const found = await knex.raw<{ rows: { rows: string; hash: string | null }[] }>(
        'select count(*) as rows, md5(string_agg(t::text, chr(10) order by t::text)) as hash from ??.?? t',
        [schema, table],
      );
      return { name: `${schema}.${table}`, rows: found.rows[0]?.rows ?? '', hash: found.rows[0]?.hash ?? null };
    }),
  );
}

test('what a backup holds, a restore brings back: every row of every table, every index, every file', async () => {
  const made = await backup(full, join(folder, 'from'), archive, new Date('2026-03-02T01:00:00Z'));
  const path = `${file.slice(0, 2)}/${file}`;
  expect(made).toMatchObject({ files: [path, `${path}.small`], missing: [] });
  await restore(empty, join(folder, 'to'), archive);
  const [before, after] = [await hashes(full.knex), await hashes(empty.knex)];
  expect(after).toEqual(before);
  expect(before.find(({ name }) => name === '应用_1.request')?.rows).toBe('3001');
  const indexes = (knex: Knex) =>
    knex
      .raw<{ rows: unknown[] }>(`select indexdef from pg_indexes where schemaname = '应用_1' order by 1`)
      .then(({ rows }) => rows);
  expect(await indexes(empty.knex)).toEqual(await indexes(full.knex));
  expect(await readFile(join(folder, 'to', 'files', file.slice(0, 2), file), 'utf8')).toBe('bytes');
  expect(await readFile(join(folder, 'to', 'files', file.slice(0, 2), `${file}.small`), 'utf8')).toBe('small');
  const sequence = `insert into engine.outbox (id, kind, app, version, order_key, data, next_at, created_at)
    values (gen_random_uuid(), 'call', 'a', 1, 'k', '{}', now(), now()) returning seq`;
  expect((await empty.knex.raw<{ rows: { seq: string }[] }>(sequence)).rows[0]?.seq).toBe('6');
});

test('a restore never writes over work that is there', async () => {
  await expect(restore(empty, join(folder, 'to2'), archive)).rejects.toMatchObject({ code: 'database_not_empty' });
});

test('a backup that is cut short is refused, and nothing of it is in the database', async () => {
  const { size } = await stat(archive);
  const cut = join(folder, 'cut.tar.gz');
  await writeFile(cut, await readFile(archive));
  await truncate(cut, Math.floor(size / 2));
  await expect(restore(other, join(folder, 'to3'), cut)).rejects.toThrow();
  expect(await other.knex('engine.app').count()).toEqual([{ count: '0' }]);
});

test('the archive is a tar that only its owner reads, and holds no key to the secrets', async () => {
  expect((await stat(archive)).mode & 0o077).toBe(0);
  const bytes = gunzipSync(await readFile(archive));
  expect(bytes.toString('latin1', 257, 262)).toBe('ustar');
  expect(bytes.includes('master.key')).toBe(false);
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
});
