import { expect, test } from 'vitest';
import { migrate } from '../database/migrate.ts';
import { testDatabase } from './database.ts';

const database = await testDatabase();
const { knex } = database;

interface Rows<T> {
  rows: T[];
}

test('decimals, big numbers, days and instants come as text, in lists too', async () => {
  const { rows } = await knex.raw<Rows<Record<string, unknown>>>(`select
    12.30::numeric(10,2) as money, 9007199254740993::bigint as big, date '2026-03-02' as day,
    timestamptz '2026-03-02 09:00:00.123456+08' as instant, timestamptz '1850-01-01 00:00:00+08:05:43' as old,
    timestamp '2026-03-02 09:00:00' as local, interval '1 day 2 hours' as span, 3::int4 as small,
    array[0.1, 0.2]::numeric[] as decimals, array[date '2026-03-02'] as days,
    array[timestamptz '2026-03-02 09:00:00+08'] as instants`);
  expect(rows[0]).toEqual({
    money: '12.30',
    big: '9007199254740993',
    day: '2026-03-02',
    instant: '2026-03-02T01:00:00.123Z',
    old: '1849-12-31T15:54:17.000Z',
    local: '2026-03-02T09:00:00',
    span: '1 day 02:00:00',
    small: 3,
    decimals: ['0.1', '0.2'],
    days: ['2026-03-02'],
    instants: ['2026-03-02T01:00:00.000Z'],
  });
});

test('a date outside a session in UTC still comes as an instant in UTC', async () => {
  const { rows } = await knex.transaction(async (trx) => {
    await trx.raw(`set local timezone to 'Asia/Kolkata'`);
    return trx.raw<Rows<{ at: string }>>(`select timestamptz '2026-03-02 01:00:00Z' as at`);
  });
  expect(rows[0]?.at).toBe('2026-03-02T01:00:00.000Z');
});

test('Chinese text sorts and folds the same on every server', async () => {
  const { rows } = await knex.raw<Rows<{ upper: string; like: boolean }>>(
    `select upper('é') as upper, '退款单' like '退%' as like`,
  );
  expect(rows[0]).toEqual({ upper: 'É', like: true });
});

test('counters do not wait for the disk, commands do', async () => {
  const setting = async (of: typeof knex): Promise<string | undefined> =>
    (await of.raw<Rows<{ synchronous_commit: string }>>('show synchronous_commit')).rows[0]?.synchronous_commit;
  expect(await setting(database.counters)).toBe('off');
  expect(await setting(knex)).toBe('on');
});

test('a notification is heard, and a broken connection is made again and says so', async () => {
  const heard: (string | undefined)[] = [];
  let wake: () => void = () => undefined;
  const until = async (count: number): Promise<void> => {
    while (heard.length < count) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  await database.listen('things', (payload) => {
    heard.push(payload);
    wake();
  });
  await knex.raw(`select pg_notify('things', 'one')`);
  await until(1);
  await knex.raw(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query ilike 'listen%' and pid <> pg_backend_pid()`);
  await until(2);
  await knex.raw(`select pg_notify('things', 'two')`);
  await until(3);
  expect(heard).toEqual(['one', undefined, 'two']);
});

test('each test file has a database of its own, in a language-neutral order', async () => {
  const other = await testDatabase();
  await other.knex.raw('create table only_here (id int)');
  expect(await knex.schema.hasTable('only_here')).toBe(false);
});

test('migrations run once, in order, also when two processes start at the same moment', async () => {
  const { knex: fresh, url } = await testDatabase();
  expect(url).toContain('test_');
  await fresh.schema.dropTableIfExists('migration');
  await fresh.schema.dropTableIfExists('migration_lock');
  const steps = ['0001_a', '0002_b'].map((name) => ({
    name,
    up: async (trx: typeof fresh) => {
      await trx.raw('create table ?? (id int)', [`t_${name}`]);
    },
  }));
  const taken = await Promise.all([migrate(fresh, steps), migrate(fresh, steps), migrate(fresh, steps)]);
  expect(taken.flat()).toEqual(['0001_a', '0002_b']);
  expect(await fresh.schema.hasTable('t_0002_b')).toBe(true);
});

test('a process killed while it migrated does not lock the next one out', async () => {
  const { knex: fresh } = await testDatabase();
  const steps = [{ name: '9001_c', up: () => Promise.resolve() }];
  await migrate(fresh, []).catch(() => undefined);
  await fresh('migration_lock').update({ is_locked: 1 });
  const before = (await fresh('migration').select('name')) as { name: string }[];
  const known = before.map(({ name }) => ({ name, up: () => Promise.resolve() }));
  expect(await migrate(fresh, [...known, ...steps])).toEqual(['9001_c']);
});
