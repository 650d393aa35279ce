import { readFile, readlink, realpath, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseProblem } from './problem.ts';

/** What a running PostgreSQL says of itself in postmaster.pid. */
export interface Postmaster {
  pid: number;
  socketDir: string;
  port: number;
  status: string;
}

const POLL_MS = 25;
/** How long a server whose owner was killed gets to notice: the signal is there at once, its turn on a busy processor later. */
const NOTICE_MS = 3_000;
/** How long a server may take to write what it holds and end. */
const ENDING_MS = 60_000;

export async function readPostmaster(pgdata: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(pgdata, 'postmaster.pid'), 'utf8').catch(ifMissing);
  // Lines: pid, data folder, start time, port, socket folder, listen address, shared memory key, status.
  const [pid, , , port, socketDir, , , status] = text.split('\n').map((line) => line.trim());
  if (!pid || !Number(pid)) return undefined;
  return { pid: Number(pid), port: Number(port) || 5432, socketDir: socketDir ?? '', status: status ?? '' };
}

/**
 * Returns when no server runs on the folder. One that is ending is waited for; one that goes on running is an error, and
 * so is one that only its socket shows (another container's, whose processes are not seen here).
 */
export async function claimFolder(pgdata: string): Promise<void> {
  const began = Date.now();
  for (;;) {
    const running = await readPostmaster(pgdata);
    if (running === undefined) return;
    if (!isAlive(running.pid)) {
      if (await answers(running)) throw inUse(pgdata, running.pid);
      return;
    }
    if (!(await isPostmasterOf(running.pid, pgdata))) return disownPid(pgdata);
    const patience = running.status === 'stopping' ? ENDING_MS : NOTICE_MS;
    if (Date.now() - began > patience) throw inUse(pgdata, running.pid);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** The server that runs on this folder now, if there is one that can be spoken to. */
export async function findRunning(pgdata: string): Promise<Postmaster | undefined> {
  const running = await readPostmaster(pgdata);
  return running && (await answers(running)) ? running : undefined;
}

export function inUse(pgdata: string, pid?: number): DatabaseProblem {
  const who = pid === undefined ? '' : ` (pid ${pid})`;
  return new DatabaseProblem(
    'data_folder_in_use',
    {
      'zh-CN': `数据目录 ${pgdata} 正在被另一个已启动的程序使用${who}。`,
      en: `The data folder ${pgdata} is in use by another start of the program${who}.`,
    },
    {
      'zh-CN': '请先停止那个程序，或用 DATA_DIR 指定另一个目录；多个程序共用一个数据库请使用 DATABASE_URL。',
      en: 'Stop that one first, or name another folder in DATA_DIR; to share one database use DATABASE_URL.',
    },
  );
}

function ifMissing(cause: NodeJS.ErrnoException): string {
  if (cause.code === 'ENOENT') return '';
  throw cause;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A pid is soon used again in a container, where a new start counts from 1: a server works in its data folder. */
async function isPostmasterOf(pid: number, pgdata: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(pgdata));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    // Another user's process: its command line can still be read.
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return command.includes(pgdata);
  }
}

/**
 * PostgreSQL takes any living process with the noted pid for a server, except its own parent. The file is not removed,
 * because with its help PostgreSQL looks for back ends of the old server that still hold the shared memory.
 */
async function disownPid(pgdata: string): Promise<void> {
  const path = join(pgdata, 'postmaster.pid');
  // A server that has just ended took its file along.
  const text = await readFile(path, 'utf8').catch(ifMissing);
  if (text === '') return;
  const [, ...rest] = text.split('\n');
  await writeFile(path, [process.pid, ...rest].join('\n'));
}

/** Whether something takes connections there: a socket file that is left over refuses them. */
export function answers({ socketDir, port }: Pick<Postmaster, 'socketDir' | 'port'>): Promise<boolean> {
  if (socketDir === '') return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect(join(socketDir, `.s.PGSQL.${port}`));
    const done = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}
