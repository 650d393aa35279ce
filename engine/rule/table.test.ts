import { describe, expect, it } from 'vitest';
import type { DecisionTable } from '../definition/types.generated.ts';
import type { Env, Facts, Scope } from '../expression/index.ts';
import { describeTable } from './describe.ts';
import { compileTable, evaluateTable } from './table.ts';

const env: Env = { now: '2026-03-02T01:00:00.000Z', timeZone: 'Asia/Shanghai' };
const scope: Scope = { category: { kind: 'text' }, amount: { kind: 'number' }, urgent: { kind: 'boolean' } };

function ask(table: Partial<DecisionTable>, facts: Facts) {
  const whole: DecisionTable = {
    key: 't',
    label: 't',
    form: 'f',
    in: ['= category', '= amount'],
    out: ['user'],
    rows: [],
    ...table,
  };
  return evaluateTable(compileTable(whole, scope), facts, env);
}

const rows = [
  ['"clothes","shoes"', '-', 'ann'],
  ['-', '> 5000', 'bob'],
  ['-', '[1000..5000]', '= if urgent then "eve" else "dan"', 'a remark'],
];

describe('decision tables', () => {
  it('take the first row that holds', () => {
    expect(ask({ rows }, { category: 'shoes', amount: '9000' }).outputs).toEqual({ user: 'ann' });
    expect(ask({ rows }, { category: 'food', amount: '5000.01' })).toMatchObject({
      outputs: { user: 'bob' },
      rows: [1],
    });
  });

  it('compare exactly at the border, and work formulas out', () => {
    expect(ask({ rows }, { category: 'food', amount: '5000.00', urgent: true })).toMatchObject({
      outputs: { user: 'eve' },
      rows: [2],
    });
  });

  it('say that no row holds', () => {
    const result = ask({ rows }, { category: 'food', amount: '1.00' });
    expect(result).toMatchObject({ outputs: {}, rows: [], why: { fault: 'none' } });
  });

  it('refuse to choose where a unique table has two rows that hold', () => {
    const result = ask({ rows, hit: 'unique' }, { category: 'shoes', amount: '9000' });
    expect(result).toMatchObject({ outputs: {}, rows: [], why: { fault: 'not_unique' } });
    expect(result.why.matched.map((row) => row.row)).toEqual([0, 1]);
  });

  it('accept several rows that agree under any, and none that disagree', () => {
    const same = [
      ['"a"', '-', 'x'],
      ['-', '-', 'x'],
    ];
    expect(ask({ rows: same, hit: 'any' }, { category: 'a' })).toMatchObject({ outputs: { user: 'x' }, rows: [0, 1] });
    const other = [
      ['"a"', '-', 'x'],
      ['-', '-', 'y'],
    ];
    expect(ask({ rows: other, hit: 'any' }, { category: 'a' }).why.fault).toBe('disagree');
  });

  it('collect every row that holds', () => {
    const result = ask({ rows, hit: 'collect' }, { category: 'shoes', amount: '9000' });
    expect(result.all).toEqual([{ user: 'ann' }, { user: 'bob' }]);
  });

  it('read literals as texts, numbers and truth', () => {
    const table = { out: ['a', 'b', 'c', 'd', 'e'], rows: [['-', '-', '12', 'true', '007', '"12"', '']] };
    expect(ask(table, {}).outputs).toEqual({ a: 12, b: true, c: '007', d: '12', e: null });
  });

  it('tell in words what went in and which row decided', () => {
    const { why } = ask({ rows }, { category: 'food', amount: '6000' });
    const label = (fact: string) => ({ category: '品类', amount: '金额' })[fact];
    expect(describeTable(why, { locale: 'zh-CN', label, table: '按品类质检' }).map((line) => line.text)).toEqual([
      '按品类质检：第 2 行',
      '品类：food',
      '金额：6000',
    ]);
  });
});
