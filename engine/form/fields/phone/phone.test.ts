import { expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'phone', label: 'F' });

it('takes separators, full-width digits and the country’s prefix off', () => {
  const inputs = ['138 0013 8000', '+86-138-0013-8000', '１３８００１３８０００', '008613800138000', 13800138000];
  expect(inputs.map((input) => field.enter(input))).toEqual(Array(5).fill('13800138000'));
});

it('refuses what is no mobile number in China', () => {
  expect(['12800138000', '1380013800', '+442079460958', 'x'].map((input) => field.enter(input))).toEqual(
    Array(4).fill('phone'),
  );
});

it('takes any country’s where the definition says so', () => {
  const any = trial({ key: 'f', type: 'phone', label: 'F', country: 'any' });
  expect([any.enter('+44 20 7946 0958'), any.enter('12')]).toEqual(['+442079460958', 'phone_any']);
});

it('keeps three and four digits under its mask', () => expect(field.mask('13800138000')).toBe('138****8000'));
