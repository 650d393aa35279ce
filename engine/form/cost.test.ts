import { describe, expect, it } from 'vitest';
import { context, formOf, inputOf } from './fixture.test-data.ts';
import { compileForm, createSession } from './index.ts';
import type { Field, FormDefinition } from './types.ts';

/** Bounds are some ten times what was measured on 2 shared cores, so that they break for a change of order only. */

const wide = (): FormDefinition => {
  const fields: Field[] = Array.from({ length: 200 }, (_, i) =>
    i % 4 === 3
      ? { key: `f${i}`, type: 'money', label: `F${i}`, value: `= f${i - 1} + f${i - 2}` }
      : { key: `f${i}`, type: 'integer', label: `F${i}` },
  );
  const linkage = Array.from({ length: 50 }, (_, i) => ({
    when: { all: [{ fact: 'f0', operator: 'greaterThan' as const, value: i }] },
    then: { [`f${i * 4 + 1}`]: 'require' as const },
  }));
  return formOf(fields, { linkage });
};

const long = (): FormDefinition =>
  formOf([
    {
      key: 'rows',
      type: 'table',
      label: 'R',
      fields: [
        { key: 'name', type: 'text', label: 'N', required: true },
        { key: 'qty', type: 'integer', label: 'Q', min: 1 },
        { key: 'price', type: 'money', label: 'P' },
        { key: 'amount', type: 'money', label: 'A', value: '= qty * price' },
        { key: 'note', type: 'text', label: 'T' },
      ],
    },
    { key: 'total', type: 'money', label: 'T', value: '= sum(rows.amount)' },
    { key: 'count', type: 'integer', label: 'C', value: '= count(rows)' },
  ]);

/** Milliseconds of one call: the best of several runs, since others use the same cores. */
function cost(times: number, one: (i: number) => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run += 1) {
    const start = performance.now();
    for (let i = 0; i < times; i += 1) one(run * times + i);
    best = Math.min(best, (performance.now() - start) / times);
  }
  return best;
}

describe('the cost of', () => {
  it('a keystroke that 50 rules read is far below a millisecond', () => {
    const session = createSession(compileForm(wide(), context), inputOf({}));
    const ms = cost(100, (i) => session.set('f0', i % 60));
    console.info(`keystroke, 50 rules: ${ms.toFixed(3)} ms`);
    expect(ms).toBeLessThan(3);
  });

  it('a cell among 500 rows is its row and the sum', () => {
    const rows = Array.from({ length: 500 }, (_, i) => ({ name: `n${i}`, qty: i, price: `${i}.50` }));
    const session = createSession(compileForm(long(), context), inputOf({ rows }));
    const [first, second = ''] = session.rows('rows');
    const changes = session.set(`rows[${first}].qty`, 7);
    expect(changes.values).toEqual([`rows[${first}].qty`, `rows[${first}].amount`, 'total']);
    const ms = cost(50, (i) => session.set(`rows[${second}].qty`, (i % 90) + 1));
    console.info(`cell of 500 × 5 rows: ${ms.toFixed(3)} ms`);
    expect(ms).toBeLessThan(10);
  });

  it('opening 500 rows is tens of milliseconds', () => {
    const rows = Array.from({ length: 500 }, (_, i) => ({ name: `n${i}`, qty: i, price: `${i}.50` }));
    const compiled = compileForm(long(), context);
    const ms = cost(2, () => createSession(compiled, inputOf({ rows })));
    console.info(`500 × 5 rows from nothing: ${ms.toFixed(1)} ms`);
    expect(ms).toBeLessThan(500);
  });
});
