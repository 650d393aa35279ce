import type { Env } from '../types.ts';
import { addMonths, daysFromCivil, msPerDay, weekday } from './calendar.ts';
import { parseDuration, parseInstant } from './parse.ts';
import { Duration, Months, PlainDate } from './values.ts';
import { instantOf } from './zone.ts';

/** From and including, to and excluding, in both measures that a fact can have. */
export interface Period {
  fromDay: number;
  toDay: number;
  fromMs: number;
  toMs: number;
}

interface Day {
  today: number;
  /** First day of this week, this month and this year. */
  week: number;
  month: number;
  year: number;
}

/** Days from and including, to and excluding. */
type Days = (day: Day) => [from: number, to: number];

const lastDays =
  (count: number): Days =>
  ({ today }) => [today - count + 1, today + 1];

const periods: Record<string, Days> = {
  today: ({ today }) => [today, today + 1],
  yesterday: ({ today }) => [today - 1, today],
  thisWeek: ({ week }) => [week, week + 7],
  lastWeek: ({ week }) => [week - 7, week],
  thisMonth: ({ month }) => [month, addMonths(month, 1)],
  lastMonth: ({ month }) => [addMonths(month, -1), month],
  thisYear: ({ year }) => [year, addMonths(year, 12)],
  last7Days: lastDays(7),
  last30Days: lastDays(30),
  last90Days: lastDays(90),
};

export const periodNames: readonly string[] = Object.keys(periods);

/** A named period, or the length of one that ends now. */
export function isPeriod(name: string): boolean {
  return Object.hasOwn(periods, name) || parseDuration(name) !== null;
}

function dayOf(today: number, weekStart: number): Day {
  const { year, month } = new PlainDate(today).civil;
  const week = today - ((weekday(today) - weekStart + 7) % 7);
  return { today, week, month: daysFromCivil(year, month, 1), year: daysFromCivil(year, 1, 1) };
}

/** "P7D" reaches from so long before now to now; of days, it counts today and the 7 before it. */
function untilNow(length: Duration | Months, now: number, today: number, zone: string, timeOfDay: number): Period {
  const fromMs =
    length instanceof Duration
      ? now - length.ms
      : instantOf(zone, addMonths(today, -length.months) * msPerDay + timeOfDay);
  const fromDay =
    length instanceof Months ? addMonths(today, -length.months) : today - Math.floor(length.ms / msPerDay);
  // Half-open everywhere, and this very moment belongs to it.
  return { fromDay, toDay: today + 1, fromMs, toMs: now + 1 };
}

/** Null for a name that is no period, or where the present moment is unknown. */
export function periodAt(name: string, env: Env): Period | null {
  const now = parseInstant(env.now, env.timeZone);
  if (!now) return null;
  const today = now.date.days;
  const named = Object.hasOwn(periods, name) ? periods[name] : undefined;
  if (!named) {
    const length = parseDuration(name);
    return length && untilNow(length, now.ms, today, env.timeZone, now.timeOfDay);
  }
  const [fromDay, toDay] = named(dayOf(today, env.weekStart ?? 1));
  return {
    fromDay,
    toDay,
    fromMs: instantOf(env.timeZone, fromDay * msPerDay),
    toMs: instantOf(env.timeZone, toDay * msPerDay),
  };
}
