import knexFactory, { type Knex } from 'knex';
import type pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { ConnectionQueue } from './connectionQueue.ts';

const { url } = await testDatabase();
const pools: Knex[] = [];
afterAll(() => Promise.all(pools.map((pool) => pool.destroy())));

function poolOf(max: number, patience = 15_000): Knex {
  const pool = knexFactory({
    client: 'pg',
    connection: url,
    pool: { min: 0, max },
    acquireConnectionTimeout: patience,
  });
  pools.push(pool);
  return pool;
}

async function use(queue: ConnectionQueue, work: (connection: pg.Client) => Promise<unknown>): Promise<void> {
  const connection = await queue.acquire();
  try {
    await work(connection);
  } finally {
    await queue.release(connection);
  }
}

test('hundreds share a few connections, none of which two have at once', async () => {
  const queue = new ConnectionQueue(poolOf(3));
  const used = new Set<pg.Client>();
  const seen = new Set<pg.Client>();
  let done = 0;
  const work = async (connection: pg.Client): Promise<void> => {
    expect(used.has(connection)).toBe(false);
    used.add(connection);
    seen.add(connection);
    await connection.query('select 1');
    used.delete(connection);
    done += 1;
  };
  await Promise.all(Array.from({ length: 300 }, () => use(queue, work)));
  expect(done).toBe(300);
  expect(seen.size).toBeLessThanOrEqual(3);
});

test('who waits at the pool itself is not passed over for ever', async () => {
  const pool = poolOf(1);
  const queue = new ConnectionQueue(pool);
  let left = 200;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await use(queue, (connection) => connection.query('select 1'));
  };
  const all = Promise.all(Array.from({ length: 4 }, worker));
  await pool.raw('select 1');
  expect(left).toBeGreaterThan(0);
  await all;
});

test('two queues on one pool both get on', async () => {
  const pool = poolOf(2);
  const queues = [new ConnectionQueue(pool), new ConnectionQueue(pool)];
  const works = Array.from({ length: 200 }, (_, at) =>
    use(queues[at % 2] as ConnectionQueue, (connection) => connection.query('select 1')),
  );
  expect(await Promise.all(works)).toHaveLength(200);
});

test('who has waited too long is told so, and nobody else', async () => {
  const queue = new ConnectionQueue(poolOf(1, 300));
  const held = await queue.acquire();
  await expect(queue.acquire()).rejects.toMatchObject({ name: 'KnexTimeoutError' });
  const late = queue.acquire();
  await queue.release(held);
  await queue.release(await late);
  await use(queue, (connection) => connection.query('select 1'));
});

test('a connection that has broken is not handed on', async () => {
  const pool = poolOf(2);
  const queue = new ConnectionQueue(pool);
  const connection = await queue.acquire();
  const { rows } = await connection.query<{ pid: number }>('select pg_backend_pid() as pid');
  const ended = new Promise<void>((resolve) => connection.once('end', () => resolve()));
  await pool.raw('select pg_terminate_backend(?)', [rows[0]?.pid ?? 0]);
  await ended;
  await queue.release(connection);
  await use(queue, async (other) => expect(other).not.toBe(connection));
});

test('a database that is not there is told at once', async () => {
  const pool = knexFactory({ client: 'pg', connection: { host: '127.0.0.1', port: 1 }, pool: { min: 0, max: 1 } });
  pools.push(pool);
  await expect(new ConnectionQueue(pool).acquire()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
