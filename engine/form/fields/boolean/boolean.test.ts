import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'boolean', label: 'F' });

it('understands what an import writes', () => {
  expect(['是', 'No', 'true', '0', '', true].map((input) => field.enter(input))).toEqual([
    true,
    false,
    true,
    false,
    null,
    true,
  ]);
  expect([1, 'maybe'].map((input) => field.enter(input))).toEqual(['wrong_type', 'wrong_type']);
});

it('is said in words', () =>
  expect([field.show(true), field.show(false, en), field.show(null)]).toEqual(['是', 'No', '']));
