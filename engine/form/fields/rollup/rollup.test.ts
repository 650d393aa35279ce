import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({
  key: 'f',
  type: 'rollup',
  label: 'F',
  of: { form: 'order', rows: 'lines' },
  measure: 'sum(unit_paid)',
  match: {},
});

it('is 0 where there is nothing to add up, and nothing where there is nothing to compare', () => {
  expect(field.settle(null)).toBe('0');
  expect(
    trial({ key: 'f', type: 'rollup', label: 'F', of: { form: 'order' }, measure: 'count()', match: {} }).settle(null),
  ).toBe(0);
  expect(
    trial({ key: 'f', type: 'rollup', label: 'F', of: { form: 'order' }, measure: 'max(x)', match: {} }).settle(null),
  ).toBeNull();
});

it('takes what the database counts', () => {
  const count = trial({ key: 'f', type: 'rollup', label: 'F', of: { form: 'order' }, measure: 'count()', match: {} });
  expect([count.settle('3'), count.column(), field.settle('12.50'), field.column()]).toEqual([
    3,
    'bigint',
    '12.5',
    'numeric',
  ]);
});

it('shows a sum of money as money', () =>
  expect([field.show('1280', en), field.show(null)]).toEqual(['¥1,280.00', '']));
