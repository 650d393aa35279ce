import knexFactory, { type Knex } from 'knex';
import type pg from 'pg';
import { type EmbeddedDatabase, findEmbedded, type Log, type Settings, startEmbedded } from './embedded.ts';
import { type Heard, Listener } from './listener.ts';
import { DatabaseProblem } from './problem.ts';
import { typeParsers } from './types.ts';

export interface DatabaseOptions {
  /** A server; without it the embedded one is started on `dataDir`. */
  url?: string | undefined;
  /** A read replica for reports. */
  replicaUrl?: string | undefined;
  dataDir: string;
  log: Log;
  /** Connections for commands; the ones for counters and notifications come on top. */
  poolSize?: number;
  /** Use the embedded server that runs on `dataDir` already, if there is one: for commands beside a running program. */
  join?: boolean;
  settings?: Settings;
}

export interface Database {
  knex: Knex;
  /**
   * For counters whose last values may be lost in a power cut and whose caller never waits for the disk: a few
   * connections of their own, with `synchronous_commit = off`, so that drawing a number never waits for a command.
   */
  counters: Knex;
  /** The read replica where there is one, else the same as `knex`. */
  replica: Knex;
  /** For libraries that open connections of their own. */
  config: pg.PoolConfig;
  embedded: boolean;
  /** See Listener. */
  listen(channel: string, heard: Heard): Promise<() => void>;
  /** Resolves when an embedded server that this process started has ended; never for a server elsewhere. */
  exited: Promise<void>;
  stop(): Promise<void>;
}

const POOL_SIZE = 20;
const COUNTER_POOL_SIZE = 2;
const ACQUIRE_MS = 15_000;
const OLDEST_VERSION = 150_000;
/** A server that starts together with us, as in a compose file, gets this long to take connections. */
const PATIENCE_MS = 30_000;

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, replicaUrl, dataDir, log, poolSize = POOL_SIZE } = options;
  const embedded = url ? undefined : await embeddedFor(options);
  const config: pg.PoolConfig = url ? { connectionString: url } : { ...embedded?.connection };
  const knex = openPool(config, poolSize, log);
  const pools = [knex];
  const stop = async (): Promise<void> => {
    await listener.stop();
    await Promise.all(pools.map((pool) => pool.destroy()));
    await embedded?.stop();
  };
  const listener = new Listener(config, log);
  try {
    await reach(knex, log);
  } catch (cause) {
    await stop();
    throw cause;
  }
  const counters = openPool(config, COUNTER_POOL_SIZE, log, '-c synchronous_commit=off');
  const replica = replicaUrl ? openPool({ connectionString: replicaUrl }, poolSize, log) : knex;
  pools.push(counters, ...(replicaUrl ? [replica] : []));
  return {
    knex,
    counters,
    replica,
    config,
    embedded: embedded !== undefined,
    listen: (channel, heard) => listener.listen(channel, heard),
    exited: embedded?.exited ?? new Promise(() => undefined),
    stop: once(stop),
  };

  async function embeddedFor({ join, settings }: DatabaseOptions): Promise<EmbeddedDatabase> {
    const running = join ? await findEmbedded(dataDir) : undefined;
    if (running === undefined) return startEmbedded(dataDir, log, settings);
    return { connection: running, exited: new Promise(() => undefined), stop: () => Promise.resolve() };
  }
}

/** Sessions speak UTC whatever the server's default is, so that a day in SQL is never the server's day by chance. */
function openPool(config: pg.PoolConfig, size: number, log: Log, more = ''): Knex {
  return knexFactory({
    client: 'pg',
    connection: { ...config, options: `-c TimeZone=UTC ${more}`.trim(), types: typeParsers } as Knex.PgConnectionConfig,
    pool: { min: 0, max: size },
    acquireConnectionTimeout: ACQUIRE_MS,
    // Whoever asks for a connection is told why there is none.
    log: { warn: (line: string) => (line.startsWith('Acquire connection error') ? undefined : log(line)) },
  });
}

async function reach(knex: Knex, log: Log): Promise<void> {
  const began = Date.now();
  for (let told = false; ; told = true) {
    try {
      const found = await knex.raw<{ rows: { version: number }[] }>(
        `select current_setting('server_version_num')::int as version`,
      );
      const version = found.rows[0]?.version ?? 0;
      if (version < OLDEST_VERSION) throw tooOld(version);
      return;
    } catch (cause) {
      if (cause instanceof DatabaseProblem) throw cause;
      if (!mayPass(cause) || Date.now() - began > PATIENCE_MS) throw unreachable(cause);
      if (!told) log('Waiting for the database to take connections …');
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

/** Not listening yet, or (57P03) starting up. */
function mayPass(cause: unknown): boolean {
  const { code } = cause as { code?: string };
  return code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'EAI_AGAIN' || code === '57P03';
}

function unreachable(cause: unknown): DatabaseProblem {
  // The driver's message names host and user, never the password.
  const reason = cause instanceof Error ? cause.message || String((cause as { code?: string }).code) : String(cause);
  return new DatabaseProblem(
    'database_unreachable',
    { 'zh-CN': `无法连接数据库：${reason}。`, en: `The database cannot be reached: ${reason}.` },
    {
      'zh-CN': '请检查 DATABASE_URL 以及数据库是否已启动。',
      en: 'Look at DATABASE_URL, and whether that server runs.',
    },
    cause,
  );
}

function tooOld(version: number): DatabaseProblem {
  const major = Math.floor(version / 10_000);
  return new DatabaseProblem(
    'database_too_old',
    {
      'zh-CN': `数据库是 PostgreSQL ${major}，版本过低。`,
      en: `The database is PostgreSQL ${major}, which is too old.`,
    },
    { 'zh-CN': '请使用 PostgreSQL 15 或更高版本。', en: 'Use PostgreSQL 15 or later.' },
  );
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
