import { describe, expect, it } from 'vitest';
import type { TableShape } from '../records/storage.ts';
import { testDatabase } from '../testing/database.ts';
import { Connections } from './connections.ts';
import { WriteSet } from './writeSet.ts';

const columns: TableShape['columns'] = [
  ['id', 'uuid'],
  ['kind', 'text'],
  ['status', 'text'],
];
const whole = { name: 'engine.thing', columns } as TableShape;
const narrow = { name: 'engine.thing', columns: columns.filter(([name]) => name !== 'kind') } as TableShape;

const uuid = (number: number): string => `01890a5d-ac96-774b-bcce-${String(number).padStart(12, '0')}`;

describe('writes gathered in one command', () => {
  it('keep all columns of a new row when another row of the table was changed by fewer columns first', () => {
    const writes = new WriteSet();
    writes.patch(narrow, 'a', { status: 'done' });
    writes.insert(whole, { id: 'b', kind: 'call', status: 'waiting' });
    const { text } = writes.statement() ?? { text: '' };
    expect(text).toContain('insert into engine.thing ("id", "kind", "status")');
    expect(text).toContain('update engine.thing');
  });

  it('have one text for the same tables and verbs, however many rows and whatever values', () => {
    const text = (rows: number, status: string): string | undefined => {
      const writes = new WriteSet();
      for (let row = 0; row < rows; row++) writes.insert(whole, { id: uuid(row), kind: 'a', status });
      return writes.statement()?.text;
    };
    expect(text(1, 'x')).toBe(text(1, 'y'));
    expect(text(2, 'x')).toBe(text(7, 'y'));
    expect(text(1, 'x')).not.toBe(text(2, 'x'));
  });

  it('change one row by its key alone, so that no table is read for it', () => {
    const writes = new WriteSet();
    writes.patch(whole, uuid(1), { status: 'done' });
    expect(writes.statement()).toEqual({
      text: 'update engine.thing set "status" = $1::text where "id" = $2::uuid',
      values: ['done', uuid(1)],
    });
  });
});

const database = await testDatabase();

describe('a row alone and a row among others', () => {
  const shape: TableShape = {
    name: 'pg_temp.thing',
    columns: [
      ['id', 'uuid'],
      ['price', 'numeric(18,2)'],
      ['qty', 'bigint'],
      ['words', 'text[]'],
      ['data', 'jsonb'],
      ['at', 'timestamptz'],
      ['is_open', 'boolean'],
      ['during', 'daterange'],
    ],
  };
  const rows = [
    {
      price: '12.345',
      qty: 3,
      words: ['a"b', 'c\\d', '{,}', '', null],
      data: { list: [1, null], text: '中"' },
      at: '2026-03-02T01:00:00.000Z',
    },
    { price: null, qty: null, words: null, data: null, at: null, is_open: false, during: '[2026-03-02,2026-03-04)' },
    { price: '0', words: [], data: 'text', is_open: true },
    { data: ['x'], words: ['NULL', 'null'] },
  ];

  it('are written the same', async () => {
    const sql = new Connections(database.knex);
    const connection = await sql.acquire();
    try {
      const columns = shape.columns.map(([name, type]) => `"${name}" ${type}`).join(', ');
      await connection.query(`create temporary table thing (${columns})`);
      const write = async (writes: WriteSet): Promise<void> => {
        const { text, values } = writes.statement() ?? { text: '', values: [] };
        await sql.on(connection, text, values);
      };
      const together = new WriteSet();
      for (const [at, row] of rows.entries()) {
        const alone = new WriteSet();
        alone.insert(shape, { ...row, id: uuid(at) });
        await write(alone);
        together.insert(shape, { ...row, id: uuid(100 + at) });
      }
      await write(together);
      const stored = await sql.on<Record<string, unknown>>(connection, 'select * from pg_temp.thing order by id', []);
      const without = stored.map(({ id: _id, ...rest }) => rest);
      expect(without.slice(rows.length)).toEqual(without.slice(0, rows.length));
      expect(without[0]).toMatchObject({ price: '12.35', words: rows[0]?.words, data: rows[0]?.data });
    } finally {
      await sql.release(connection);
    }
  });
});
