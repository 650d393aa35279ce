import type { Field } from '../../definition/index.ts';
import { type Change, type Loss, sameColumn, WAYS } from './ways.ts';

/**
 * What to do with a column that is there with one type while a field asks for another. `kept`: it holds everything that
 * the field may hold. `converted`: each value has one meaning in the new type, or none, which is told before; `sql` is
 * over `$1`. Anything else is for people to decide, unless there is no value yet.
 */
export type Conversion =
  | { kind: 'kept' }
  | { kind: 'converted'; to: string; sql: string; loses?: Loss }
  | { kind: 'refused' };

const KEPT: Conversion = { kind: 'kept' };
const REFUSED: Conversion = { kind: 'refused' };
/** Safe whole numbers have 16 digits. */
const WHOLE_DIGITS = 16;
/** Texts say what these held as people read it. */
const TOLD_AS_TEXT = new Set(['bigint', 'date', 'boolean']);

export function conversion(found: string, wanted: string, change: Change): Conversion {
  const [from, to] = [plainType(found), plainType(wanted)];
  if (from === to) return within(to, change);
  const [was, is] = [decimalOf(from), decimalOf(to)];
  if (was && is) return between(was, is, to);
  const way = WAYS[`${from} → ${is && to !== 'bigint' ? 'numeric' : to}`]?.(change);
  if (way)
    return {
      kind: 'converted',
      to,
      sql: is && to !== 'bigint' ? fitting(way.sql, is, to) : way.sql,
      ...(way.loses && { loses: way.loses }),
    };
  const isText = to === 'text' && (change.field.type === 'text' || change.field.type === 'longtext');
  if (isText && (was || TOLD_AS_TEXT.has(from))) return { kind: 'converted', to, sql: '($1)::text' };
  return REFUSED;
}

/** Of one column type: ids of other things are others, options become words, and all else is as it is. */
function within(to: string, change: Change): Conversion {
  const { was, field } = change;
  if (to === 'uuid' && was && target(was) !== target(field)) return REFUSED;
  const way = sameColumn(change);
  return way ? { kind: 'converted', to, sql: way.sql, ...(way.loses && { loses: way.loses }) } : KEPT;
}

const target = (field: Field): string => (field.type === 'reference' ? `reference ${field.form}` : field.type);

/** A number that a column of this scale would round, or that is too large for it, does not fit. */
function fitting(sql: string, { whole, scale }: Decimal, to: string): string {
  if (scale === undefined || whole === undefined) return sql;
  return `(select n::${to} from (select ${sql}) f (n) where n = round(n, ${scale}) and abs(n) < 10::numeric ^ ${whole})`;
}

interface Decimal {
  /** Digits before the point; undefined: any. */
  whole: number | undefined;
  scale: number | undefined;
}

/** A wider column does for a narrower field: nothing has to be copied, and what it holds stays as it is. */
function between(was: Decimal, is: Decimal, to: string): Conversion {
  const isWide = (have: number | undefined, need: number | undefined): boolean =>
    have === undefined || (need !== undefined && have >= need);
  if (isWide(was.whole, is.whole) && isWide(was.scale, is.scale)) return KEPT;
  // Where the new type has fewer digits before the point, plain numeric holds both.
  const isEnough = isWide(is.whole, was.whole) && isWide(is.scale, was.scale);
  const type = isEnough ? to : 'numeric';
  return { kind: 'converted', to: type, sql: `($1)::${type}` };
}

function decimalOf(type: string): Decimal | undefined {
  if (type === 'bigint' || type === 'integer') return { whole: WHOLE_DIGITS, scale: 0 };
  const [, precision, scale] = /^numeric(?:\((\d+),(\d+)\))?$/.exec(type) ?? [undefined, '', ''];
  if (!type.startsWith('numeric')) return undefined;
  if (!precision) return { whole: undefined, scale: undefined };
  return { whole: Number(precision) - Number(scale), scale: Number(scale) };
}

export const isNumber = (type: string): boolean => decimalOf(plainType(type)) !== undefined;

const SAME: Record<string, string> = {
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  bool: 'boolean',
  varchar: 'character varying',
  timestamptz: 'timestamp with time zone',
  time: 'time without time zone',
};

/** PostgreSQL's name of a type, however it was written. */
export function plainType(type: string): string {
  const [, one = '', list = ''] = /^(.*?)((?:\[\])*)$/.exec(type.toLowerCase().replaceAll(', ', ',').trim()) ?? [];
  return `${SAME[one] ?? one}${list}`;
}
