import { expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'number', label: 'F' });

it('is an exact decimal text without zeros behind', () => {
  expect(['1.50', '.5', '１．２５', '1,280.10', 0.1].map((input) => field.enter(input))).toEqual([
    '1.5',
    '0.5',
    '1.25',
    '1280.1',
    '0.1',
  ]);
  expect(field.enter('12345678901234567890.12')).toBe('12345678901234567890.12');
});

it('refuses more digits behind the point than its scale', () => {
  expect(field.enter('1.005')).toBe('too_many_decimals');
  expect(trial({ key: 'f', type: 'number', label: 'F', scale: 3 }).enter('1.005')).toBe('1.005');
  expect(field.settle('1.005')).toBe('1.01');
});

it('compares bounds exactly', () => {
  expect(field.judge('0.3', { max: '0.30' })).toBeUndefined();
  expect(field.judge('10', { max: '9' })).toBe('above_max');
});

it('refuses exponents and words', () =>
  expect(['1e3', 'x', '1.2.3'].map((input) => field.enter(input))).toEqual(Array(3).fill('not_a_number')));
