import { describe, expect, it } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { Connections } from './connections.ts';

const database = await testDatabase();
const sql = new Connections(database.knex);
const one = { text: 'select $1::int as n, $2::text as t, now() as at', values: [1, null] };
const begin = { text: 'begin', values: [] };
const commit = { text: 'commit', values: [] };

describe('statements sent together', () => {
  it('give the rows of the last, the first time and when they are prepared', async () => {
    const connection = await sql.acquire();
    try {
      for (let time = 0; time < 3; time++) {
        const rows = await sql.together(connection, begin, one, { text: 'select 2 as n', values: [] });
        expect(rows).toEqual([{ n: 2 }]);
        expect(await sql.together(connection, one, commit)).toEqual([]);
      }
    } finally {
      await sql.release(connection);
    }
  });

  it('see what those before have written, and do nothing after one that fails', async () => {
    const connection = await sql.acquire();
    await connection.query('create temporary table seen (n int primary key)');
    const add = (n: number) => ({ text: 'insert into seen values ($1)', values: [n] });
    const count = { text: 'select count(*)::int as n from seen', values: [] };
    try {
      for (let time = 0; time < 3; time++) {
        expect(await sql.together(connection, begin, add(time), count)).toEqual([{ n: time + 1 }]);
        await sql.together(connection, commit);
        await expect(sql.together(connection, begin, add(time), add(100 + time), commit)).rejects.toThrow('seen_pkey');
        await connection.query('rollback');
      }
      expect(await sql.on(connection, count.text, [])).toEqual([{ n: 3 }]);
    } finally {
      await sql.release(connection);
    }
  });
});

describe('reads that are asked in the same turn', () => {
  const half = 'select 8 / $1::int as n';

  it('each get their own rows, however many they are', async () => {
    for (let time = 0; time < 3; time++) {
      const asked = Array.from({ length: 19 }, (_, n) => sql.read('select $1::int as n', [n]));
      expect(await Promise.all(asked)).toEqual(asked.map((_, n) => [{ n }]));
    }
  });

  it('each fail for themselves', async () => {
    for (let time = 0; time < 3; time++) {
      const [two, fault, four] = await Promise.allSettled([4, 0, 2].map((n) => sql.read(half, [n])));
      expect(two).toMatchObject({ value: [{ n: 2 }] });
      expect(fault).toMatchObject({ reason: { code: '22012' } });
      expect(four).toMatchObject({ value: [{ n: 4 }] });
    }
  });

  it('see what was committed before they were asked', async () => {
    await sql.query('create table public.kept (n int)');
    for (let n = 1; n < 4; n++) {
      await sql.query('insert into public.kept values ($1)', [n]);
      const count = 'select count(*)::int as n from public.kept';
      expect(await Promise.all([sql.read(count), sql.read(count)])).toEqual([[{ n }], [{ n }]]);
    }
  });
});

describe('a prepared statement', () => {
  it('reads values as the product has them, and no rows as none', async () => {
    for (let time = 0; time < 3; time++) {
      const text = `select $1::numeric as price, $2::timestamptz as at, $3::text[] as list, $4::jsonb as data, null as nothing`;
      const given = ['12.30', '2026-03-02T09:00:00+08:00', '{a,"b c"}', '{"a":[1]}'];
      expect(await sql.query(text, given)).toEqual([
        { price: '12.30', at: '2026-03-02T01:00:00.000Z', list: ['a', 'b c'], data: { a: [1] }, nothing: null },
      ]);
      expect(await sql.query('select 1 as n where $1::bool', [false])).toEqual([]);
      expect(await sql.query('select $1::text[] as list', [['a', null]])).toEqual([{ list: ['a', null] }]);
    }
  });

  it('says what is wrong, and is of use afterwards', async () => {
    for (let time = 0; time < 3; time++) {
      await expect(sql.query('select 1 / $1::int as n', [0])).rejects.toMatchObject({ code: '22012' });
      expect(await sql.query('select 1 / $1::int as n', [1])).toEqual([{ n: 1 }]);
    }
    await expect(sql.query('select nonsense', [])).rejects.toMatchObject({ code: '42703' });
  });
});
