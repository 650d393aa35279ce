import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError } from '../expression/index.ts';
import { nextRun, parseCron } from './cron.ts';

const SHANGHAI = 'Asia/Shanghai';

function refused(text: string): ExpressionError {
  try {
    parseCron(text);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('schedules', () => {
  it('run on the clock of the app’s time zone', () => {
    expect(nextRun('0 9 * * *', '2026-03-02T00:00:00.000Z', SHANGHAI)).toBe('2026-03-02T01:00:00.000Z');
    expect(nextRun('30 8 * * *', '2026-03-02T00:30:00.000Z', SHANGHAI)).toBe('2026-03-03T00:30:00.000Z');
  });

  it('understand lists, ranges, steps and names', () => {
    expect(parseCron('*/20 9-17/4 1,15 jan-mar mon,FRI')).toEqual({
      minutes: [0, 20, 40],
      hours: [9, 13, 17],
      days: [1, 15],
      months: [1, 2, 3],
      weekdays: [1, 5],
      eitherDay: true,
    });
    expect(parseCron('0 0 * * 7').weekdays).toEqual([0]);
    expect(parseCron('5/20 0 * * *').minutes).toEqual([5, 25, 45]);
  });

  it('take weekdays only', () => {
    // 2026-03-06 is a Friday.
    expect(nextRun('0 9 * * 1-5', '2026-03-06T02:00:00.000Z', SHANGHAI)).toBe('2026-03-09T01:00:00.000Z');
  });

  it('take either of day and weekday where both are named, as cron always has', () => {
    expect(nextRun('0 0 13 * 5', '2026-03-06T00:00:00.000Z', 'UTC')).toBe('2026-03-13T00:00:00.000Z');
    expect(nextRun('0 0 10 * 5', '2026-03-06T00:00:00.000Z', 'UTC')).toBe('2026-03-10T00:00:00.000Z');
  });

  it('wait for the next leap day', () => {
    expect(nextRun('0 0 29 2 *', '2026-03-01T00:00:00.000Z', 'UTC')).toBe('2028-02-29T00:00:00.000Z');
  });

  it('run later on the day whose hour the change to summer skips, and once where autumn repeats it', () => {
    expect(nextRun('30 2 * * *', '2026-03-28T12:00:00.000Z', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
    const first = nextRun('30 2 * * *', '2026-10-24T12:00:00.000Z', 'Europe/Berlin');
    expect(first).toBe('2026-10-25T00:30:00.000Z');
    expect(nextRun('30 2 * * *', first ?? '', 'Europe/Berlin')).toBe('2026-10-26T01:30:00.000Z');
  });

  it.each([
    '61 * * * *',
    '* * * *',
    '* 24 * * *',
    '* * 0 * *',
    '*/0 * * * *',
    '5-1 * * * *',
    '* * 31 2 *',
    'a * * * *',
    '1,,2 * * * *',
  ])('refuse %s with a cure', (text) => {
    const error = refused(text);
    expect(error.code).toBe('bad_schedule');
    expect(error.cure?.en).toContain('0 9 * * 1-5');
  });

  it('always move forward', () => {
    const minute = fc.integer({ min: 0, max: 59 });
    fc.assert(
      fc.property(
        minute,
        fc.integer({ min: 0, max: 23 }),
        fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
        (m, h, from) => {
          const next = nextRun(`${m} ${h} * * *`, from.toISOString(), 'Europe/Berlin') ?? '';
          expect(Date.parse(next)).toBeGreaterThan(from.getTime());
          expect(Date.parse(next) - from.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        },
      ),
    );
  });
});
