import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type pg from 'pg';
import type { Sent, Transaction } from './recorder.ts';

const run = promisify(execFile);
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Where PostgreSQL's own load generator is; undefined: nowhere. */
export function findPgbench(): string | undefined {
  const versions = '/usr/lib/postgresql';
  const folders = existsSync(versions) ? readdirSync(versions).map((version) => join(versions, version, 'bin')) : [];
  const all = [...folders.sort().reverse(), ...(process.env.PATH ?? '').split(':')];
  return all.map((folder) => join(folder, 'pgbench')).find((file) => existsSync(file));
}

/** One case as a script: the same statements, with ids of its own each time and the other parameters written in. */
export function scriptOf(one: readonly Transaction[], other: readonly Transaction[]): string {
  const shared = new Set(idsIn(other));
  const own = [...new Set(idsIn(one))].filter((id) => !shared.has(id));
  const names = new Map(own.map((id, at) => [id, `lpad(:id${at}::text, 32, '0')`]));
  const sets = own.map((_, at) => `\\set id${at} random(1, 999999999999999999)`);
  const statements = one.flat(2).map((sent) => `${filled(sent, names).replaceAll('\n', ' ')};`);
  return [...sets, ...statements, ''].join('\n');
}

function idsIn(transactions: readonly Transaction[]): string[] {
  return transactions.flat(2).flatMap(({ values }) => values.flatMap((value) => value?.match(UUID) ?? []));
}

function filled({ text, values }: Sent, names: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$(\d+)(::\w+(?:\[\])?)?/g, (_, number: string, type: string | undefined) => {
    const value = values[Number(number) - 1] ?? null;
    if (value === null) return `null${type ?? ''}`;
    const id = names.get(value);
    if (id !== undefined) return `${id}::uuid`;
    // Ids inside of what becomes rows or a list of keys; those inside of a JSON column are never looked for.
    const isKeyed = type === '::json' || type === '::uuid[]';
    return `${isKeyed ? withIds(value, names) : literal(value)}${type ?? ''}`;
  });
}

function withIds(value: string, names: ReadonlyMap<string, string>): string {
  let text = literal(value);
  for (const [id, name] of names) if (value.includes(id)) text = `replace(${text}, '${id}', ${name})`;
  return text;
}

/** A colon before a letter is a variable to pgbench, also inside of quotes. */
function literal(value: string): string {
  return `'${value.replaceAll("'", "''").replaceAll(/:(?=[A-Za-z_])/g, ': ')}'`;
}

export interface Pgbench {
  /** Cases a second. */
  run(seconds: number): Promise<number>;
}

export async function preparePgbench(
  program: string,
  folder: string,
  connection: pg.PoolConfig,
  connections: number,
  script: string,
): Promise<Pgbench> {
  const file = join(folder, 'case.sql');
  await writeFile(file, script);
  const { host, port, user, database } = connection;
  const where = ['-h', String(host), '-p', String(port), '-U', String(user), String(database)];
  const how = ['-n', '-M', 'prepared', '-c', String(connections), '-j', '2', '-f', file];
  return {
    run: async (seconds) => {
      const { stdout } = await run(program, [...how, '-T', String(seconds), ...where]);
      const perSecond = Number(/tps = ([\d.]+) \(without/.exec(stdout)?.[1]);
      const failed = Number(/number of failed transactions: (\d+)/.exec(stdout)?.[1] ?? 0);
      if (!(perSecond > 0) || failed > 0) throw new Error(`pgbench has failed: ${stdout}`);
      return perSecond;
    },
  };
}
