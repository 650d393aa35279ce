import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'date', label: 'F' });

it('reads a day however it is written', () => {
  const inputs = ['2026-3-2', '2026/03/02', '2026年3月2日', '20260302', '２０２６－０３－０２'];
  expect(inputs.map((input) => field.enter(input))).toEqual(Array(5).fill('2026-03-02'));
});

it('refuses days that are none', () => {
  expect(['2026-02-29', '2026-13-01', '0000-01-01', 'tomorrow'].map((input) => field.enter(input))).toEqual(
    Array(4).fill('not_a_date'),
  );
  expect(field.enter('2028-02-29')).toBe('2028-02-29');
});

it('keeps its bounds', () => {
  expect(field.judge('2026-03-02', { min: '2026-03-02', max: '2026-03-02' })).toBeUndefined();
  expect(field.judge('2026-03-01', { min: '2026-03-02' })).toBe('too_early');
  expect(field.judge('2026-03-03', { max: '2026-03-02' })).toBe('too_late');
});

it('takes the day of an instant in the app’s time zone', () =>
  expect(field.settle('2026-03-01T16:00:00.000Z')).toBe('2026-03-02'));

it('is shown as people say it', () => {
  expect([field.show('2026-03-02'), field.show('2026-03-02', en)]).toEqual(['2026年3月2日', '2 Mar 2026']);
});
