import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFormula } from './formula.ts';

const env = { now: '2026-03-02T01:00:00.000Z', timeZone: 'Asia/Shanghai' };
const Reference = Decimal.clone({ precision: 34, rounding: Decimal.ROUND_HALF_EVEN, toExpNeg: -9e15, toExpPos: 9e15 });

type Tree = { value: string } | { operator: '+' | '-' | '*' | '/'; left: Tree; right: Tree };

const amount = fc.oneof(
  fc
    .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.nat(99))
    .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}`),
  fc.maxSafeInteger().map(String),
  fc.integer({ min: -20, max: 20 }).map(String),
);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    amount.map((value) => ({ value })),
    fc.record({
      operator: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const),
      left: tie('tree'),
      right: tie('tree'),
    }),
  ),
}));

const write = (node: Tree, facts: Record<string, string>): string => {
  if ('operator' in node) return `(${write(node.left, facts)} ${node.operator} ${write(node.right, facts)})`;
  const name = `f${Object.keys(facts).length}`;
  facts[name] = node.value;
  return name;
};

function reckon(node: Tree): Decimal | null {
  if (!('operator' in node)) return new Reference(node.value);
  const [a, b] = [reckon(node.left), reckon(node.right)];
  if (!a || !b || (node.operator === '/' && b.isZero())) return null;
  const operate = { '+': 'plus', '-': 'minus', '*': 'times', '/': 'div' } as const;
  return a[operate[node.operator]](b);
}

describe('arithmetic', () => {
  it('is that of decimal.js with 34 digits, whatever the mix of whole numbers and decimals', () => {
    fc.assert(
      fc.property(tree, (node) => {
        const facts: Record<string, string> = {};
        const text = write(node, facts);
        const scope = Object.fromEntries(Object.keys(facts).map((name) => [name, { kind: 'number' as const }]));
        const result = compileFormula(text, scope, { expect: { kind: 'number' } }).evaluate(facts, env);
        const expected = reckon(node);
        expect(result).toBe(expected === null ? null : expected.isZero() ? '0' : expected.toFixed());
      }),
      { numRuns: 300 },
    );
  });

  it('adds any list of amounts exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 }), { minLength: 1, maxLength: 50 }), (cents) => {
        const rows = cents.map((each) => ({ amount: new Decimal(each).div(100).toFixed(2) }));
        const scope = {
          lines: {
            kind: 'list' as const,
            of: { kind: 'context' as const, fields: { amount: { kind: 'number' as const } } },
          },
        };
        const total = cents.reduce((sum, each) => sum + BigInt(each), 0n);
        const result = compileFormula('sum(lines.amount) * 100', scope).evaluate({ lines: rows }, env);
        expect(result).toBe(String(total));
      }),
      { numRuns: 100 },
    );
  });

  it('allocates so that the parts add up to the whole and none is off by a cent', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 }),
        (cents, weights) => {
          const sum = weights.reduce((a, b) => a + b, 0);
          const total = new Decimal(cents).div(100).toFixed(2);
          const parts = compileFormula('allocate(total, weights)', {
            total: { kind: 'number' },
            weights: { kind: 'list', of: { kind: 'integer' } },
          }).evaluate({ total, weights }, env);
          if (sum === 0) {
            expect(parts).toBe(null);
            return;
          }
          const amounts = (parts as string[]).map((part) => new Decimal(part));
          expect(Decimal.sum(...amounts).eq(total)).toBe(true);
          amounts.forEach((part, index) => {
            const fair = new Decimal(total).times(weights[index] ?? 0).div(sum);
            expect(part.minus(fair).abs().lt('0.01')).toBe(true);
          });
        },
      ),
      { numRuns: 200 },
    );
  });
});
