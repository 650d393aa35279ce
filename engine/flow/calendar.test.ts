import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWorkingTime, compileCalendar, workingTimeBetween } from './calendar.ts';
import { parseDuration } from './duration.ts';

const work = compileCalendar({
  key: 'work',
  label: 'Working hours',
  timeZone: 'Asia/Shanghai',
  week: { 'mon-fri': ['09:00-12:00', '13:00-18:00'] },
  except: { '2026-10-01/2026-10-07': [], '2026-10-03': ['10:00-11:00'], '2026-10-10': ['09:00-18:00'] },
});

const nights = compileCalendar({
  key: 'nights',
  label: 'Nights',
  timeZone: 'Asia/Shanghai',
  week: { 'mon-thu': ['22:00-06:00'] },
});

const berlin = compileCalendar({
  key: 'berlin',
  label: 'Berlin',
  timeZone: 'Europe/Berlin',
  week: { 'mon-sun': ['00:00-24:00'] },
});

const closed = compileCalendar({ key: 'closed', label: 'Closed', timeZone: 'Asia/Shanghai', week: { mon: [] } });

/** Shanghai wall clock → instant. */
const at = (local: string): string => new Date(`${local}+08:00`).toISOString();

const hour = 3_600_000;

describe('a working calendar', () => {
  it('counts working hours only, lunch and the end of the day left out', () => {
    expect(addWorkingTime(at('2026-03-02T09:00'), 'PT4H', work)).toBe(at('2026-03-02T14:00'));
    expect(addWorkingTime(at('2026-03-02T16:30'), 'PT4H', work)).toBe(at('2026-03-03T11:30'));
    expect(addWorkingTime(at('2026-03-02T12:20'), 'PT1H', work)).toBe(at('2026-03-02T14:00'));
    expect(addWorkingTime(at('2026-03-02T09:00'), 'PT8H', work)).toBe(at('2026-03-02T18:00'));
  });

  it('passes over weekends', () => {
    expect(addWorkingTime(at('2026-03-06T17:00'), 'PT2H', work)).toBe(at('2026-03-09T10:00'));
    expect(addWorkingTime(at('2026-03-07T11:00'), 'PT1H', work)).toBe(at('2026-03-09T10:00'));
  });

  it('passes over holidays, and the narrower exception wins', () => {
    expect(addWorkingTime(at('2026-09-30T17:00'), 'PT2H', work)).toBe(at('2026-10-03T11:00'));
    expect(addWorkingTime(at('2026-09-30T17:00'), 'PT3H', work)).toBe(at('2026-10-08T10:00'));
    expect(addWorkingTime(at('2026-10-09T17:00'), 'PT2H', work)).toBe(at('2026-10-10T10:00'));
  });

  it('reads days as working days at the same time of day', () => {
    expect(addWorkingTime(at('2026-03-05T15:00'), 'P3D', work)).toBe(at('2026-03-10T15:00'));
    expect(addWorkingTime(at('2026-03-06T19:00'), 'P1D', work)).toBe(at('2026-03-10T09:00'));
    expect(addWorkingTime(at('2026-03-07T10:00'), 'P1D', work)).toBe(at('2026-03-09T10:00'));
  });

  it('reads weeks and months as everybody does, with and without a calendar', () => {
    expect(addWorkingTime(at('2026-01-31T10:00'), 'P1M')).toBe(at('2026-02-28T10:00'));
    expect(addWorkingTime(at('2026-03-02T10:00'), 'P1W', work)).toBe(at('2026-03-09T10:00'));
    expect(addWorkingTime(at('2026-03-02T10:00'), 'P7D')).toBe(at('2026-03-09T10:00'));
  });

  it('runs across midnight', () => {
    expect(addWorkingTime(at('2026-03-02T23:00'), 'PT5H', nights)).toBe(at('2026-03-03T04:00'));
    // Thursday's night ends on Friday morning; the next begins on Monday.
    expect(addWorkingTime(at('2026-03-06T05:00'), 'PT2H', nights)).toBe(at('2026-03-09T23:00'));
  });

  it('keeps hours true over the change to summer time', () => {
    // 2026-03-29 has 23 hours in Berlin.
    expect(addWorkingTime('2026-03-28T23:00:00.000Z', 'PT23H', berlin)).toBe('2026-03-29T22:00:00.000Z');
    expect(workingTimeBetween('2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z', berlin)).toBe(23 * hour);
    expect(addWorkingTime('2026-03-28T09:00:00.000Z', 'P1D', berlin)).toBe('2026-03-29T08:00:00.000Z');
  });

  it('does not search for ever where nobody ever works', () => {
    expect(addWorkingTime(at('2026-03-02T10:00'), 'PT4H', closed)).toBe(at('2026-03-02T14:00'));
  });

  it('measures working time between two instants', () => {
    expect(workingTimeBetween(at('2026-03-02T09:00'), at('2026-03-03T10:00'), work)).toBe(9 * hour);
    expect(workingTimeBetween(at('2026-03-06T17:00'), at('2026-03-09T10:00'), work)).toBe(2 * hour);
    expect(workingTimeBetween(at('2026-03-07T00:00'), at('2026-03-08T23:00'), work)).toBe(0);
    expect(workingTimeBetween(at('2026-03-03T10:00'), at('2026-03-02T10:00'), work)).toBe(0);
    expect(workingTimeBetween(at('2026-03-02T10:00'), at('2026-03-03T10:00'))).toBe(24 * hour);
  });

  it('measures what it adds, from any minute of two years', () => {
    const first = Date.parse('2026-01-01T00:00:00Z');
    const minutes = fc.integer({ min: 0, max: 2 * 366 * 24 * 60 });
    fc.assert(
      fc.property(
        minutes,
        fc.integer({ min: 1, max: 6000 }),
        fc.constantFrom(work, nights, berlin),
        (from, add, calendar) => {
          const start = new Date(first + from * 60_000).toISOString();
          const end = addWorkingTime(start, `PT${add}M`, calendar);
          expect(workingTimeBetween(start, end, calendar)).toBe(add * 60_000);
          const before = new Date(Date.parse(end) - 1000).toISOString();
          expect(workingTimeBetween(start, before, calendar)).toBe(add * 60_000 - 1000);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('durations', () => {
  it('are read in their parts', () => {
    expect(parseDuration('P1Y2M3W4DT5H6M7S')).toEqual({ months: 14, weeks: 3, days: 4, ms: 18_367_000 });
    expect(parseDuration('-PT90M')).toEqual({ months: -0, weeks: -0, days: -0, ms: -5_400_000 });
  });

  it('are refused where they are none', () => {
    for (const text of ['', 'P', 'PT', '4h', 'PT4', 'P1H']) expect(parseDuration(text)).toBeUndefined();
  });
});
