import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'datetime', label: 'F' });

it('reads a wall clock in the app’s time zone, and an instant with its own', () => {
  expect(field.enter('2026-03-02 09:00')).toBe('2026-03-02T01:00:00.000Z');
  expect(field.enter('2026年3月2日 9时00分')).toBe('2026-03-02T01:00:00.000Z');
  expect(field.enter('2026-03-02T09:00:00+08:00')).toBe('2026-03-02T01:00:00.000Z');
  expect(field.enter('2026-03-02T01:00:00Z')).toBe('2026-03-02T01:00:00.000Z');
});

it('refuses hours and days that are none', () => {
  expect(['2026-03-02 24:00', '2026-02-30T00:00:00Z', '9'].map((input) => field.enter(input))).toEqual(
    Array(3).fill('not_a_datetime'),
  );
});

it('keeps its bounds to the second', () => {
  const max = '2026-03-09T15:59:59.000Z';
  expect(field.judge('2026-03-09T15:59:59.000Z', { max })).toBeUndefined();
  expect(field.judge('2026-03-09T16:00:00.000Z', { max })).toBe('too_late');
});

it('is shown in the app’s time zone', () => {
  const at = '2026-03-02T01:05:00.000Z';
  expect([field.show(at), field.show(at, en)]).toEqual(['2026年3月2日 09:05', '2 Mar 2026, 09:05']);
});
