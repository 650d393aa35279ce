import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Condition, compileCondition, type Env, type Facts, type Scope } from '../expression/index.ts';
import { decideRule } from './decide.ts';
import { describeTrace } from './describe.ts';
import type { CompiledRule } from './types.ts';

const env: Env = { now: '2026-03-02T01:00:00.000Z', timeZone: 'Asia/Shanghai' };
const scope: Scope = {
  amount: { kind: 'number' },
  reason: { kind: 'text' },
  limit: { kind: 'number' },
  phone: { kind: 'text' },
  customer: { kind: 'context', fields: { level: { kind: 'integer' } } },
};

function rule(when?: Condition): CompiledRule {
  return {
    key: 'r',
    definition: {
      key: 'r',
      label: 'r',
      on: { form: 'f', event: 'created' },
      ...(when ? { when } : {}),
      then: [{ set: {} }],
    },
    form: 'f',
    scope,
    when: when && compileCondition(when, scope),
    where: undefined,
    actions: [],
    depends: [],
  };
}

const large: Condition = {
  all: [
    { fact: 'amount', operator: 'greaterThan', value: '= limit' },
    {
      any: [
        { fact: 'reason', operator: 'in', value: ['quality', 'damaged'] },
        { not: { fact: 'phone', operator: 'filled' } },
      ],
    },
  ],
};

describe('rules', () => {
  it('without a condition always fire', async () => {
    expect(await decideRule(rule(), {}, env)).toEqual({ fired: true });
  });

  it('compare money as decimals, not as texts', async () => {
    const facts = { amount: '10000.00', limit: '5000', reason: 'quality', phone: '1' };
    expect((await decideRule(rule(large), facts, env)).fired).toBe(true);
    expect((await decideRule(rule(large), { ...facts, amount: '5000.00' }, env)).fired).toBe(false);
  });

  it('keep as their why the tree that the engine found, with the formula that gave the limit', async () => {
    const facts = { amount: '10000.00', limit: '5000', reason: 'quality', phone: '1' };
    const { why } = await decideRule(rule(large), facts, env);
    expect(why).toEqual(compileCondition(large, scope).explain(facts, env));
    expect(why).toMatchObject({
      kind: 'all',
      result: true,
      of: [
        { kind: 'leaf', result: true, actual: '10000.00', value: '5000' },
        { kind: 'any', result: true, of: [{ result: true }, { kind: 'not', result: false }] },
      ],
    });
  });

  it('fire on a single comparison', async () => {
    const one: Condition = { fact: 'customer.level', operator: 'greaterThanInclusive', value: 3 };
    expect(await decideRule(rule(one), { customer: { level: 3 } }, env)).toMatchObject({
      fired: true,
      why: { kind: 'leaf', actual: 3 },
    });
  });

  it('do not fire on a fact that is not there, and do not throw', async () => {
    expect((await decideRule(rule(large), {}, env)).fired).toBe(false);
    const unequal: Condition = { fact: 'reason', operator: 'notEqual', value: 'x' };
    expect((await decideRule(rule(unequal), {}, env)).fired).toBe(true);
  });

  it('give the same answer and the same reasons by the engine as by closures', async () => {
    const leaf = fc.oneof(
      fc.record({
        fact: fc.constant('amount'),
        operator: fc.constantFrom('greaterThan', 'lessThan', 'equal'),
        value: fc.constantFrom('10', '10.0', '= limit'),
      }),
      fc.record({
        fact: fc.constant('reason'),
        operator: fc.constantFrom('equal', 'notEqual', 'startsWith'),
        value: fc.constantFrom('a', 'ab'),
      }),
      fc.record({ fact: fc.constant('phone'), operator: fc.constant('filled'), value: fc.boolean() }),
    );
    const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf as fc.Arbitrary<Condition>,
        fc.record({ all: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ not: tie('tree') }),
      ),
    }));
    const facts: fc.Arbitrary<Facts> = fc.record(
      {
        amount: fc.constantFrom('9', '10.00', '11'),
        reason: fc.constantFrom('a', 'abc'),
        limit: fc.constantFrom('10', null),
        phone: fc.constantFrom('', '1'),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(tree, facts, async (when, given) => {
        const decision = await decideRule(rule(when), given, env);
        expect(decision.fired).toBe(compileCondition(when, scope).test(given, env));
        expect(decision.why).toEqual(compileCondition(when, scope).explain(given, env));
      }),
      { numRuns: 200 },
    );
  });
});

describe('the why of a rule', () => {
  const label = (fact: string) => ({ amount: '金额', reason: '原因', phone: '手机' })[fact];
  const display = (fact: string, value: unknown) => (fact === 'reason' && value === 'quality' ? '质量问题' : undefined);
  const facts = { amount: '6000', limit: '5000', reason: 'quality', phone: '1' };

  it('is told in the reader’s language, with labels and values as people know them', async () => {
    const { why } = await decideRule(rule(large), facts, env);
    if (!why) throw new Error('no why');
    expect(describeTrace(why, { locale: 'zh-CN', label, display })).toEqual([
      { depth: 0, holds: true, text: '金额：6000 > 5000' },
      { depth: 0, holds: true, text: '以下至少一项成立' },
      { depth: 1, holds: true, text: '原因：质量问题，属于 质量问题、damaged' },
      { depth: 1, holds: false, text: '以下不成立' },
      { depth: 2, holds: true, text: '手机：1，已填' },
    ]);
    expect(describeTrace(why, { locale: 'en', label: () => undefined }).map((line) => line.text)).toEqual([
      'amount: 6000 > 5000',
      'At least one of these holds',
      'reason: quality, one of quality, damaged',
      'This does not hold',
      'phone: 1, filled in',
    ]);
  });

  it('does not read a value of somebody’s as a pattern', () => {
    const trace = {
      kind: 'leaf',
      result: true,
      fact: 'reason',
      operator: 'equal',
      value: 'x',
      actual: '$& {v}',
    } as const;
    expect(describeTrace(trace, { locale: 'en', label: () => undefined })[0]?.text).toContain('$& ');
  });
});
