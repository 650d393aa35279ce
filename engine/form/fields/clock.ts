import { narrow } from './writing.ts';

/** Times of day: "09:30", "9点30分", "0930", "09:30:15". */

const written = /^(\d{1,2})(?::|时|點|点)(?:(\d{1,2})分?)?(?::?(\d{1,2})秒?)?$/;
const compact = /^(\d{1,2})(\d{2})(\d{2})?$/;
/** What PostgreSQL and FEEL add: parts of a second, a zone. */
const beyond = /(\.\d+)?(Z|[+-]\d{2}(:?\d{2})?)?$/i;
const longest = 30;

const two = (value: number): string => String(value).padStart(2, '0');

/** "HH:MM:SS"; undefined for what is no time of day. */
export function readTime(input: unknown): string | undefined {
  if (typeof input !== 'string' || input.length > longest) return undefined;
  const text = narrow(input).replace(/\s/g, '');
  const plain = text.includes(':') ? text.replace(beyond, '') : text;
  const found = written.exec(plain) ?? compact.exec(plain);
  if (!found) return undefined;
  const [hour, minute, second] = [Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0)];
  return hour > 23 || minute > 59 || second > 59 ? undefined : `${two(hour)}:${two(minute)}:${two(second)}`;
}

/** As the field keeps it: to the minute or to the second. Undefined where seconds would be lost. */
export function timeOf(input: unknown, withSeconds: boolean | undefined): string | undefined {
  const time = readTime(input);
  if (time === undefined || withSeconds) return time;
  return time.endsWith(':00') ? time.slice(0, 5) : undefined;
}

/** The same, seconds left out where the field has none. */
export function timeTo(input: unknown, withSeconds: boolean | undefined): string | null {
  return readTime(input)?.slice(0, withSeconds ? 8 : 5) ?? null;
}

/** JSON Schema's pattern for what a field keeps. */
export const timePattern = (withSeconds: boolean | undefined): string =>
  withSeconds ? '^([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d$' : '^([01]\\d|2[0-3]):[0-5]\\d$';
