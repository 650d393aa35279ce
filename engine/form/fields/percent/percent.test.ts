import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'percent', label: 'F' });

it('reads a percentage with and without its sign', () => {
  expect(['12.5', '12.5%', ' 12.5 ％', '１２．５％', 12.5].map((input) => field.enter(input))).toEqual(
    Array(5).fill('12.5'),
  );
  expect([field.enter(''), field.enter('half')]).toEqual([null, 'not_a_number']);
});

it('keeps its digits and bounds', () => {
  expect([field.enter('1.005'), field.judge('101', { max: '100' }), field.judge('-1', { min: '0' })]).toEqual([
    'too_many_decimals',
    'above_max',
    'below_min',
  ]);
  expect(field.settle('33.336')).toBe('33.34');
});

it('is shown with its sign and kept as a number', () => {
  expect([field.show('12.5'), field.show('1250', en), field.show(null)]).toEqual(['12.5%', '1,250%', '']);
  expect([field.column(), field.stored('12.5'), field.loaded('12.5')]).toEqual(['numeric', '12.5', '12.5']);
  expect([field.mask('12.5'), field.show('***')]).toEqual(['***', '***']);
});
