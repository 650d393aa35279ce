import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'formula', label: 'F', value: '= 1', result: 'money' });

it('has the values, the column and the look of its result', () => {
  expect([field.settle('10.005'), field.column(), field.show('10.01')]).toEqual(['10.01', 'numeric(18,2)', '¥10.01']);
  const days = trial({ key: 'f', type: 'formula', label: 'F', value: '= 1', result: 'integer' });
  expect([days.settle('7'), days.column(), days.show(7, en)]).toEqual([7, 'bigint', '7']);
});

it('rounds to its own scale', () => {
  expect(
    trial({ key: 'f', type: 'formula', label: 'F', value: '= 1', result: 'number', scale: 4 }).settle('0.33335'),
  ).toBe('0.3334');
});
