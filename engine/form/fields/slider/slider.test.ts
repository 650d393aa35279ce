import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'slider', label: 'F', min: 10, max: 30, step: 2.5, unit: '℃' });

it('takes what it can be slid to', () => {
  expect([field.enter('12.5'), field.enter(30), field.enter('')]).toEqual(['12.5', '30', null]);
});

it('refuses what is beyond its ends or between its steps', () => {
  expect(['9', '31', '11', 'warm'].map((input) => field.enter(input))).toEqual([
    'below_min',
    'above_max',
    'off_step',
    'not_a_number',
  ]);
});

it('is exact: tenths add up', () => {
  const tenths = trial({ key: 'f', type: 'slider', label: 'F', min: 0, max: 1, step: 0.1 });
  expect(['0.1', '0.3', '0.7'].map((input) => tenths.enter(input))).toEqual(['0.1', '0.3', '0.7']);
});

it('takes the nearest value of a formula', () => {
  expect([field.settle('11'), field.settle('99'), field.settle('-4')]).toEqual(['10', '30', '10']);
});

it('is shown with its unit', () => {
  expect([field.show('12.5'), field.show('1250', en), field.column()]).toEqual(['12.5 ℃', '1,250 ℃', 'numeric']);
});
