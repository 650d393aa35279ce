import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { inGuise, spawnOptions } from './guise.ts';
import { type Place, preparePlace } from './place.ts';
import { answers, claimFolder, findRunning, inUse, isAlive, readPostmaster } from './postmaster.ts';
import { DatabaseProblem } from './problem.ts';

export interface Connection {
  /** A folder: the server listens on a socket in it and on no network address. */
  host: string;
  port: number;
  user: string;
  database: string;
}

export interface EmbeddedDatabase {
  connection: Connection;
  /** Settles when the server has ended, whoever ended it. */
  exited: Promise<void>;
  /** Ends the server cleanly; connections that are still open are cut. */
  stop(): Promise<void>;
}

export type Log = (line: string) => void;

/** Server settings on top of ours: tests turn fsync off. */
export type Settings = Record<string, string>;

const USER = 'postgres';
const DATABASE = 'platform';
const PORT = 5432;
/** Recovery of a large write-ahead log after a power cut takes minutes, not seconds. */
const START_MS = 300_000;
/** A fast shutdown writes a checkpoint; past this the server is told to leave at once and recovers at its next start. */
const STOP_MS = 60_000;
const LOG_BYTES = 5_000_000;
/** sockaddr_un.sun_path has 108 bytes with its zero. */
const SOCKET_PATH_BYTES = 107;

/**
 * Starts the real PostgreSQL of the npm package on `dataDir` and returns when it takes connections; the first start makes
 * the data folder. The server ends with this process, even when this process is killed with SIGKILL.
 */
export async function startEmbedded(dataDir: string, log: Log, settings: Settings = {}): Promise<EmbeddedDatabase> {
  const place = await preparePlace(resolve(dataDir), log);
  const { server, socketDir } = await own(place, log, settings).catch(async (cause: unknown) => {
    // Of two starts at the same moment the one that lost can fail in many ways; what went wrong is that the other runs.
    const winner = await findRunning(place.pgdata);
    throw winner === undefined ? cause : inUse(place.pgdata, winner.pid);
  });
  const connection = { host: socketDir, port: PORT, user: USER, database: DATABASE };
  const exited = new Promise<void>((done) => server.once('exit', () => done()));
  const stop = async (): Promise<void> => {
    await end(server, exited);
    await rm(socketDir, { recursive: true, force: true });
  };
  try {
    await createDatabase(connection);
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { connection, exited, stop };
}

async function own(place: Place, log: Log, settings: Settings): Promise<{ server: ChildProcess; socketDir: string }> {
  if (!existsSync(join(place.pgdata, 'PG_VERSION'))) await initialise(place, log);
  await claimFolder(place.pgdata);
  const socketDir = await makeSocketDir(place);
  try {
    const server = await launch(place, socketDir, settings);
    await sweep(place, socketDir);
    return { server, socketDir };
  } catch (cause) {
    await rm(socketDir, { recursive: true, force: true });
    throw cause;
  }
}

/** The connection to a server that another process has started on `dataDir`, for commands beside a running program. */
export async function findEmbedded(dataDir: string): Promise<Connection | undefined> {
  const place = await preparePlace(resolve(dataDir), () => undefined);
  const running = await findRunning(place.pgdata);
  return running && { host: running.socketDir, port: running.port, user: USER, database: DATABASE };
}

/** Makes the cluster beside its place and moves it there whole: a first start that is killed leaves nothing half made. */
async function initialise(place: Place, log: Log): Promise<void> {
  log('Creating the database …');
  const half = `${place.pgdata}.${process.pid}`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { mode: 0o700 });
  await place.give(half);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const argv = [join(place.bin, 'initdb'), '-D', half, '-U', USER, '--auth=trust', '--no-instructions', ...locale];
  const output = await run(place, argv);
  if (output.code !== 0) throw notStarted(place.pgdata, output.text);
  await rename(half, place.pgdata).catch(async (cause: unknown) => {
    await rm(half, { recursive: true, force: true });
    // Another first start on the same folder was quicker; which of the two may run is decided by claimFolder.
    if (!existsSync(join(place.pgdata, 'PG_VERSION'))) throw cause;
  });
}

/**
 * A socket folder for this start alone. A server that was killed leaves its socket and the lock file beside it, and
 * PostgreSQL takes any living process with the pid noted there for the owner; removing them could hit another start.
 */
async function makeSocketDir(place: Place): Promise<string> {
  const longest = Buffer.byteLength(join(place.socketDir, 'sXXXXXX', `.s.PGSQL.${PORT}.lock`));
  const parent = longest < SOCKET_PATH_BYTES ? place.socketDir : tmpdir();
  if (parent === place.socketDir) {
    await mkdir(parent, { recursive: true, mode: 0o700 });
    await place.give(parent);
  }
  const dir = await mkdtemp(join(parent, parent === place.socketDir ? 's' : 'platform-'));
  await place.give(dir);
  return dir;
}

/**
 * The server on the folder is ours now, so every other socket folder belongs to one that is gone, and a half-made cluster
 * to a first start that was killed, or that is still at it: that one removes it itself when it finds us here.
 */
async function sweep(place: Place, ours: string): Promise<void> {
  const left = await readdir(dirname(place.pgdata));
  const halves = left
    .filter((name) => /^postgres\.\d+$/.test(name))
    // In a container a start often has the pid of the one before it.
    .filter((name) => name === `postgres.${process.pid}` || !isAlive(Number(name.split('.')[1])))
    .map((name) => join(dirname(place.pgdata), name));
  const sockets = existsSync(place.socketDir) ? await readdir(place.socketDir) : [];
  const others = sockets.map((name) => join(place.socketDir, name)).filter((dir) => dir !== ours);
  for (const path of [...halves, ...others]) await rm(path, { recursive: true, force: true });
}

async function launch(place: Place, socketDir: string, settings: Settings): Promise<ChildProcess> {
  const logPath = join(place.logDir, 'postgres.log');
  const output = await open(logPath, 'a', 0o600);
  try {
    const { size } = await output.stat();
    if (size > LOG_BYTES) await truncate(logPath);
    const from = (await output.stat()).size;
    const [file, ...args] = inGuise(place.guise, withOwner(serverCommand(place, socketDir, settings)));
    const server = spawn(file, args, {
      ...spawnOptions(place.guise),
      // A group of its own: Ctrl-C is for us, and we end the server when the last command is done.
      detached: true,
      cwd: '/',
      stdio: ['pipe', output.fd, output.fd],
    });
    await untilReady(server, place.pgdata, socketDir, async () =>
      (await readFile(logPath)).subarray(from).toString('utf8'),
    );
    return server;
  } finally {
    await output.close();
  }
}

function serverCommand(place: Place, socketDir: string, settings: Settings): string[] {
  const ours: Settings = {
    listen_addresses: '',
    port: String(PORT),
    unix_socket_directories: `"${socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The errors of statements belong to whoever sent them.
    log_min_messages: 'log',
    log_checkpoints: 'off',
    // Compiling costs more than it saves on the short statements that we send.
    jit: 'off',
  };
  const flags = Object.entries({ ...ours, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return [join(place.bin, 'postgres'), '-D', place.pgdata, ...flags];
}

/**
 * Ties the server's life to ours. Linux sends it SIGINT (a fast, clean shutdown) when we die, by whatever death. Elsewhere
 * a shell waits for the end of its standard input, which is a pipe from us, and sends the same.
 */
function withOwner(argv: string[]): string[] {
  if (process.platform === 'linux' && existsSync('/usr/bin/setpriv')) return ['setpriv', '--pdeathsig', 'INT', ...argv];
  const watch =
    '"$@" & server=$!; trap "kill -INT $server" INT; (cat >/dev/null; kill -INT $server) & wait $server; wait $server';
  return ['/bin/sh', '-c', watch, 'sh', ...argv];
}

async function untilReady(
  server: ChildProcess,
  pgdata: string,
  socketDir: string,
  output: () => Promise<string>,
): Promise<void> {
  let failure: Error | undefined;
  server.once('error', (cause) => {
    failure = cause;
  });
  const began = Date.now();
  for (;;) {
    if (failure !== undefined) throw notStarted(pgdata, failure.message);
    if (server.exitCode !== null || server.signalCode !== null) throw explain(pgdata, await output());
    if (await isReady(pgdata, socketDir)) return;
    if (Date.now() - began > START_MS) {
      server.kill('SIGQUIT');
      throw notStarted(pgdata, await output());
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The socket first: once it answers, the note is this server's own and no longer one that a killed server left. */
async function isReady(pgdata: string, socketDir: string): Promise<boolean> {
  return (await answers({ socketDir, port: PORT })) && (await readPostmaster(pgdata))?.status === 'ready';
}

function explain(pgdata: string, output: string): DatabaseProblem {
  // Two starts at the same moment: the lock file of PostgreSQL itself decided.
  if (/lock file "postmaster\.pid" already exists/.test(output)) return inUse(pgdata);
  return notStarted(pgdata, output);
}

async function createDatabase(connection: Connection): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

async function end(server: ChildProcess, exited: Promise<void>): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill('SIGINT');
  const impatient = setTimeout(() => server.kill('SIGQUIT'), STOP_MS);
  await exited;
  clearTimeout(impatient);
}

function run(place: Place, argv: string[]): Promise<{ code: number | null; text: string }> {
  const [file, ...args] = inGuise(place.guise, argv);
  return new Promise((done, fail) => {
    const child = spawn(file, args, { ...spawnOptions(place.guise), cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const collect = (part: Buffer): void => {
      text += part.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', fail);
    child.once('close', (code) => done({ code, text }));
  });
}

function notStarted(pgdata: string, output: string): DatabaseProblem {
  const last = output.trim().split('\n').slice(-8).join('\n');
  return new DatabaseProblem(
    'embedded_database_not_started',
    {
      'zh-CN': `内置数据库未能在 ${pgdata} 上启动：\n${last}\n`,
      en: `The embedded database did not start on ${pgdata}:\n${last}\n`,
    },
    {
      'zh-CN': '请检查目录权限与磁盘空间，或用 DATABASE_URL 指定一个 PostgreSQL。',
      en: 'Look at the rights of that folder and the space on its disk, or name a PostgreSQL in DATABASE_URL.',
    },
  );
}
