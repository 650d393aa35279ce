import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'money', label: 'F' });

it('is exact to the cent, always with two digits', () => {
  expect(['5000', '¥1,280.5', '１２．３０元', 0.1, ''].map((input) => field.enter(input))).toEqual([
    '5000.00',
    '1280.50',
    '12.30',
    '0.10',
    null,
  ]);
});

it('refuses a third digit when typed, and rounds it half up when computed', () => {
  expect(field.enter('1.005')).toBe('too_many_decimals');
  expect(['1.005', '-1.005', '2.345', '0.004'].map(field.settle)).toEqual(['1.01', '-1.01', '2.35', '0.00']);
});

it('does not take 5000.01 for 5000.00', () => {
  expect(field.judge('5000.00', { max: '5000' })).toBeUndefined();
  expect(field.judge('5000.01', { max: '5000' })).toBe('above_max');
});

it('fits numeric(18,2)', () => {
  expect(field.column()).toBe('numeric(18,2)');
  expect(field.enter('9999999999999999.99')).toBe('9999999999999999.99');
  expect(field.enter('10000000000000000')).toBe('too_large');
  expect(field.loaded('5000')).toBe('5000.00');
});

it('shows ¥1,280.00, and a debt with its sign in front', () => {
  expect(field.show('1280')).toBe('¥1,280.00');
  expect(field.show('-5', en)).toBe('-¥5.00');
  expect(field.show('1234567.5', { ...en, currency: 'USD' })).toBe('$1,234,567.50');
  expect(field.show('***')).toBe('***');
});
