import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, civilFromDays, daysFromCivil, firstDay, isoWeek, lastDay, msPerDay, weekday } from './calendar.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from './parse.ts';
import { Duration, formatDate, formatDuration, formatMonths, Months, PlainDate } from './values.ts';
import { instantOf, localAt, offsetAt } from './zone.ts';

const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'];

describe('the calendar', () => {
  it('agrees with JavaScript for every day of nine thousand years', () => {
    fc.assert(
      fc.property(fc.integer({ min: firstDay, max: lastDay }), (days) => {
        const date = new Date(days * msPerDay);
        const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
        expect(civilFromDays(days)).toEqual(civil);
        expect(daysFromCivil(civil.year, civil.month, civil.day)).toBe(days);
        expect(weekday(days) % 7).toBe(date.getUTCDay());
      }),
      { numRuns: 1000 },
    );
  });

  it('takes the last day of a shorter month', () => {
    const shifted = (text: string, months: number): string => {
      const date = parseDate(text);
      return date ? formatDate(new PlainDate(addMonths(date.days, months))) : '';
    };
    expect(shifted('2024-01-31', 1)).toBe('2024-02-29');
    expect(shifted('2026-03-31', -1)).toBe('2026-02-28');
    expect(shifted('2026-12-15', 1)).toBe('2027-01-15');
  });

  it('counts weeks as ISO 8601', () => {
    expect(
      ['2021-01-03', '2021-01-04', '2020-12-31', '2018-12-31'].map((text) => isoWeek(parseDate(text)?.days ?? 0)),
    ).toEqual([53, 1, 53, 1]);
  });
});

describe('time zones', () => {
  it('find the instant of a wall clock, and the wall clock of an instant', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 2_500_000_000_000 }), (zone, ms) => {
        const local = localAt(zone, ms);
        // An hour that comes twice stands for its first; any other is exact.
        const back = instantOf(zone, local);
        expect(localAt(zone, back)).toBe(local);
        expect(back).toBeLessThanOrEqual(ms);
      }),
      { numRuns: 500 },
    );
  });

  it('agree with Intl', () => {
    const parts = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'America/New_York',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (seconds) => {
        const local = new Date(localAt('America/New_York', seconds * 1000))
          .toISOString()
          .slice(0, 19)
          .replace('T', ' ');
        expect(local).toBe(parts.format(seconds * 1000));
      }),
      { numRuns: 200 },
    );
  });

  it('read a skipped hour with the offset before it', () => {
    const local = Date.UTC(2026, 2, 29, 2, 30);
    expect(new Date(instantOf('Europe/Berlin', local)).toISOString()).toBe('2026-03-29T01:30:00.000Z');
    expect(offsetAt('Asia/Kathmandu', 1e12)).toBe(20_700_000);
  });
});

describe('ISO 8601 texts', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '0000-01-01', '26-01-01', '2026-1-1', '2026-01-01x'])(
    '%s is no date',
    (text) => {
      expect(parseDate(text)).toBe(null);
    },
  );

  it.each(['24:00:00', '12:60', '9:00', '10:00:00+15:00', '10:00@Nowhere/City'])('%s is no time', (text) => {
    expect(parseTime(text)).toBe(null);
  });

  it.each(['P', 'PT', '-P', 'P1DT', 'P1Y1D', 'P1H', '1D', 'P-1D', 'P1.5D'])('%s is no duration', (text) => {
    expect(parseDuration(text)).toBe(null);
  });

  it.each([
    ['P7D', 'P7D'],
    ['PT4H', 'PT4H'],
    ['P2W', 'P14D'],
    ['PT36H', 'P1DT12H'],
    ['-PT90M', '-PT1H30M'],
    ['PT0.5S', 'PT0.5S'],
    ['PT0S', 'PT0S'],
    ['P1Y14M', 'P2Y2M'],
    ['P0M', 'P0M'],
  ])('%s is written %s', (text, written) => {
    const value = parseDuration(text);
    if (value instanceof Duration) expect(formatDuration(value)).toBe(written);
    else expect(value instanceof Months && formatMonths(value)).toBe(written);
  });

  it('name an instant by offset, by zone, or in the zone of the app', () => {
    const at = (text: string): number | undefined => parseDateTime(text, 'Asia/Shanghai')?.ms;
    const instant = Date.UTC(2026, 2, 2, 1);
    expect(at('2026-03-02T09:00:00')).toBe(instant);
    expect(at('2026-03-02T01:00:00Z')).toBe(instant);
    expect(at('2026-03-02T02:00:00+01:00')).toBe(instant);
    expect(at('2026-03-02T02:00:00@Europe/Paris')).toBe(instant);
    expect(at('2026-03-02T01:00:00.250Z')).toBe(instant + 250);
    expect(at('2026-03-02')).toBe(Date.UTC(2026, 2, 1, 16));
  });
});
