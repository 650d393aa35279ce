import { daysInMonth, msPerDay } from './calendar.ts';
import { civilDate, type DateTime, Duration, Months, makeDateTime, type PlainDate, PlainTime } from './values.ts';
import { instantOf, isZone, type Zone } from './zone.ts';

const dateForm = /^(\d{4})-(\d\d)-(\d\d)$/;
const timeForm = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|z|[+-]\d\d:\d\d)?(?:@([A-Za-z0-9_+\-/]{1,64}))?$/;
const dayTimeForm =
  /^(-)?P(?:(\d{1,9})W|(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12})(?:\.(\d{1,9}))?S)?)?)$/;
const monthsForm = /^(-)?P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?$/;

/** "2026-03-02"; a day that the calendar does not have is null. */
export function parseDate(text: string): PlainDate | null {
  const found = dateForm.exec(text);
  if (!found) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return civilDate(year, month, day);
}

interface Clock {
  ms: number;
  zone: Zone | undefined;
}

const millis = (digits: string | undefined): number => (digits ? Number(`${digits}000`.slice(0, 3)) : 0);

function parseOffset(text: string): number | undefined {
  if (text === 'Z' || text === 'z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4, 6));
  return minutes > 14 * 60 ? undefined : minutes * (text.startsWith('-') ? -1 : 1);
}

function parseClock(text: string): Clock | null {
  const found = timeForm.exec(text);
  if (!found) return null;
  const [hour, minute, second] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const offset = found[5] === undefined ? undefined : parseOffset(found[5]);
  if (found[5] !== undefined && (offset === undefined || found[6] !== undefined)) return null;
  if (found[6] !== undefined && !isZone(found[6])) return null;
  return { ms: ((hour * 60 + minute) * 60 + second) * 1000 + millis(found[4]), zone: offset ?? found[6] };
}

/** "09:30", "09:30:00", "09:30:00+08:00". */
export function parseTime(text: string): PlainTime | null {
  const clock = parseClock(text);
  if (!clock || typeof clock.zone === 'string') return null;
  return new PlainTime(clock.ms, clock.zone);
}

/** Whether a text names an instant by itself, without a zone to read it in. */
export const hasOwnZone = (text: string): boolean =>
  /(?:Z|[+-]\d\d:\d\d|@[A-Za-z].*)$/i.test(text) && text.includes('T');

/** "2026-03-02T09:00:00", read in `zone` unless it says its own; a bare date is its midnight. Exact to the millisecond. */
export function parseDateTime(text: string, zone: Zone): DateTime | null {
  const at = text.indexOf('T');
  const date = parseDate(at < 0 ? text : text.slice(0, at));
  if (!date) return null;
  const clock = at < 0 ? { ms: 0, zone: undefined } : parseClock(text.slice(at + 1));
  if (!clock) return null;
  const own = clock.zone ?? zone;
  return makeDateTime(instantOf(own, date.days * msPerDay + clock.ms), own);
}

/** A stored instant, shown in `zone`. */
export function parseInstant(text: string, zone: Zone): DateTime | null {
  const value = parseDateTime(text, zone);
  return value === null || value.zone === zone ? value : makeDateTime(value.ms, zone);
}

function parseDayTime(text: string): Duration | null {
  const found = dayTimeForm.exec(text);
  if (!found || text.endsWith('P') || text.endsWith('T')) return null;
  const of = (index: number): number => Number(found[index] ?? 0);
  const days = of(2) * 7 + of(3);
  const ms = days * msPerDay + of(4) * 3_600_000 + of(5) * 60_000 + of(6) * 1000 + millis(found[7]);
  return Number.isSafeInteger(ms) ? new Duration(found[1] ? 0 - ms : ms) : null;
}

/** ISO 8601: "P7D", "PT4H", "P2W", or "P1Y6M"; the two kinds do not mix (DMN 1.3, 10.3.2.3.6 and 7). */
export function parseDuration(text: string): Duration | Months | null {
  const found = monthsForm.exec(text);
  if (!found || text.endsWith('P')) return parseDayTime(text);
  const months = Number(found[2] ?? 0) * 12 + Number(found[3] ?? 0);
  return new Months(found[1] ? 0 - months : months);
}
