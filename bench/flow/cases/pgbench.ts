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

/** A script of pgbench and the values of its variables, which it sends as parameters. */
export interface Script {
  text: string;
  variables: ReadonlyMap<string, string>;
}

/** One case: the very statements with their parameters, only that its ids are others each time. */
export function scriptOf(one: readonly Transaction[], other: readonly Transaction[]): Script {
  const shared = new Set(idsIn(other));
  const own = [...new Set(idsIn(one))].filter((id) => !shared.has(id));
  const names = new Map(own.map((id, at) => [id, `lpad(:id${at}::text, 32, '0')`]));
  const sets = own.map((_, at) => `\\set id${at} random(1, 999999999999999999)`);
  const variables = new Map<string, string>();
  const statements = one.flat(2).map((sent) => `${filled(sent, names, variables).replaceAll('\n', ' ')};`);
  return { text: [...sets, ...statements, ''].join('\n'), variables };
}

function idsIn(transactions: readonly Transaction[]): string[] {
  return transactions.flat(2).flatMap(({ values }) => values.flatMap((value) => value?.match(UUID) ?? []));
}

function filled({ text, values }: Sent, names: ReadonlyMap<string, string>, variables: Map<string, string>): string {
  return text.replaceAll(/\$(\d+)(::\w+(?:\[\])?)?/g, (_, number: string, type: string | undefined) => {
    const value = values[Number(number) - 1] ?? null;
    if (value === null) return `null${type ?? ''}`;
    const id = names.get(value);
    if (id !== undefined) return `${id}::uuid`;
    const name = `v${variables.size}`;
    variables.set(name, value);
    // Ids inside of what becomes rows or a list of keys; those inside of a JSON column are never looked for.
    const isKeyed = type === '::json' || type === '::uuid[]';
    return `${isKeyed ? withIds(name, value, names) : `:${name}`}${type ?? ''}`;
  });
}

function withIds(name: string, value: string, names: ReadonlyMap<string, string>): string {
  let text = `:${name}`;
  for (const [id, other] of names) if (value.includes(id)) text = `replace(${text}, '${id}', ${other})`;
  return text;
}

export interface Pgbench {
  /** Cases a second. */
  run(seconds: number): Promise<number>;
}

/** While it prepares its statements it does not count. */
const WARM_SECONDS = 2;

export async function preparePgbench(
  program: string,
  folder: string,
  connection: pg.PoolConfig,
  connections: number,
  { text, variables }: Script,
): Promise<Pgbench> {
  const file = join(folder, 'case.sql');
  await writeFile(file, text);
  const { host, port, user, database } = connection;
  const where = ['-h', String(host), '-p', String(port), '-U', String(user), String(database)];
  const values = [...variables].flatMap(([name, value]) => ['-D', `${name}=${value}`]);
  const how = ['-n', '-M', 'prepared', '-P', '1', '-c', String(connections), '-j', '2', '-f', file, ...values];
  return {
    run: async (seconds) => {
      const { stdout, stderr } = await run(program, [...how, '-T', String(seconds + WARM_SECONDS), ...where]);
      const told = [...stderr.matchAll(/^progress: [\d.]+ s, ([\d.]+) tps.*?(\d+) failed/gm)].slice(WARM_SECONDS);
      const perSecond = told.reduce((sum, [, tps]) => sum + Number(tps), 0) / told.length;
      const failed = Number(/number of failed transactions: (\d+)/.exec(stdout)?.[1] ?? 0);
      if (!(perSecond > 0) || failed > 0) throw new Error(`pgbench has failed: ${stdout}${stderr}`);
      return perSecond;
    },
  };
}
