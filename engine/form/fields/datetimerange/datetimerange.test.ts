import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'datetimerange', label: 'F' });
const range = { from: '2026-03-02T01:00:00.000Z', to: '2026-03-02T03:30:00.000Z' };

it('reads instants, and wall clocks in the app’s time zone', () => {
  expect([field.enter(range), field.enter('2026-03-02 09:00 ~ 2026-03-02 11:30')]).toEqual([range, range]);
  expect(field.enter('2026-03-02 09:00 ~ later')).toBe('not_a_range');
});

it('refuses an end before the start, and ends beyond its bounds', () => {
  expect(field.judge({ from: range.to, to: range.from })).toBe('range_reversed');
  expect([field.judge(range, { min: '2026-03-02 10:00' }), field.judge(range, { max: '2026-03-02 11:00' })]).toEqual([
    'too_early',
    'too_late',
  ]);
  expect(field.judge({ from: range.from, to: range.from })).toBeUndefined();
});

it('comes back from PostgreSQL in whatever zone the session is', () => {
  expect(field.column()).toBe('tstzrange');
  expect(field.loaded('["2026-03-02 09:00:00+08","2026-03-02 11:30:00+08"]')).toEqual(range);
  expect(field.loaded('["2026-03-02 06:30:00+05:30","2026-03-02 03:30:00+00"]')).toEqual(range);
});

it('is shown on the app’s clock', () => {
  expect(field.show(range, en)).toBe('2 Mar 2026, 09:00 – 2 Mar 2026, 11:30');
});
