import fc from 'fast-check';
import { Engine, type TopLevelCondition } from 'json-rules-engine';
import { describe, expect, it } from 'vitest';
import type { Condition, ConditionLeaf, Env, Facts, FactType, Json, Operator, Scope } from '../types.ts';
import { compileCondition } from './compile.ts';
import { ownPathResolver, toEngineRule } from './engine.ts';

const env: Env = { now: '2026-03-01T17:30:00.000Z', timeZone: 'Asia/Shanghai' };
const scope: Scope = {
  name: { kind: 'text' },
  qty: { kind: 'integer' },
  amount: { kind: 'number' },
  ok: { kind: 'boolean' },
  due: { kind: 'date' },
  signed_at: { kind: 'datetime' },
  tags: { kind: 'list', of: { kind: 'text' } },
  customer: { kind: 'context', fields: { level: { kind: 'text' } } },
  lines: { kind: 'list', of: { kind: 'context', fields: { qty: { kind: 'integer' } } } },
  body: { kind: 'any' },
};

async function runEngine(condition: Condition, facts: Facts): Promise<boolean> {
  const rule = toEngineRule(condition, scope);
  const engine = new Engine([], { pathResolver: rule.pathResolver });
  for (const { name, test } of rule.operators) engine.addOperator(name, test);
  // The engine's types know conditions one leaf at a time; the shape is the same.
  engine.addRule({ conditions: rule.conditions as TopLevelCondition, event: { type: 'holds' } });
  const { events } = await engine.run(rule.facts(facts, env));
  return events.length === 1;
}

const word = fc.constantFrom('', 'a', 'b', 'ab', 'gold', 'RT1', '10', '9.5');
const number = fc.oneof(
  fc.integer({ min: -3, max: 12 }),
  fc.constantFrom<Json>(
    '5000',
    '5000.00',
    '10000.00',
    '9.5',
    '-0.0',
    0.1,
    '0.1',
    '0.10000000000000000001',
    '9007199254740993',
  ),
);
const day = fc.constantFrom('2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03');
const instant = fc.constantFrom(
  '2026-03-01T15:59:59.999Z',
  '2026-03-01T16:00:00.000Z',
  '2026-03-01T17:30:00.000Z',
  '2026-03-02T16:00:00.000Z',
);
const period = fc.constantFrom('today', 'yesterday', 'thisWeek', 'lastMonth', 'thisYear', 'last7Days', 'P1D', 'PT2H');

const valueOf: Record<string, fc.Arbitrary<Json>> = {
  text: word,
  integer: number,
  number,
  boolean: fc.boolean(),
  date: day,
  datetime: fc.oneof(day, instant),
  any: fc.oneof(word, fc.integer({ min: -3, max: 12 }), fc.boolean()),
};

const formulaOf: Record<string, string> = {
  text: '= customer.level',
  integer: '= qty + 1',
  number: '= amount / 2',
  boolean: '= not(ok)',
  date: '= today()',
  datetime: '= now()',
  any: '= body.code',
};

const ordering: Operator[] = ['greaterThan', 'greaterThanInclusive', 'lessThan', 'lessThanInclusive'];
const common: Operator[] = ['equal', 'notEqual', 'in', 'notIn', 'filled'];
const textual: Operator[] = ['contains', 'notContains', 'containsAny', 'startsWith', 'endsWith', 'matches'];
const operatorsOf: Record<string, Operator[]> = {
  text: [...common, ...textual],
  integer: [...common, ...ordering, 'between'],
  number: [...common, ...ordering, 'between'],
  boolean: common,
  date: [...common, ...ordering, 'between', 'before', 'after', 'inPeriod'],
  datetime: [...common, ...ordering, 'between', 'before', 'after', 'inPeriod'],
  any: [...common, ...ordering, 'between', ...textual],
  list: ['contains', 'notContains', 'containsAny', 'in', 'notIn', 'filled', 'equal', 'notEqual', 'startsWith'],
};

function rightSide(operator: Operator, kind: string): fc.Arbitrary<Json> {
  const plain = valueOf[kind] ?? word;
  const one = fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: fc.constant(formulaOf[kind] ?? 'a') });
  if (operator === 'filled') return fc.boolean();
  if (operator === 'inPeriod') return period;
  if (operator === 'matches') return fc.constantFrom('^a', 'b$', '[0-9]+', '^$');
  if (operator === 'between') return fc.tuple(one, one);
  if (operator === 'in' || operator === 'notIn' || operator === 'containsAny')
    return fc.array(one, { minLength: 1, maxLength: 4 });
  return one;
}

function comparison(fact: string, type: FactType, path?: string): fc.Arbitrary<Condition> {
  const kind = type.kind === 'list' ? type.of.kind : type.kind;
  const operators = operatorsOf[type.kind] ?? common;
  return fc.constantFrom(...operators).chain((operator) => {
    const isWhole = type.kind === 'list' && (operator === 'equal' || operator === 'notEqual');
    const value = isWhole ? fc.array(valueOf[kind] ?? word, { minLength: 1, maxLength: 3 }) : rightSide(operator, kind);
    return value.map(
      (each) => ({ fact, operator, value: each, ...(path === undefined ? {} : { path }) }) as ConditionLeaf,
    );
  });
}

const leaf = fc.oneof(
  ...['name', 'qty', 'amount', 'ok', 'due', 'signed_at', 'tags'].map((fact) =>
    comparison(fact, scope[fact] as FactType),
  ),
  comparison('customer.level', { kind: 'text' }),
  comparison('body', { kind: 'any' }, '$.code'),
  comparison('body', { kind: 'any' }, '$.rows[0].code'),
  comparison('body', { kind: 'any' }, '$.rows.code'),
  fc
    .constantFrom('contains' as const, 'greaterThan' as const, 'lessThan' as const)
    .chain((operator) =>
      fc.integer({ min: -3, max: 12 }).map((value): Condition => ({ fact: 'lines.qty', operator, value })),
    ),
);

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('condition').map((not) => ({ not })),
  ),
}));

const orNull = (value: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
const anyBody = fc.oneof(
  fc.record({
    code: orNull(valueOf.any as fc.Arbitrary<Json>),
    rows: fc.array(fc.record({ code: valueOf.any as fc.Arbitrary<Json> }), { maxLength: 2 }),
  }),
  word,
);
const facts = fc.record(
  {
    name: orNull(word),
    qty: orNull(fc.integer({ min: -3, max: 12 })),
    amount: orNull(fc.oneof(number, number.map(String), fc.constant('x'))),
    ok: orNull(fc.boolean()),
    due: orNull(day),
    signed_at: orNull(instant),
    tags: orNull(fc.uniqueArray(word, { maxLength: 3 })),
    customer: orNull(fc.record({ level: orNull(word) })),
    lines: fc.array(fc.record({ qty: orNull(fc.integer({ min: -3, max: 12 })) }), { maxLength: 3 }),
    body: orNull(anyBody),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Facts>;

describe('json-rules-engine', () => {
  it('agrees with the closure and its explanation on any condition and any facts', async () => {
    await fc.assert(
      fc.asyncProperty(condition, facts, async (each, given) => {
        const compiled = compileCondition(each, scope);
        const answer = compiled.test(given, env);
        expect(compiled.explain(given, env).result).toBe(answer);
        expect(await runEngine(each, given)).toBe(answer);
      }),
      { numRuns: 1500 },
    );
  });

  it('gets every fact, a value for every leaf, and a group as the root', () => {
    const rule = toEngineRule({ fact: 'name', operator: 'filled' }, scope);
    expect(rule.conditions).toEqual({ all: [{ fact: 'name', operator: 'text.filled', value: { fact: '= 0' } }] });
    expect(rule.facts({}, env)).toEqual({ name: null, '= 0': { value: true, env } });
  });

  it('gets formulas worked out for each run', () => {
    const rule = toEngineRule({ all: [{ fact: 'amount', operator: 'greaterThan', value: '= qty * 2' }] }, scope);
    expect(rule.facts({ qty: 4 }, env)['= 0']).toEqual({ value: '8', env });
    expect(rule.facts({ qty: 5 }, env)['= 0']).toEqual({ value: '10', env });
  });

  it('follows no path but one of names and positions, over own properties', () => {
    const value = { a: { b: [{ c: 1 }] } };
    expect(ownPathResolver(value, '$.a.b[0].c')).toBe(1);
    expect(ownPathResolver(value, '$.a.constructor')).toBe(null);
    expect(ownPathResolver(value, '$.__proto__.toString')).toBe(null);
    expect(ownPathResolver(value, '$..c')).toBe(null);
    expect(ownPathResolver(value, '$.a[?(@.constructor.constructor("return process")())]')).toBe(null);
  });
});
