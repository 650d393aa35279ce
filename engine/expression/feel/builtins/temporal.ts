import * as num from '../../decimal.ts';
import { monthsBetween } from '../../temporal/arithmetic.ts';
import { dayOfYear, daysInMonth, isoWeek, msPerDay, weekday } from '../../temporal/calendar.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../../temporal/parse.ts';
import { civilDate, DateTime, Duration, makeDateTime, PlainDate, PlainTime } from '../../temporal/values.ts';
import { instantOf } from '../../temporal/zone.ts';
import { display } from '../json.ts';
import { date, datetime, duration, integer, number, text, time } from '../static.ts';
import type { Value } from '../value.ts';
import { type Builtin, define } from './define.ts';

function toDate(value: Value, zone: string): PlainDate | null {
  if (value instanceof PlainDate) return value;
  if (value instanceof DateTime) return value.date;
  if (typeof value !== 'string') return null;
  return parseDate(value) ?? parseDateTime(value, zone)?.date ?? null;
}

function dateOf(year: Value, month: number, day: number): PlainDate | null {
  const whole = num.isNum(year) ? num.toSafeInteger(year) : undefined;
  if (whole === undefined || whole < 1 || whole > 9999) return null;
  return month < 1 || month > 12 || day < 1 || day > daysInMonth(whole, month) ? null : civilDate(whole, month, day);
}

function toTime(value: Value, zone: string): PlainTime | null {
  if (value instanceof PlainTime) return value;
  if (value instanceof PlainDate) return new PlainTime(0);
  if (value instanceof DateTime) return new PlainTime(value.timeOfDay, Math.round(value.offset / 60_000));
  if (typeof value !== 'string') return null;
  const plain = parseTime(value);
  return plain ?? toTime(parseDateTime(value, zone), zone);
}

function timeOf(hour: Value, minute: number, second: number, offset: Value): PlainTime | null {
  const whole = num.isNum(hour) ? num.toSafeInteger(hour) : undefined;
  if (whole === undefined || whole < 0 || whole > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
    return null;
  const minutes = offset instanceof Duration ? Math.round(offset.ms / 60_000) : undefined;
  return new PlainTime(((whole * 60 + minute) * 60 + second) * 1000, minutes);
}

function joinDateTime(day: Value, clock: Value, zone: string): DateTime | null {
  const date = toDate(typeof day === 'string' ? null : day, zone);
  if (!date || !(clock instanceof PlainTime)) return null;
  const own = clock.offset ?? zone;
  return makeDateTime(instantOf(own, date.days * msPerDay + clock.ms), own);
}

/** `number("1 000,5", " ", ",")`: separators for thousands and decimals, where they are not the usual ones. */
function toNumber(value: Value, group: string | undefined, point: string | undefined): Value {
  if (num.isNum(value)) return value;
  if (typeof value !== 'string' || value.length > 400) return null;
  const allowed =
    (group === undefined || [' ', ',', '.'].includes(group)) && (point === undefined || ['.', ','].includes(point));
  if (!allowed || (group !== undefined && group === point)) return null;
  const bare = group === undefined ? value : value.split(group).join('');
  return num.parseNum(point === undefined || point === '.' ? bare.trim() : bare.replace(point, '.').trim());
}

const daysApart = define(['day', 'day'], integer, (_frame, from, to) => to.days - from.days);

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const months = 'January February March April May June July August September October November December'.split(' ');

/**
 * Conversions (DMN 1.3, table 72) and the calendar (table 76). A time without a zone is read in the app's, since every
 * stored time is an instant; `days between(a, b)` counts midnights from a to b.
 */
export const temporalFunctions: Record<string, Builtin> = {
  date: define(['any', 'integer?', 'integer?'], date, (frame, from, month, day) =>
    month === undefined || day === undefined ? toDate(from, frame.zone) : dateOf(from, month, day),
  ),
  time: define(['any', 'integer?', 'integer?', 'any?'], time, (frame, from, minute, second, offset = null) =>
    minute === undefined || second === undefined ? toTime(from, frame.zone) : timeOf(from, minute, second, offset),
  ),
  'date and time': define(['any', 'time?'], datetime, (frame, from, clock) => {
    if (clock !== undefined) return joinDateTime(from, clock, frame.zone);
    if (from instanceof DateTime) return from;
    if (from instanceof PlainDate) return joinDateTime(from, new PlainTime(0), frame.zone);
    return typeof from === 'string' ? parseDateTime(from, frame.zone) : null;
  }),
  duration: define(['any'], duration, (_frame, from) =>
    typeof from === 'string' ? parseDuration(from) : durationOf(from),
  ),
  'years and months duration': define(['day', 'day'], duration, (_frame, from, to) => monthsBetween(from, to)),
  number: define(['any', 'text?', 'text?'], number, (_frame, from, group, point) => toNumber(from, group, point)),
  string: define(['any'], text, (_frame, from) => display(from)),
  now: define([], datetime, (frame) => frame.now),
  today: define([], date, (frame) => frame.now.date),
  epochMillis: define([], integer, (frame) => frame.now.ms),
  'day of week': define(['day'], text, (_frame, day) => weekdays[weekday(day.days) - 1] ?? null),
  'day of year': define(['day'], integer, (_frame, day) => dayOfYear(day.days)),
  'week of year': define(['day'], integer, (_frame, day) => isoWeek(day.days)),
  'month of year': define(['day'], text, (_frame, day) => months[day.civil.month - 1] ?? null),
  'days between': daysApart,
  days: daysApart,
};

const durationOf = (value: Value): Value => (value instanceof Duration ? value : null);
