import { expect, it } from 'vitest';
import { trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'time', label: 'F' });
const exact = trial({ key: 'f', type: 'time', label: 'F', seconds: true });

it('reads a time of day however it is written', () => {
  const inputs = ['9:30', '09:30', '0930', '930', '９：３０', '9点30分', '09:30:00', '09:30:00.000'];
  expect(inputs.map((input) => field.enter(input))).toEqual(Array(8).fill('09:30'));
  expect([exact.enter('9:30'), exact.enter('09:30:15'), exact.enter('093015')]).toEqual([
    '09:30:00',
    '09:30:15',
    '09:30:15',
  ]);
});

it('refuses what is no time, and seconds that it would lose', () => {
  expect(['24:00', '12:60', 'noon', '09:30:15', 930].map((input) => field.enter(input))).toEqual(
    Array(5).fill('not_a_time'),
  );
  expect(field.enter('')).toBeNull();
});

it('keeps its bounds, whatever FEEL writes them like', () => {
  expect(field.judge('09:00', { min: '09:00:00', max: '18:00' })).toBeUndefined();
  expect([field.judge('08:59', { min: '09:00' }), field.judge('18:01', { max: '18:00:00' })]).toEqual([
    'too_early',
    'too_late',
  ]);
});

it('is a column of its own type, and a time in formulas', () => {
  expect([field.column(), field.loaded('13:45:00'), exact.loaded('13:45:07'), field.loaded(null)]).toEqual([
    'time',
    '13:45',
    '13:45:07',
    null,
  ]);
  expect([field.fact(), field.settle('13:45:00')]).toEqual([{ kind: 'time' }, '13:45']);
});
