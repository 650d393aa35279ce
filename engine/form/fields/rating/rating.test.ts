import { expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const whole = trial({ key: 'f', type: 'rating', label: 'F' });
const half = trial({ key: 'f', type: 'rating', label: 'F', half: true, max: 10 });

it('takes stars, and half ones where it says so', () => {
  expect([whole.enter(4), whole.enter('4'), half.enter('3.5')]).toEqual(['4', '4', '3.5']);
});

it('refuses none, too many, and parts of a star', () => {
  expect(['0', '6', '3.5', '-1', 'five'].map((input) => whole.enter(input))).toEqual([
    'not_a_rating',
    'not_a_rating',
    'not_a_rating',
    'not_a_rating',
    'not_a_number',
  ]);
  expect(half.enter('3.25')).toBe('not_a_rating');
});

it('makes stars of what a formula gives', () => {
  expect([whole.settle('3.4'), half.settle('3.3'), whole.settle('99'), whole.settle(null)]).toEqual([
    '3',
    '3.5',
    '5',
    null,
  ]);
});

it('says of how many it is, where no stars are drawn: in a list of tasks, a message, on paper', () => {
  expect([whole.show('1'), half.show('3.5'), whole.show(null)]).toEqual(['★ 1 / 5', '★ 3.5 / 10', '']);
});

it('is an exact number in the database', () => {
  expect([whole.column(), whole.loaded('4.0'), half.loaded('3.5')]).toEqual(['numeric(3,1)', '4', '3.5']);
});
