import { describe, expect, it } from 'vitest';
import type { Condition, Env, Facts, Scope, SqlColumn } from '../types.ts';
import { conditionToSql } from './sql.ts';

const env: Env = { now: '2026-03-01T17:30:00.000Z', timeZone: 'Asia/Shanghai' };
const columns: Record<string, SqlColumn> = {
  order_no: { sql: '"t"."order_no"', type: { kind: 'text' } },
  qty: { sql: '"t"."qty"', type: { kind: 'integer' } },
  ordered: { sql: '"t"."ordered"', type: { kind: 'integer' } },
  amount: { sql: '"t"."amount"', type: { kind: 'number' } },
  ok: { sql: '"t"."ok"', type: { kind: 'boolean' } },
  due: { sql: '"t"."due"', type: { kind: 'date' } },
  created_at: { sql: '"t"."created_at"', type: { kind: 'datetime' } },
  tags: { sql: '"t"."tags"', type: { kind: 'list', of: { kind: 'text' } } },
  files: { sql: '"t"."files"', type: { kind: 'list', of: { kind: 'text' } }, storage: 'jsonb' },
};
const facts: Facts = { proof: { order_no: 'SO1', phone: null }, limit: '5000.00' };
const scope: Scope = {
  proof: { kind: 'context', fields: { order_no: { kind: 'text' }, phone: { kind: 'text' } } },
  limit: { kind: 'number' },
};

const sql = (condition: Condition, given: { scope?: Scope } = { scope }) =>
  conditionToSql(condition, (fact) => (Object.hasOwn(columns, fact) ? columns[fact] : undefined), facts, env, given);

describe('a condition as SQL', () => {
  it.each<[Condition, string, unknown[]]>([
    [{ fact: 'order_no', operator: 'equal', value: '= proof.order_no' }, '"t"."order_no" = ?', ['SO1']],
    [{ fact: 'order_no', operator: 'equal', value: '= proof.phone' }, 'false', []],
    [{ fact: 'order_no', operator: 'notEqual', value: '= proof.phone' }, 'true', []],
    [{ fact: 'order_no', operator: 'notEqual', value: 'a' }, '("t"."order_no" = ?) is not true', ['a']],
    [{ fact: 'order_no', operator: 'in', value: ['a', 'b'] }, '"t"."order_no" in (?, ?)', ['a', 'b']],
    [{ fact: 'order_no', operator: 'notIn', value: ['a'] }, '("t"."order_no" in (?)) is not true', ['a']],
    [{ fact: 'order_no', operator: 'contains', value: '50%_\\' }, '"t"."order_no"::text like ?', ['%50\\%\\_\\\\%']],
    [{ fact: 'order_no', operator: 'startsWith', value: 'SO' }, '"t"."order_no"::text like ?', ['SO%']],
    [{ fact: 'order_no', operator: 'filled' }, `nullif("t"."order_no"::text, '') is not null`, []],
    [{ fact: 'order_no', operator: 'filled', value: false }, `nullif("t"."order_no"::text, '') is null`, []],
    [{ fact: 'amount', operator: 'greaterThan', value: '= limit * 2' }, '"t"."amount" > ?::numeric', ['10000']],
    [
      { fact: 'amount', operator: 'between', value: [1, '2.50'] },
      '"t"."amount" >= ?::numeric and "t"."amount" <= ?::numeric',
      ['1', '2.50'],
    ],
    [{ fact: 'qty', operator: 'equal', value: '5000.00' }, '"t"."qty" = ?::bigint', ['5000']],
    [{ fact: 'qty', operator: 'equal', value: 3 }, '"t"."qty" = ?::bigint', ['3']],
    [{ fact: 'qty', operator: 'greaterThan', value: '2.5' }, '"t"."qty" > ?::numeric', ['2.5']],
    [{ fact: 'qty', operator: 'greaterThan', value: '= ordered' }, '"t"."qty" > "t"."ordered"', []],
    [{ fact: 'ok', operator: 'equal', value: false }, '"t"."ok" = ?::boolean', [false]],
    [{ fact: 'due', operator: 'before', value: '= now()' }, '"t"."due" < ?::date', ['2026-03-02']],
    [
      { fact: 'due', operator: 'inPeriod', value: 'thisMonth' },
      '"t"."due" >= ?::date and "t"."due" < ?::date',
      ['2026-03-01', '2026-04-01'],
    ],
    [
      { fact: 'created_at', operator: 'inPeriod', value: 'today' },
      '"t"."created_at" >= ?::timestamptz and "t"."created_at" < ?::timestamptz',
      ['2026-03-01T16:00:00.000Z', '2026-03-02T16:00:00.000Z'],
    ],
    [
      { fact: 'created_at', operator: 'equal', value: '2026-03-02' },
      '"t"."created_at" >= ?::timestamptz and "t"."created_at" < ?::timestamptz',
      ['2026-03-01T16:00:00.000Z', '2026-03-02T16:00:00.000Z'],
    ],
    [
      { fact: 'created_at', operator: 'after', value: '2026-03-02' },
      '"t"."created_at" >= ?::timestamptz',
      ['2026-03-02T16:00:00.000Z'],
    ],
    [
      { fact: 'created_at', operator: 'lessThan', value: '= now()' },
      '"t"."created_at" < ?::timestamptz',
      ['2026-03-01T17:30:00.000Z'],
    ],
    [{ fact: 'tags', operator: 'contains', value: 'x' }, '"t"."tags"::text[] && array[?]::text[]', ['x']],
    [
      { fact: 'tags', operator: 'notIn', value: ['x', 'y'] },
      '("t"."tags"::text[] && array[?, ?]::text[]) is not true',
      ['x', 'y'],
    ],
    [{ fact: 'tags', operator: 'filled' }, 'coalesce(cardinality("t"."tags"), 0) > 0', []],
    [{ fact: 'files', operator: 'contains', value: 'x' }, '"t"."files" @> to_jsonb(?::text)', ['x']],
  ])('%j', (condition, text, bindings) => {
    expect(sql(condition)).toEqual({ sql: text, bindings });
  });

  it('joins groups with their bindings in order', () => {
    const one: Condition = { fact: 'qty', operator: 'equal', value: 1 };
    const two: Condition = { fact: 'order_no', operator: 'equal', value: 'a' };
    expect(sql({ any: [one, { all: [two, one] }] })).toEqual({
      sql: '("t"."qty" = ?::bigint) or (("t"."order_no" = ?) and ("t"."qty" = ?::bigint))',
      bindings: ['1', 'a', '1'],
    });
  });

  it('lets no null through a denial', () => {
    const { sql: text } = sql({ not: { fact: 'qty', operator: 'equal', value: 1 } }) ?? {};
    expect(text).toBe('not (("t"."qty" = ?::bigint) is true)');
  });

  it('has as many question marks as bindings, and none of a person’s text', () => {
    const found = sql({ all: [{ fact: 'order_no', operator: 'containsAny', value: ["'; drop table x; --?", 'b?'] }] });
    expect(found?.sql).toBe('"t"."order_no"::text like ? or "t"."order_no"::text like ?');
    expect(found?.bindings).toHaveLength(2);
  });

  it('works out formulas over facts without declared types', () => {
    expect(sql({ fact: 'order_no', operator: 'equal', value: '= proof.order_no' }, {})).toEqual({
      sql: '"t"."order_no" = ?',
      bindings: ['SO1'],
    });
  });

  it('is undefined where SQL cannot say it, and so is all around it', () => {
    const unsayable: Condition[] = [
      { fact: 'order_no', operator: 'matches', value: '^a' },
      { fact: 'unknown', operator: 'equal', value: 1 },
      { fact: 'qty', operator: 'greaterThan', value: '= ordered - qty' },
      { fact: 'order_no', path: '$.a', operator: 'equal', value: 1 },
    ];
    for (const condition of unsayable) {
      expect(sql(condition)).toBe(undefined);
      expect(sql({ any: [{ fact: 'qty', operator: 'equal', value: 1 }, { not: condition }] })).toBe(undefined);
    }
  });

  it('still refuses a value that the column can never have', () => {
    expect(() => sql({ fact: 'qty', operator: 'equal', value: 'many' })).toThrow(/whole number/);
  });
});
