import fc from 'fast-check';
import { expect, it } from 'vitest';
import { en, trial } from '../trial.test-data.ts';

const field = trial({ key: 'f', type: 'daterange', label: '假期', maxDays: 30 });
const range = { from: '2026-03-02', to: '2026-03-05' };

it('reads both days however they are sent', () => {
  const inputs = [range, ['2026-3-2', '2026/3/5'], '2026-03-02 ~ 2026-03-05', '2026年3月2日至2026年3月5日'];
  expect(inputs.map((input) => field.enter(input))).toEqual(Array(4).fill(range));
  expect([field.enter({ from: '', to: null }), field.enter('')]).toEqual([null, null]);
});

it('keeps one day while the other is missing, and says that it is', () => {
  expect(field.read({ from: '2026-03-02' })).toEqual({ from: '2026-03-02', to: null });
  expect(field.judge({ from: '2026-03-02', to: null })).toBe('range_incomplete');
});

it('refuses what is no range', () => {
  expect(
    [{ from: '2026-02-30', to: '2026-03-05' }, { from: 1, to: 2 }, ['2026-03-02'], 'soon', { a: 1 }, 5].map(field.read),
  ).toEqual(Array(6).fill(undefined));
  expect(field.judge({ from: '2026-03-05', to: '2026-03-02' })).toBe('range_reversed');
  expect(field.judge({ from: '2026-03-01', to: '2026-03-31' })).toBe('too_many_days');
  expect([field.judge(range, { min: '2026-03-03' }), field.judge(range, { max: '2026-03-04' })]).toEqual([
    'too_early',
    'too_late',
  ]);
});

it('comes back from PostgreSQL, which keeps it half open, as it went', () => {
  expect(field.stored(range)).toBe('[2026-03-02,2026-03-05]');
  expect(field.loaded('[2026-03-02,2026-03-06)')).toEqual(range);
  expect([field.loaded('[2026-03-02,)'), field.loaded(null)]).toEqual([{ from: '2026-03-02', to: null }, null]);
});

it('has its ends as facts and as columns', () => {
  expect(field.fact()).toEqual({ kind: 'context', fields: { from: { kind: 'date' }, to: { kind: 'date' } } });
  const parts = field.type.parts?.({ key: 'f', type: 'daterange', label: '假期' }) ?? [];
  expect(parts.map(({ key, sql }) => [key, sql('r.f')])).toEqual([
    ['from', 'lower(r.f)'],
    ['to', '(upper(r.f) - 1)'],
  ]);
});

it('is shown as people say it', () => {
  expect([field.show(range), field.show(range, en)]).toEqual([
    '2026年3月2日 至 2026年3月5日',
    '2 Mar 2026 – 5 Mar 2026',
  ]);
  expect([field.mask(range), field.show(field.mask(range))]).toEqual([null, '']);
});

it('reads what it shows', () => {
  const day = fc.integer({ min: 0, max: 28 }).map((at) => `2026-03-${String(at + 1).padStart(2, '0')}`);
  fc.assert(
    fc.property(day, day, (a, b) => {
      const [from, to] = [a, b].sort();
      expect(field.enter(field.show({ from: from ?? '', to: to ?? '' }))).toEqual({ from, to });
    }),
  );
});
