import { addMonths, civilFromDays, msPerDay } from './calendar.ts';
import {
  DateTime,
  Duration,
  Months,
  makeDate,
  makeDateTime,
  PlainDate,
  PlainTime,
  startOfDay,
  type Temporal,
} from './values.ts';
import { instantOf } from './zone.ts';

const safe = (ms: number): Duration | null => (Number.isSafeInteger(ms) ? new Duration(ms + 0) : null);
const safeMonths = (months: number): Months | null => (Number.isSafeInteger(months) ? new Months(months + 0) : null);

export const isTemporal = (value: unknown): value is Temporal =>
  value instanceof PlainDate ||
  value instanceof DateTime ||
  value instanceof Duration ||
  value instanceof Months ||
  value instanceof PlainTime;

function shiftMonths(value: PlainDate | DateTime, months: number): Temporal | null {
  if (Math.abs(months) > 120_000) return null;
  if (value instanceof PlainDate) return makeDate(addMonths(value.days, months));
  const days = addMonths(value.date.days, months);
  return makeDateTime(instantOf(value.zone, days * msPerDay + value.timeOfDay), value.zone);
}

/** A date moves by whole days: date + PT36H is the next day (DMN 1.4 reads the date as its midnight). */
function shift(value: PlainDate | DateTime | PlainTime, ms: number): Temporal | null {
  if (value instanceof PlainDate) return makeDate(value.days + Math.floor(ms / msPerDay));
  if (value instanceof DateTime) return makeDateTime(value.ms + ms, value.zone);
  return new PlainTime((((value.ms + ms) % msPerDay) + msPerDay) % msPerDay, value.offset);
}

/** The sum that DMN 1.3, table 50 knows; null for any other pair. */
export function plus(a: Temporal, b: Temporal): Temporal | null {
  if (a instanceof Duration && b instanceof Duration) return safe(a.ms + b.ms);
  if (a instanceof Months && b instanceof Months) return safeMonths(a.months + b.months);
  if (a instanceof Duration || a instanceof Months) {
    return b instanceof Duration || b instanceof Months ? null : plus(b, a);
  }
  if (b instanceof Duration) return shift(a, b.ms);
  return b instanceof Months && !(a instanceof PlainTime) ? shiftMonths(a, b.months) : null;
}

export const negated = (value: Duration | Months): Duration | Months =>
  value instanceof Duration ? new Duration(0 - value.ms) : new Months(0 - value.months);

/** Differences are days and time; a date beside an instant is its midnight in `zone`. */
export function minus(a: Temporal, b: Temporal, zone: string): Temporal | null {
  if (b instanceof Duration || b instanceof Months) return plus(a, negated(b));
  if (a instanceof PlainTime && b instanceof PlainTime) {
    return safe(a.ms - (a.offset ?? 0) * 60_000 - (b.ms - (b.offset ?? 0) * 60_000));
  }
  if (a instanceof PlainDate && b instanceof PlainDate) return safe((a.days - b.days) * msPerDay);
  const left = a instanceof PlainDate ? startOfDay(a, zone) : a instanceof DateTime ? a.ms : undefined;
  const right = b instanceof PlainDate ? startOfDay(b, zone) : b instanceof DateTime ? b.ms : undefined;
  return left === undefined || right === undefined ? null : safe(left - right);
}

export function scale(value: Duration | Months, factor: number): Duration | Months | null {
  if (value instanceof Duration) return safe(Math.round(value.ms * factor));
  return safeMonths(Math.trunc(value.months * factor));
}

/** Whole months from one day to another, negative backwards (DMN 1.3, table 71). */
export function monthsBetween(from: PlainDate, to: PlainDate): Months {
  if (to.days < from.days) return new Months(0 - monthsBetween(to, from).months);
  const [a, b] = [civilFromDays(from.days), civilFromDays(to.days)];
  const months = (b.year - a.year) * 12 + b.month - a.month;
  return new Months(b.day < a.day ? months - 1 : months);
}
