import { isoWeek, msPerDay, weekday } from '../temporal/calendar.ts';
import { DateTime, Duration, Months, PlainDate, PlainTime } from '../temporal/values.ts';
import { duration, integer, type Static, text } from './static.ts';
import type { Value } from './value.ts';

/** The parts that dates, times and durations have (DMN 1.3, table 65). */
const dateParts: [string, Static][] = ['year', 'month', 'day', 'weekday', 'week'].map((name) => [name, integer]);
const timeParts: [string, Static][] = [
  ['hour', integer],
  ['minute', integer],
  ['second', integer],
  ['time offset', duration],
  ['timezone', text],
];
const durationParts = ['days', 'hours', 'minutes', 'seconds', 'years', 'months'];

const byKind: Partial<Record<Static['kind'], ReadonlyMap<string, Static>>> = {
  date: new Map(dateParts),
  time: new Map(timeParts),
  datetime: new Map([...dateParts, ...timeParts]),
  duration: new Map(durationParts.map((name): [string, Static] => [name, integer])),
};

export const propertiesOf = (kind: Static['kind']): ReadonlyMap<string, Static> | undefined => byKind[kind];

function datePart(date: PlainDate, key: string): Value {
  const { year, month, day } = date.civil;
  if (key === 'year') return year;
  if (key === 'month') return month;
  if (key === 'day') return day;
  if (key === 'weekday') return weekday(date.days);
  return key === 'week' ? isoWeek(date.days) : null;
}

function clockPart(ms: number, key: string): Value {
  if (key === 'hour') return Math.floor(ms / 3_600_000);
  if (key === 'minute') return Math.floor(ms / 60_000) % 60;
  return key === 'second' ? Math.floor(ms / 1000) % 60 : null;
}

function dateTimePart(value: DateTime, key: string): Value {
  if (key === 'time offset') return new Duration(value.offset);
  if (key === 'timezone') return typeof value.zone === 'string' ? value.zone : null;
  return clockPart(value.timeOfDay, key) ?? datePart(value.date, key);
}

function durationPart(value: Duration, key: string): Value {
  const sign = Math.sign(value.ms);
  const size = Math.abs(value.ms);
  const days = Math.floor(size / msPerDay);
  const clock = key === 'days' ? days : clockPart(size - days * msPerDay, key.replace(/s$/, ''));
  return typeof clock === 'number' ? sign * clock + 0 : null;
}

function monthsPart(value: Months, key: string): Value {
  if (key === 'years') return Math.trunc(value.months / 12) + 0;
  return key === 'months' ? (value.months % 12) + 0 : null;
}

export function property(value: Value, key: string): Value {
  if (value instanceof PlainDate) return datePart(value, key);
  if (value instanceof DateTime) return dateTimePart(value, key);
  if (value instanceof Duration) return durationPart(value, key);
  if (value instanceof Months) return monthsPart(value, key);
  if (!(value instanceof PlainTime)) return null;
  if (key === 'time offset') return value.offset === undefined ? null : new Duration(value.offset * 60_000);
  return clockPart(value.ms, key);
}
