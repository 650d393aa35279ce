import pg from 'pg';
import type { Field } from '../../definition/index.ts';
import { flatOptions } from '../../form/fields/choices.ts';

export const YES = ['true', 'yes', 'y', '1', 'on', '是', '有', '对'];
export const NO = ['false', 'no', 'n', '0', 'off', '否', '无', '不是', '没有'];

/** Quoted for SQL; never with a `$1` in it, which stands for the value that is read. */
export function literal(text: string): string {
  if (!text.includes('$')) return pg.escapeLiteral(text);
  return `(${text
    .split('$')
    .map((part) => pg.escapeLiteral(part))
    .join(" || '$' || ")})`;
}

/**
 * What people write, read by the database: SQL that gives null for what it cannot read, and never raises. A value that a
 * colleague is just saving goes through it as well.
 */

/** "1,200.50", "-3": up to 15 digits on either side of the point. */
export function readNumberSql(text: string): string {
  return `select case when btrim(${text}) ~ '^[+-]?(\\d{1,15}|\\d{1,3}(,\\d{3}){1,4})(\\.\\d{1,15})?$'
    then replace(btrim(${text}), ',', '')::numeric end`;
}

const DAY = '([12]\\d{3})[-/.年]\\s*(\\d{1,2})[-/.月]\\s*(\\d{1,2})日?';
const TIME = '([01]?\\d|2[0-3]):([0-5]\\d)(?::([0-5]\\d)(?:\\.\\d{1,6})?)?';

/** Of the parts m[1], m[2], m[3]: days that no month has are no dates. */
const dayOfParts = `case when m[2]::int between 1 and 12 then
  case when m[3]::int between 1 and extract(day from make_date(m[1]::int, m[2]::int, 1) + interval '1 month' - interval '1 day')
  then make_date(m[1]::int, m[2]::int, m[3]::int) end end`;

/** "2026-03-02", "2026/3/2", "2026年3月2日". */
export function readDateSql(text: string): string {
  return `select ${dayOfParts} from (select regexp_match(btrim(${text}), '^${DAY}$') as m) parts`;
}

/** A date with a time in that zone, or with Z in UTC; without one, midnight. */
export function readDatetimeSql(text: string, zone: string): string {
  return `select (${dayOfParts} + make_time(coalesce(m[4], '0')::int, coalesce(m[5], '0')::int, coalesce(m[6], '0')::int))
      at time zone case when m[7] is null then ${zone} else 'UTC' end
    from (select regexp_match(btrim(${text}), '^${DAY}(?:(?:T|\\s+)${TIME}(Z)?)?$') as m) parts`;
}

export function readTimeSql(text: string): string {
  return `case when btrim(${text}) ~ '^(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?$' then btrim(${text})::time end`;
}

/** Words for yes and no; options of what was a choice by their labels too, and of two the first says yes. */
export function readBoolean(was: Field | undefined): string {
  const [yes, no] = [[...YES], [...NO]];
  const options = was && (was.type === 'select' || was.type === 'radio') ? (flatOptions(was) ?? []) : [];
  const words = options.map(({ key, label = key }) => [
    key,
    ...(typeof label === 'string' ? [label] : Object.values(label)),
  ]);
  const knows = (list: readonly string[], names: readonly string[]): boolean =>
    names.some((name) => list.includes(name.trim().toLowerCase()));
  const isTold = words.some((names) => knows(YES, names) || knows(NO, names));
  words.forEach((names, at) => {
    if (isTold ? knows(YES, names) : words.length === 2 && at === 0) yes.push(...names);
    else if (isTold ? knows(NO, names) : words.length === 2) no.push(...names);
  });
  const among = (list: readonly string[]): string =>
    [...new Set(list.map((word) => word.trim().toLowerCase()))].map((word) => literal(word)).join(', ');
  return `case when lower(btrim($1)) in (${among(yes)}) then true when lower(btrim($1)) in (${among(no)}) then false end`;
}
