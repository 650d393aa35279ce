import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import type pg from 'pg';
import { sqlState } from '../door/connections.ts';
import { InstallProblem } from './problem.ts';

/** One publisher at a time, whatever the number of processes. */
const LOCK = 7_264_911_351;
const LOOK_EVERY_MS = 100;

/**
 * How long a change of a table waits for its lock. All who write wait behind it, so it gives up soon and comes again:
 * a pause of this length is what writers notice at most.
 */
const LOCK_TIMEOUT_MS = 300;
const FIRST_PAUSE_MS = 40;
const LONGEST_PAUSE_MS = 2_000;
const PATIENCE_MS = 180_000;
const WORTH_A_RETRY = new Set(['55P03', '40P01', '40001']);

/** A connection of its own that holds the lock of whoever publishes. */
export interface Publisher {
  query<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<{ rows: T[] }>;
  /** One transaction, tried again for some minutes while others hold what it needs. */
  patiently<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * undefined where somebody else publishes and `wait` is false. Waiting is asking again: a session that waits in the
 * database holds a snapshot, and `create index concurrently` waits for those.
 */
export async function asPublisher<T>(
  knex: Knex,
  wait: boolean,
  work: (publisher: Publisher) => Promise<T>,
): Promise<T | undefined> {
  return holding(knex, LOCK, wait, (connection) => work(publisherOn(connection)));
}

/** Work that one process does at a time, by an advisory lock; it ends with the connection of a process that was killed. */
export async function holding<T>(
  knex: Knex,
  lockKey: number | string,
  wait: boolean,
  work: (connection: pg.Client) => Promise<T>,
): Promise<T | undefined> {
  const pool = knex.client as {
    acquireConnection(): Promise<pg.Client>;
    releaseConnection(one: pg.Client): Promise<void>;
  };
  const connection = await pool.acquireConnection();
  try {
    while (!(await lock(connection, lockKey))) {
      if (!wait) return undefined;
      await pause(LOOK_EVERY_MS);
    }
    try {
      return await work(connection);
    } finally {
      await connection.query(`select pg_advisory_unlock(${keyOf(lockKey)})`, [lockKey]);
    }
  } finally {
    await pool.releaseConnection(connection);
  }
}

/** A name is hashed by the database; a number is one of the product's own. */
function keyOf(lockKey: number | string): string {
  return typeof lockKey === 'number' ? '$1::bigint' : 'hashtextextended($1, 7264)';
}

async function lock(connection: pg.Client, lockKey: number | string): Promise<boolean> {
  const text = `select pg_try_advisory_lock(${keyOf(lockKey)}) as got`;
  const { rows } = await connection.query<{ got: boolean }>(text, [lockKey]);
  return rows[0]?.got === true;
}

function publisherOn(connection: pg.Client): Publisher {
  return {
    query: (text, values = []) => connection.query(text, values),
    patiently: (work) => patiently(connection, work),
  };
}

async function patiently<T>(connection: pg.Client, work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    try {
      await connection.query(`begin; set local lock_timeout = '${LOCK_TIMEOUT_MS}ms'`);
      const result = await work();
      await connection.query('commit');
      return result;
    } catch (cause) {
      await connection.query('rollback');
      if (!WORTH_A_RETRY.has(sqlState(cause) ?? '')) throw cause;
      if (Date.now() - began > PATIENCE_MS) throw tooBusy(cause);
      await pause(wait * (0.5 + Math.random()));
    }
  }
}

function tooBusy(cause: unknown): InstallProblem {
  const problem = new InstallProblem(
    'database_busy',
    {
      'zh-CN': '表一直被占用，发布没有完成。',
      en: 'A table was in use all the time, so that the publish is not through.',
    },
    {
      'zh-CN': '请结束长时间运行的查询或备份，然后再次发布；会从中断处继续。',
      en: 'End long queries or a backup, then publish again; it goes on from where it stopped.',
    },
  );
  problem.cause = cause;
  return problem;
}
