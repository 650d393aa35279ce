import pg from 'pg';

const { builtins } = pg.types;
/** The oids of array types, which the driver does not name. */
const ARRAYS = { bigints: 1016, dates: 1182, timestamps: 1115, instants: 1185, intervals: 1187, numerics: 1231 };

type Parse = (text: string) => unknown;
type TypeId = (typeof builtins)[keyof typeof builtins];

/** As the sessions of the product get nearly every instant: four of them with each record. */
const UTC = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00$/;

/**
 * "2026-03-02 01:00:00.5+08" → "2026-03-01T17:00:00.500Z". PostgreSQL keeps microseconds; the product speaks in
 * milliseconds, and the rest is cut off. "infinity" stays as it is.
 */
export function instantText(text: string): string {
  if (UTC.test(text))
    return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).slice(0, 3).padEnd(3, '0')}Z`;
  const date = new Date(isoOffset(text.replace(' ', 'T')));
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}

const TEXT_ARRAY = 1009;

const same: Parse = (text) => text;

const parseTexts = parserOf(TEXT_ARRAY) as (text: string) => unknown[];

/** The driver's own parser; its types know only the oids that it has names for. */
function parserOf(oid: number): Parse {
  return pg.types.getTypeParser(oid as TypeId, 'text') as Parse;
}

/** A list of values that `parse` reads; nulls stay, and so do lists in lists. */
function list(parse: Parse): Parse {
  const each = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(each);
    return typeof item === 'string' ? parse(item) : item;
  };
  return (text) => parseTexts(text).map(each);
}

const PARSERS = new Map<number, Parse>([
  [builtins.INT8, same],
  [builtins.NUMERIC, same],
  [builtins.DATE, same],
  [builtins.TIME, same],
  [builtins.TIMESTAMP, (text) => text.replace(' ', 'T')],
  [builtins.TIMESTAMPTZ, instantText],
  [builtins.INTERVAL, same],
  [ARRAYS.bigints, list(same)],
  [ARRAYS.numerics, list(same)],
  [ARRAYS.dates, list(same)],
  [ARRAYS.timestamps, list((text) => text.replace(' ', 'T'))],
  [ARRAYS.instants, list(instantText)],
  [ARRAYS.intervals, list(same)],
]);

/**
 * How values come from the database: exact numbers and everything that has to do with time as text, never a binary float
 * of a decimal and never a JavaScript Date, which has no days without hours. Given to each connection, so that libraries
 * with connections of their own keep theirs.
 */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: unknown) {
    const parse = format === 'binary' ? undefined : PARSERS.get(oid);
    return parse ?? pg.types.getTypeParser(oid as TypeId, format as 'text');
  },
};

/** PostgreSQL writes "+08" and "+05:30"; ISO 8601 as JavaScript reads it wants the minutes always. */
function isoOffset(text: string): string {
  return text.replace(/([+-]\d\d)$/, '$1:00');
}
