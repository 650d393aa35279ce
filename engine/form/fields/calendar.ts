import { civilFromDays, daysFromCivil, daysInMonth } from '../../expression/temporal/calendar.ts';
import { instantOf, localAt } from '../../expression/temporal/zone.ts';
import type { Locale } from '../types.ts';
import { narrow } from './writing.ts';

const day = 86_400_000;
const written = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$/;
const compact = /^(\d{4})(\d{2})(\d{2})$/;
const clock = /^(\d{1,2})(?::|时|點|点)(\d{2})(?:(?::|分)(\d{2})?(?:\.\d{1,9})?秒?)?$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;
const longest = 40;

const two = (value: number): string => String(value).padStart(2, '0');
const monthsEn = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "2026-3-2", "2026/03/02", "2026年3月2日", "20260302" → "2026-03-02"; undefined for what is no day. */
export function readDate(input: unknown): string | undefined {
  if (typeof input !== 'string' || input.length > longest) return undefined;
  const text = narrow(input).trim();
  const found = written.exec(text) ?? compact.exec(text);
  if (!found) return undefined;
  const [year, month, date] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (year < 1 || month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month)) return undefined;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`;
}

/** An instant with its zone, or a wall clock in the app's time zone, as an ISO instant in UTC. */
export function readDatetime(input: unknown, timeZone: string): string | undefined {
  if (typeof input !== 'string' || input.length > longest) return undefined;
  const text = narrow(input).trim();
  if (instant.test(text)) {
    const ms = readDate(text.slice(0, 10)) === undefined ? Number.NaN : Date.parse(text);
    return inCalendar(ms) ? new Date(ms).toISOString() : undefined;
  }
  const [datePart = '', timePart] = text.split(/[T ]+/);
  const date = readDate(datePart);
  const time = timePart === undefined ? [0, 0, 0] : readClock(timePart);
  if (date === undefined || time === undefined) return undefined;
  const [hour = 0, minute = 0, second = 0] = time;
  const ms = instantOf(timeZone, daysOf(date) * day + ((hour * 60 + minute) * 60 + second) * 1000);
  return inCalendar(ms) ? new Date(ms).toISOString() : undefined;
}

/** PostgreSQL and ISO both write years with four digits; others are typing errors. */
const inCalendar = (ms: number): boolean => ms >= -62_135_596_800_000 && ms <= 253_402_300_799_999;

function readClock(text: string): [number, number, number] | undefined {
  const found = clock.exec(text);
  if (!found) return undefined;
  const [hour, minute, second] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
  return hour > 23 || minute > 59 || second > 59 ? undefined : [hour, minute, second];
}

function daysOf(date: string): number {
  return daysFromCivil(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}

export interface WallClock {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

let last: { iso: string; timeZone: string; clock: Readonly<WallClock> | undefined } | undefined;

/** What is written of one moment is mostly written at once: the last answer is kept. */
export function wallClock(iso: string, timeZone: string): Readonly<WallClock> | undefined {
  if (last?.iso !== iso || last.timeZone !== timeZone) last = { iso, timeZone, clock: clockAt(iso, timeZone) };
  return last.clock;
}

function clockAt(iso: string, timeZone: string): WallClock | undefined {
  const ms = Date.parse(iso);
  if (!Number.isFinite(ms)) return undefined;
  const local = localAt(timeZone, ms);
  const days = Math.floor(local / day);
  const rest = Math.floor((local - days * day) / 1000);
  return {
    ...civilFromDays(days),
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
  };
}

const dayText = (year: number, month: number, date: number, locale: Locale): string =>
  locale === 'en' ? `${date} ${monthsEn[month - 1] ?? ''} ${year}` : `${year}年${month}月${date}日`;

export function showDate(date: string, locale: Locale): string {
  if (readDate(date) === undefined) return date;
  return dayText(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)), locale);
}

export function showDatetime(iso: string, timeZone: string, locale: Locale): string {
  const at = wallClock(iso, timeZone);
  if (!at) return iso;
  const time = `${two(at.hour)}:${two(at.minute)}`;
  return `${dayText(at.year, at.month, at.day, locale)}${locale === 'en' ? ',' : ''} ${time}`;
}
