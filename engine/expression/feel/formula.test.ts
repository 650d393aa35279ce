import { describe, expect, it } from 'vitest';
import { ExpressionError } from '../error.ts';
import type { Facts, FactType, FormulaOptions, Json, Scope } from '../types.ts';
import { compileFormula } from './formula.ts';

const env = { now: '2026-03-01T17:30:00.000Z', timeZone: 'Asia/Shanghai' };
const line: FactType = {
  kind: 'context',
  fields: { sku: { kind: 'text' }, qty: { kind: 'integer' }, amount: { kind: 'number' } },
};
const scope: Scope = {
  qty: { kind: 'integer' },
  price: { kind: 'number' },
  coupon: { kind: 'number' },
  name: { kind: 'text' },
  单价: { kind: 'number' },
  signed_at: { kind: 'datetime' },
  due: { kind: 'date' },
  ok: { kind: 'boolean' },
  days: { kind: 'integer' },
  return: { kind: 'text' },
  'order total': { kind: 'number' },
  tags: { kind: 'list', of: { kind: 'text' } },
  customer: { kind: 'context', fields: { level: { kind: 'text' } } },
  lines: { kind: 'list', of: line },
  body: { kind: 'any' },
};
const facts: Facts = {
  qty: 4,
  price: '19.90',
  coupon: '5.00',
  name: '张三',
  单价: '0.1',
  signed_at: '2026-02-28T16:30:00.000Z',
  due: '2026-03-31',
  ok: true,
  days: 7,
  return: 'kept',
  'order total': '100.00',
  tags: ['a', 'b'],
  customer: { level: 'gold' },
  lines: [
    { id: '1', sku: 'A', qty: 2, amount: '10.10' },
    { id: '2', sku: 'B', qty: 1, amount: '20.20' },
    { id: '3', sku: 'A', qty: 5, amount: null },
  ],
  body: { errcode: 0, items: [{ a: 1 }, { a: 2.5 }] },
};

const run = (text: string, options?: FormulaOptions, given: Facts = facts): Json =>
  compileFormula(text, scope, options).evaluate(given, env);

function refusal(text: string, options?: FormulaOptions): ExpressionError {
  try {
    compileFormula(text, scope, options);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('a formula over facts', () => {
  it.each<[string, Json]>([
    ['sum(lines.amount) - coupon', '25.3'],
    ['if qty > 3 then price * 0.9 else price', '17.91'],
    ['单价 + 0.2', '0.3'],
    ['order total * 2', '200'],
    ['customer.level = "gold"', true],
    ['lines[qty > 1].sku', ['A', 'A']],
    ['lines[sku = "A"][-1].qty', 5],
    ['some l in lines satisfies l.amount > 15', true],
    ['for l in lines return l.qty * 2', [4, 2, 10]],
    ['count(lines[amount = null])', 1],
    ['body.errcode = 0', true],
    ['sum(body.items.a)', '3.5'],
    ['body.items[2].a', '2.5'],
    ['body.constructor', null],
    ['days between 1 and 8', true],
    ['sort(lines, function(x, y) x.qty > y.qty).sku', ['A', 'A', 'B']],
    ['string(price) + name', '19.9张三'],
  ])('%s', (text, expected) => {
    expect(run(text)).toEqual(expected);
  });

  it('leaves empty cells out of sums, means and extremes', () => {
    expect(run('mean(lines.amount)')).toBe('15.15');
    expect(run('min(lines.amount)')).toBe('10.1');
    expect(run('sum(lines.amount)', {}, { lines: [] })).toBe(null);
  });

  it('takes a missing fact for null and a missing sub-table for an empty list', () => {
    expect(run('price * qty', {}, {})).toBe(null);
    expect(run('count(lines)', {}, { lines: null })).toBe(0);
    expect(run('if price > 1 then "a" else "b"', {}, {})).toBe('b');
  });

  it('takes a stored value of another form for null', () => {
    expect(run('price + 1', {}, { price: 'twelve' })).toBe(null);
    expect(run('due.year', {}, { due: '2026-02-30' })).toBe(null);
  });

  it('is not disturbed by a fact with the name of a keyword', () => {
    expect(run('for l in lines return l.sku')).toEqual(['A', 'B', 'A']);
    expect(refusal('return').code).toBe('formula_syntax');
  });

  it('reads own properties of facts only', () => {
    const inherited: Scope = Object.fromEntries([['toString', { kind: 'any' }]]);
    expect(compileFormula('toString', inherited).evaluate({}, env)).toBe(null);
  });
});

describe('dates and times', () => {
  it.each<[string, Json]>([
    ['signed_at.hour', 0],
    ['date(signed_at)', '2026-03-01'],
    ['today()', '2026-03-02'],
    ['now() - signed_at', 'P1DT1H'],
    ['days between(signed_at, now())', 1],
    ['days between(today(), due)', 29],
    ['signed_at + duration("P1M")', '2026-03-31T16:30:00.000Z'],
    ['due + @"P1M"', '2026-04-30'],
    ['string(signed_at)', '2026-03-01T00:30:00+08:00'],
    ['date and time("2026-03-02T09:00:00")', '2026-03-02T01:00:00.000Z'],
    ['epochMillis()', 1772386200000],
  ])('%s', (text, expected) => {
    const { days: _days, ...withoutDays } = scope;
    expect(compileFormula(text, withoutDays).evaluate(facts, env)).toEqual(expected);
  });
});

describe('business functions', () => {
  it('allocates an amount to the cent, the earlier first where remainders are equal', () => {
    expect(run('allocate(100, [1, 1, 1])')).toEqual(['33.34', '33.33', '33.33']);
    expect(run('allocate(-0.05, [1, 1])')).toEqual(['-0.03', '-0.02']);
    expect(run('allocate(10, lines.amount)')).toEqual(['3.33', '6.67', '0']);
    expect(run('allocate(10, [0, 0])')).toBe(null);
  });

  it.each<[string, Json]>([
    ['pad(qty, 5, "0")', '00004'],
    ['coalesce(null, price, 1)', '19.9'],
    ['filled("")', false],
    ['filled(tags)', true],
    ['is defined(name)', true],
    ['is defined(null)', false],
  ])('%s', (text, expected) => {
    expect(run(text)).toEqual(expected);
  });
});

describe('what crosses the border', () => {
  it('writes numbers as plain decimal text, and whole numbers as JSON numbers where the type is integer', () => {
    expect(run('1e30 * 1')).toBe('1000000000000000000000000000000');
    expect(run('1e-20 * 1.5')).toBe('0.000000000000000000015');
    expect(run('qty * 2')).toBe(8);
    expect(run('price * 2', { expect: { kind: 'number' } })).toBe('39.8');
    expect(run('qty * 2', { expect: { kind: 'number' } })).toBe('8');
    expect(run('qty / 2', { expect: { kind: 'integer' } })).toBe(2);
    expect(run('qty / 8', { expect: { kind: 'integer' } })).toBe('0.5');
  });

  it('gives a date its midnight where a date and time is wanted', () => {
    expect(run('due', { expect: { kind: 'datetime' } })).toBe('2026-03-30T16:00:00.000Z');
  });

  it('calls a library function with plain JSON', () => {
    const seen: Json[][] = [];
    const functions = {
      fingerprint: {
        args: [1, 2] as const,
        returns: { kind: 'text' } as const,
        call: (args: Json[]) => {
          seen.push(args);
          return 'f00';
        },
      },
    };
    expect(run('fingerprint(price, lines[1])', { functions })).toBe('f00');
    expect(seen).toEqual([['19.9', { sku: 'A', qty: 2, amount: '10.1' }]]);
    expect(refusal('fingerprint()', { functions }).code).toBe('wrong_argument_count');
    expect(run('fingerprint(string(qty) + "\\n" + name)', { functions })).toBe('f00');
    expect(seen.at(-1)).toEqual(['4\n张三']);
  });
});

describe('dependencies', () => {
  it.each([
    ['sum(lines.amount) - coupon', ['coupon', 'lines.amount']],
    ['lines[qty > 1].amount', ['lines.amount', 'lines.qty']],
    ['count(lines)', ['lines']],
    ['for l in lines return l.qty * price', ['lines.qty', 'price']],
    ['for l in lines return 1', ['lines']],
    ['customer.level', ['customer.level']],
    ['signed_at.year', ['signed_at']],
    ['{a: qty}.a', ['qty']],
    ['today()', []],
  ])('%s reads %j', (text, depends) => {
    expect(compileFormula(text, scope).depends).toEqual(depends);
  });
});

describe('a formula that cannot be right is refused when it is written', () => {
  it.each([
    ['name * 2', 'type_mismatch'],
    ['name + qty', 'type_mismatch'],
    ['lines.amount * 2', 'type_mismatch'],
    ['due > signed_at', 'type_mismatch'],
    ['name = 1', 'type_mismatch'],
    ['name in (1, 2)', 'type_mismatch'],
    ['ok > false', 'type_mismatch'],
    ['if qty then 1 else 2', 'wrong_type'],
    ['qty and ok', 'wrong_type'],
    ['substring(qty, 1)', 'wrong_type'],
    ['qtyy + 1', 'unknown_name'],
    ['qty qtyy', 'unknown_name'],
    ['customer.levle', 'unknown_name'],
    ['lines[quantity > 1]', 'unknown_name'],
    ['sumn(lines.amount)', 'unknown_function'],
    ['constructor', 'unknown_name'],
    ['toString()', 'unknown_function'],
    ['price.year', 'no_parts'],
    ['sum()', 'wrong_argument_count'],
    ['date("2026-02-30")', 'bad_date_literal'],
    ['@"tomorrow"', 'bad_date_literal'],
    ['matches(name, "(?=a)")', 'unsafe_pattern'],
    ['1 +', 'formula_syntax'],
    ['', 'formula_syntax'],
    ['1 2', 'formula_syntax'],
    ['> 5', 'unsupported'],
    ['?', 'unsupported'],
    ['(1..3)', 'unsupported'],
    ['function(x) x', 'unsupported'],
    ['substring(string: name, start position: 1)', 'unsupported'],
    ['{"__proto__": 1}', 'reserved_name'],
  ])('%s: %s', (text, code) => {
    expect(refusal(text).code).toBe(code);
  });

  it('names the nearest name, the place, and the cure in both languages', () => {
    const error = refusal('price * qtty');
    expect(error.at).toEqual({ from: 8, to: 12 });
    expect(error.cure).toEqual({ 'zh-CN': '是不是“qty”？', en: 'Did you mean "qty"?' });
  });

  it('is told to people and over the API as one plain object', () => {
    expect(refusal('qty qtyy').forPeople()).toEqual({
      code: 'unknown_name',
      message: { 'zh-CN': '没有叫“qty qtyy”的字段或变量', en: 'There is no field or variable named "qty qtyy"' },
      range: { from: 0, to: 8 },
    });
  });

  it('says so when full-width marks were typed', () => {
    expect(refusal('max（qty，3）').cure?.en).toContain('half-width');
    expect(refusal('max(qty，3)').cure?.en).toContain('half-width');
  });

  it('refuses a result of another type than is wanted', () => {
    expect(refusal('name', { expect: { kind: 'number' } }).code).toBe('wrong_type');
    expect(refusal('now()', { expect: { kind: 'date' } }).cure?.en).toContain('date(');
    expect(refusal('lines.sku', { expect: { kind: 'number' } }).code).toBe('wrong_type');
  });
});
