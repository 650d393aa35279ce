import { describe, expect, it } from 'vitest';
import { ExpressionError } from '../error.ts';
import type { Condition, ConditionLeaf, Env, Facts, Json, Scope } from '../types.ts';
import { compileCondition } from './compile.ts';

const env: Env = { now: '2026-03-01T17:30:00.000Z', timeZone: 'Asia/Shanghai' };
const scope: Scope = {
  name: { kind: 'text' },
  qty: { kind: 'integer' },
  ordered: { kind: 'integer' },
  amount: { kind: 'number' },
  limit: { kind: 'number' },
  ok: { kind: 'boolean' },
  due: { kind: 'date' },
  opens: { kind: 'time' },
  signed_at: { kind: 'datetime' },
  spent: { kind: 'duration' },
  tags: { kind: 'list', of: { kind: 'text' } },
  customer: { kind: 'context', fields: { level: { kind: 'text' } } },
  lines: { kind: 'list', of: { kind: 'context', fields: { qty: { kind: 'integer' }, sku: { kind: 'text' } } } },
  body: { kind: 'any' },
};
const facts: Facts = {
  name: 'RT20260302',
  qty: 3,
  ordered: 5,
  amount: '10000.00',
  limit: '5000',
  ok: false,
  due: '2026-03-02',
  opens: '09:00',
  signed_at: '2026-03-01T16:30:00.000Z',
  spent: 'PT5H',
  tags: ['fragile', 'gift'],
  customer: { level: 'gold' },
  lines: [
    { id: '1', qty: 2, sku: 'A1' },
    { id: '2', qty: null, sku: 'B2' },
  ],
  body: { errcode: 0, total: '10000.00', rows: [{ code: 'x' }, { code: 'y' }] },
};

const holds = (condition: Condition, given: Facts = facts): boolean =>
  compileCondition(condition, scope).test(given, env);

type Case = [fact: string, operator: ConditionLeaf['operator'], value: Json, expected: boolean];
const leaf = ([fact, operator, value]: Case): Condition =>
  ({ fact, operator, ...(value === null ? {} : { value }) }) as ConditionLeaf;

function refusal(condition: unknown): ExpressionError {
  try {
    compileCondition(condition as Condition, scope);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('a comparison', () => {
  it.each<Case>([
    ['amount', 'greaterThan', '5000', true],
    ['amount', 'equal', 10000, true],
    ['amount', 'equal', '10000.000', true],
    ['amount', 'lessThan', '9', false],
    ['amount', 'between', ['10000', '10000.01'], true],
    ['amount', 'between', ['10000.01', '20000'], false],
    ['amount', 'in', ['1', '10000'], true],
    ['amount', 'greaterThan', '= limit * 2 - 0.01', true],
    ['amount', 'greaterThan', '= limit * 2', false],
    ['amount', 'between', ['= limit', '= limit * 3'], true],
    ['qty', 'lessThanInclusive', '= ordered - 2', true],
    ['qty', 'notEqual', 3, false],
    ['name', 'startsWith', 'RT', true],
    ['name', 'endsWith', '302', true],
    ['name', 'contains', '2026', true],
    ['name', 'notContains', '2025', true],
    ['name', 'containsAny', ['x', '03'], true],
    ['name', 'matches', '^RT[0-9]{8}$', true],
    ['name', 'in', ['a', 'RT20260302'], true],
    ['name', 'notIn', ['a', 'b'], true],
    ['name', 'in', '= append(tags, "RT20260302")', true],
    ['ok', 'equal', false, true],
    ['due', 'equal', '2026-03-02', true],
    ['due', 'before', '2026-03-03', true],
    ['due', 'equal', '= today()', true],
    ['due', 'equal', '= now()', true],
    ['opens', 'lessThan', '09:30', true],
    ['spent', 'greaterThan', 'PT4H', true],
    ['customer.level', 'equal', 'gold', true],
    ['name', 'filled', true, true],
    ['name', 'filled', null, true],
    ['name', 'filled', false, false],
    ['tags', 'filled', true, true],
    ['customer', 'filled', true, true],
  ])('%s %s %j: %s', (...parts) => {
    expect(holds(leaf(parts))).toBe(parts[3]);
  });
});

describe('a date beside a date and time is the whole day in the app’s time zone', () => {
  it.each<Case>([
    ['signed_at', 'equal', '2026-03-02', true],
    ['signed_at', 'equal', '2026-03-01', false],
    ['signed_at', 'after', '2026-03-01', true],
    ['signed_at', 'after', '2026-03-02', false],
    ['signed_at', 'lessThanInclusive', '2026-03-02', true],
    ['signed_at', 'between', ['2026-03-02', '2026-03-02'], true],
    ['signed_at', 'equal', '= today()', true],
    ['signed_at', 'before', '= now()', true],
    ['signed_at', 'equal', '2026-03-02T00:30:00+08:00', true],
  ])('%s %s %j: %s', (...parts) => {
    expect(holds(leaf(parts))).toBe(parts[3]);
  });
});

describe('a period', () => {
  const at = (iso: string, value: string): boolean =>
    holds({ fact: 'signed_at', operator: 'inPeriod', value }, { signed_at: iso });
  const on = (due: string, value: string): boolean => holds({ fact: 'due', operator: 'inPeriod', value }, { due });

  it.each([
    ['today', '2026-03-01T16:00:00.000Z', '2026-03-02T16:00:00.000Z'],
    ['yesterday', '2026-02-28T16:00:00.000Z', '2026-03-01T16:00:00.000Z'],
    ['thisWeek', '2026-03-01T16:00:00.000Z', '2026-03-08T16:00:00.000Z'],
    ['lastWeek', '2026-02-22T16:00:00.000Z', '2026-03-01T16:00:00.000Z'],
    ['thisMonth', '2026-02-28T16:00:00.000Z', '2026-03-31T16:00:00.000Z'],
    ['lastMonth', '2026-01-31T16:00:00.000Z', '2026-02-28T16:00:00.000Z'],
    ['thisYear', '2025-12-31T16:00:00.000Z', '2026-12-31T16:00:00.000Z'],
    ['last7Days', '2026-02-23T16:00:00.000Z', '2026-03-02T16:00:00.000Z'],
    ['P7D', '2026-02-22T17:30:00.000Z', '2026-03-01T17:30:00.001Z'],
    ['PT4H', '2026-03-01T13:30:00.000Z', '2026-03-01T17:30:00.001Z'],
  ])('%s reaches from %s to before %s', (name, from, to) => {
    const shifted = (iso: string, ms: number): string => new Date(Date.parse(iso) + ms).toISOString();
    expect([at(from, name), at(shifted(from, -1), name)]).toEqual([true, false]);
    expect([at(shifted(to, -1), name), at(to, name)]).toEqual([true, false]);
  });

  it('of dates goes by days', () => {
    expect([on('2026-02-24', 'last7Days'), on('2026-02-23', 'last7Days')]).toEqual([true, false]);
    expect([on('2026-03-02', 'today'), on('2026-03-03', 'today')]).toEqual([true, false]);
  });

  it('begins its week where the app says', () => {
    const sunday = { ...env, weekStart: 7 } as const;
    const condition = compileCondition({ fact: 'due', operator: 'inPeriod', value: 'thisWeek' }, scope);
    expect(condition.test({ due: '2026-03-01' }, sunday)).toBe(true);
    expect(condition.test({ due: '2026-03-01' }, env)).toBe(false);
  });
});

describe('lists', () => {
  it.each<Case>([
    ['tags', 'contains', 'gift', true],
    ['tags', 'notContains', 'gift', false],
    ['tags', 'containsAny', ['x', 'gift'], true],
    ['tags', 'in', ['x', 'gift'], true],
    ['tags', 'notIn', ['x', 'gift'], false],
    ['tags', 'equal', ['gift', 'fragile'], true],
    ['tags', 'notEqual', ['gift'], true],
    ['tags', 'startsWith', 'frag', true],
    ['lines.sku', 'contains', 'B2', true],
    ['lines.qty', 'greaterThan', 1, true],
    ['lines.qty', 'greaterThan', 2, false],
    ['lines', 'filled', true, true],
  ])('%s %s %j: %s', (...parts) => {
    expect(holds(leaf(parts))).toBe(parts[3]);
  });
});

describe('facts of unknown shape', () => {
  const inBody = (path: string, operator: ConditionLeaf['operator'], value: ConditionLeaf['value']): boolean =>
    holds({ fact: 'body', path, operator, ...(value === undefined ? {} : { value }) });

  it('are read by their path and compared by what they are', () => {
    expect(inBody('$.errcode', 'equal', 0)).toBe(true);
    expect(inBody('$.total', 'equal', 10000)).toBe(true);
    expect(inBody('$.total', 'greaterThan', '5000')).toBe(true);
    expect(inBody('$.rows[1].code', 'equal', 'y')).toBe(true);
    expect(inBody('$.rows.code', 'contains', 'x')).toBe(true);
    expect(inBody('$.rows.code', 'in', ['q', 'y'])).toBe(true);
    expect(inBody('$.constructor', 'filled', true)).toBe(false);
    expect(inBody('$.errcode', 'equal', 'no')).toBe(false);
  });
});

describe('comparing with nothing', () => {
  it('is false, and its denial true', () => {
    for (const operator of ['equal', 'greaterThan', 'lessThanInclusive'] as const) {
      expect(holds({ fact: 'amount', operator, value: '1' }, {})).toBe(false);
    }
    expect(holds({ fact: 'amount', operator: 'notEqual', value: '1' }, {})).toBe(true);
    expect(holds({ fact: 'name', operator: 'notIn', value: ['a'] }, { name: null })).toBe(true);
    expect(holds({ fact: 'name', operator: 'notContains', value: 'a' }, {})).toBe(true);
    expect(holds({ fact: 'name', operator: 'equal', value: '= customer.level' }, {})).toBe(false);
    expect(holds({ fact: 'tags', operator: 'filled', value: false }, {})).toBe(true);
  });
});

describe('groups', () => {
  const yes: Condition = { fact: 'qty', operator: 'equal', value: 3 };
  const no: Condition = { fact: 'qty', operator: 'equal', value: 4 };

  it('all, any and not nest', () => {
    expect(holds({ all: [yes, { any: [no, { not: no }] }] })).toBe(true);
    expect(holds({ all: [yes, no] })).toBe(false);
    expect(holds({ any: [no, no] })).toBe(false);
  });

  it('explain themselves', () => {
    const condition = compileCondition(
      { all: [yes, { fact: 'amount', operator: 'greaterThan', value: '= limit * 3' }] },
      scope,
    );
    expect(condition.explain(facts, env)).toEqual({
      kind: 'all',
      result: false,
      of: [
        { kind: 'leaf', result: true, fact: 'qty', operator: 'equal', value: 3, actual: 3 },
        {
          kind: 'leaf',
          result: false,
          fact: 'amount',
          operator: 'greaterThan',
          value: '15000',
          actual: '10000.00',
          formula: '= limit * 3',
        },
      ],
    });
    expect(condition.depends).toEqual(['amount', 'limit', 'qty']);
  });
});

describe('a condition that cannot be right is refused', () => {
  const deep = (levels: number): unknown =>
    levels === 0 ? { fact: 'qty', operator: 'equal', value: 1 } : { not: deep(levels - 1) };

  it.each<[unknown, string, string]>([
    [{ all: [] }, 'empty_condition', ''],
    [{ any: [{ all: [] }] }, 'empty_condition', '/any/0'],
    [deep(40), 'condition_too_deep', '/not'.repeat(32)],
    [{ all: [{ fact: 'qyt', operator: 'equal', value: 1 }] }, 'unknown_fact', '/all/0/fact'],
    [{ fact: 'customer.levle', operator: 'equal', value: 'x' }, 'unknown_fact', '/fact'],
    [{ fact: 'constructor', operator: 'filled' }, 'unknown_fact', '/fact'],
    [{ fact: '__proto__.x', operator: 'filled' }, 'unknown_fact', '/fact'],
    [{ fact: 'qty', operator: 'constructor', value: 1 }, 'unknown_operator', '/operator'],
    [{ fact: 'qty', operator: 'startsWith', value: '1' }, 'wrong_operator', '/operator'],
    [{ fact: 'name', operator: 'greaterThan', value: 'a' }, 'wrong_operator', '/operator'],
    [{ fact: 'tags', operator: 'equal', value: true }, 'wrong_operator', '/operator'],
    [{ fact: 'qty', operator: 'equal', value: 'many' }, 'wrong_value', '/value'],
    [{ fact: 'name', operator: 'equal', value: 5 }, 'wrong_value', '/value'],
    [{ fact: 'due', operator: 'before', value: '2026-02-30' }, 'wrong_value', '/value'],
    [{ fact: 'qty', operator: 'between', value: [1] }, 'wrong_value', '/value'],
    [{ fact: 'qty', operator: 'equal', value: [1] }, 'wrong_value', '/value'],
    [{ fact: 'qty', operator: 'equal' }, 'wrong_value', '/value'],
    [{ fact: 'due', operator: 'inPeriod', value: 'someday' }, 'wrong_value', '/value'],
    [{ fact: 'name', operator: 'matches', value: '(a)\\1' }, 'unsafe_pattern', '/value'],
    [{ fact: 'qty', operator: 'equal', value: '= name' }, 'wrong_type', '/value'],
    [{ fact: 'due', operator: 'equal', value: '= qty' }, 'wrong_value', '/value'],
    [{ fact: 'qty', operator: 'equal', value: '= oredred' }, 'unknown_name', '/value'],
    [{ all: 'x' }, 'malformed_condition', ''],
    [{ all: [null] }, 'malformed_condition', '/all/0'],
    [{ fact: 'qty' }, 'malformed_condition', ''],
    [[], 'malformed_condition', ''],
  ])('%j: %s', (condition, code, path) => {
    const error = refusal(condition);
    expect([error.code, error.path]).toEqual([code, path]);
  });
});
