import type { Field } from '../../definition/index.ts';

/**
 * What to do with a column that is there with one type while a field asks for another. `kept`: it holds everything that
 * the field may hold. `converted`: every value has one meaning in the new type, so it is copied. Anything else would
 * lose or change values, and is for people to decide.
 */
export type Conversion = { kind: 'kept' } | { kind: 'converted'; to: string } | { kind: 'refused' };

const KEPT: Conversion = { kind: 'kept' };
const REFUSED: Conversion = { kind: 'refused' };
/** Safe whole numbers have 16 digits. */
const WHOLE_DIGITS = 16;
/** Texts say what these held as people read it. */
const TOLD_AS_TEXT = new Set(['bigint', 'date', 'boolean']);

export function conversion(found: string, wanted: string, field: Field): Conversion {
  const [from, to] = [plainType(found), plainType(wanted)];
  if (from === to) return KEPT;
  const [was, is] = [decimalOf(from), decimalOf(to)];
  if (was && is) return between(was, is, to);
  const isText = to === 'text' && (field.type === 'text' || field.type === 'longtext');
  if (isText && (was || TOLD_AS_TEXT.has(from))) return { kind: 'converted', to };
  return REFUSED;
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
  return { kind: 'converted', to: isEnough ? to : 'numeric' };
}

function decimalOf(type: string): Decimal | undefined {
  if (type === 'bigint' || type === 'integer') return { whole: WHOLE_DIGITS, scale: 0 };
  const [, precision, scale] = /^numeric(?:\((\d+),(\d+)\))?$/.exec(type) ?? [undefined, '', ''];
  if (!type.startsWith('numeric')) return undefined;
  if (!precision) return { whole: undefined, scale: undefined };
  return { whole: Number(precision) - Number(scale), scale: Number(scale) };
}

const SAME: Record<string, string> = {
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  bool: 'boolean',
  varchar: 'character varying',
  timestamptz: 'timestamp with time zone',
};

/** PostgreSQL's name of a type, however it was written. */
export function plainType(type: string): string {
  const lower = type.toLowerCase().replaceAll(', ', ',').trim();
  return SAME[lower] ?? lower;
}
