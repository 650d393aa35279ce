import { describe, expect, it } from 'vitest';
import { ExpressionError } from '../error.ts';
import type { Facts, Json, Scope } from '../types.ts';
import { compileFormula } from './formula.ts';

const env = { now: '2026-03-02T01:00:00.000Z', timeZone: 'Asia/Shanghai' };

function outcome(text: string, scope: Scope = {}, facts: Facts = {}): Json | { refused: string } {
  try {
    return compileFormula(text, scope).evaluate(facts, env);
  } catch (error) {
    if (error instanceof ExpressionError) return { refused: error.code };
    throw error;
  }
}

/** Generous for a loaded machine; without the bound each of these takes minutes, or the process. */
function quickly<T>(work: () => T): T {
  const start = performance.now();
  const result = work();
  expect(performance.now() - start).toBeLessThan(10_000);
  return result;
}

describe('a hostile formula ends quickly with an error or null', () => {
  it.each([
    ['20,000 brackets', '('.repeat(20_000), 'formula_too_long'],
    ['3,000 brackets', '('.repeat(3000), 'formula_too_deep'],
    ['brackets hidden behind a quote', `"${'('.repeat(10)}" + ${'['.repeat(100)}`, 'formula_too_deep'],
    ['100 levels of for', `${'for x in [1] return '.repeat(100)}1`, 'formula_too_deep'],
    ['1,900 minus signs', `${'- '.repeat(1900)}1`, 'formula_too_deep'],
    ['300 levels of a path', `x${'.a'.repeat(300)}`, 'formula_too_deep'],
    ['a loop over a million', 'for x in 1..1000000 return x', 'limit_exceeded'],
    ['a loop in a loop in a loop', 'count(for a in 1..90, b in 1..900, c in 1..900 return a)', 'limit_exceeded'],
    ['loops that yield little', 'some a in 1..9999, b in 1..9999 satisfies a + b < 0', 'limit_exceeded'],
    ['a filter in a loop', 'for a in 1..40000 return count([1,2,3,4,5,6,7,8,9][item > a])', 'limit_exceeded'],
    ['a text that doubles', `{a: "${'x'.repeat(1000)}", ${doubling(20)}}.t19`, 'limit_exceeded'],
    ['padding to a billion', 'pad("a", 1000000000)', 'limit_exceeded'],
    [
      'replacing with more each time',
      'replace(pad("", 90000, "a"), "a", "$0$0$0$0$0$0$0$0$0$0$0$0")',
      'limit_exceeded',
    ],
    ['a list that doubles', `{t0: [1,2,3,4,5,6,7,8,9,10], ${doublingLists(20)}}.l19`, 'limit_exceeded'],
  ])('%s', (_what, text, code) => {
    expect(quickly(() => outcome(text, { x: { kind: 'any' } }))).toEqual({ refused: code });
  });

  it.each([
    '10 ** 1000000',
    '1.0000001 ** 99999999999999999999',
    '9e6000 * 9e6000',
    'exp(1000000000)',
    '(0 - 8) ** 0.5',
    'decimal(1, 1000000000)',
    'duration("P99999D") * 1e300',
    '@"9999-12-31" + duration("P1D")',
    '@"2026-01-01" + duration("P999999Y")',
  ])('%s is null', (text) => {
    expect(quickly(() => outcome(text))).toBe(null);
  });

  it('a tiny power is zero, and a large one is exact', () => {
    expect(outcome('10 ** -1000000')).toBe('0');
    expect(outcome('2 ** 100')).toBe('1267650600228229401496703205376');
  });

  it.each([
    '(a+)+$',
    '(a|a)*b',
    '(a|aa)+$',
    '([a-z]+)*=',
    '(x+x+)+y',
    '((a{0,100}){0,100}){0,100}',
    'a{1,1000}{1,1000}',
  ])('the pattern %s cannot hang', (pattern) => {
    const text = JSON.stringify(`${'a'.repeat(2000)}!`);
    quickly(() => outcome(`matches(${text}, ${JSON.stringify(pattern)})`));
  });

  it('a long sum is no deep one', () => {
    expect(quickly(() => outcome(Array(500).fill('1').join(' + ')))).toBe(500);
    expect(quickly(() => outcome(Array(300).fill('true').join(' and ')))).toBe(true);
  });

  it('reaches no prototype', () => {
    const scope: Scope = { body: { kind: 'any' } };
    const body = JSON.parse('{"__proto__": {"polluted": 1}, "a": 1}');
    for (const text of ['body.constructor', 'body.toString', 'body.a.constructor', 'get value(body, "constructor")']) {
      expect(outcome(text, scope, { body })).toBe(null);
    }
    expect(JSON.stringify(outcome('body', scope, { body }))).toBe(JSON.stringify(body));
    expect(({} as Record<string, unknown>).polluted).toBe(undefined);
    for (const text of [
      '__proto__',
      'constructor',
      'for __proto__ in [1] return 1',
      '{constructor: 1}',
      'hasOwnProperty("a")',
    ]) {
      expect(outcome(text, scope)).toHaveProperty('refused');
    }
  });

  it('survives facts of absurd shape', () => {
    const nested = JSON.parse(`${'['.repeat(3000)}1${']'.repeat(3000)}`);
    expect(() => outcome('count(flatten(body))', { body: { kind: 'any' } }, { body: nested })).not.toThrow();
  });

  it('compiles 4,000 characters of anything in bounded time', () => {
    for (const part of [
      'a ',
      'if ',
      'a in ',
      '[a',
      'some x in ',
      'a.b ',
      '1..',
      '{a:',
      '"',
      'not(',
      'date and time ',
      'a between ',
    ]) {
      quickly(() => outcome(part.repeat(Math.floor(4000 / part.length))));
    }
  });
});

/** t1: a + a, t2: t1 + t1, … */
function doubling(count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const before = index === 0 ? 'a' : `t${index - 1}`;
    return `t${index}: ${before} + ${before}`;
  }).join(', ');
}

function doublingLists(count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const before = index === 0 ? 't0' : `l${index - 1}`;
    return `l${index}: concatenate(${before}, ${before})`;
  }).join(', ');
}
