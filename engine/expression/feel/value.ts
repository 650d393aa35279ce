import type { Decimal as Base } from 'decimal.js';
import * as num from '../decimal.ts';
import { DateTime, Duration, Months, PlainDate, PlainTime } from '../temporal/values.ts';
import type { Frame } from './frame.ts';

/** A set of named values. Rows decode a cell when it is read; a context literal holds its values. */
export interface Context {
  get(key: string): Value;
  keys(): readonly string[];
}

export class LiteralContext implements Context {
  readonly entries: ReadonlyMap<string, Value>;
  constructor(entries: ReadonlyMap<string, Value>) {
    this.entries = entries;
  }
  get(key: string): Value {
    return this.entries.get(key) ?? null;
  }
  keys(): readonly string[] {
    return [...this.entries.keys()];
  }
}

/** An interval such as [1..5), or one side of it: `> 5` has a low end and no high one. */
export class Range {
  readonly low: Value | undefined;
  readonly high: Value | undefined;
  readonly lowClosed: boolean;
  readonly highClosed: boolean;
  constructor(low: Value | undefined, high: Value | undefined, lowClosed: boolean, highClosed: boolean) {
    this.low = low;
    this.high = high;
    this.lowClosed = lowClosed;
    this.highClosed = highClosed;
  }
}

/** A function literal; only `sort` takes one. */
export class Lambda {
  readonly arity: number;
  readonly call: (frame: Frame, args: readonly Value[]) => Value;
  constructor(arity: number, call: (frame: Frame, args: readonly Value[]) => Value) {
    this.arity = arity;
    this.call = call;
  }
}

export type Value =
  | null
  | boolean
  | string
  | number
  | Base
  | PlainDate
  | PlainTime
  | DateTime
  | Duration
  | Months
  | Range
  | Lambda
  | Value[]
  | Context;

export const isContext = (value: Value): value is Context =>
  value !== null && typeof value === 'object' && 'get' in value && 'keys' in value;

export const isList = (value: Value): value is Value[] => Array.isArray(value);

/** Order of two values of one kind; undefined where they have none. */
export function order(a: Value, b: Value): number | undefined {
  if (num.isNum(a)) return num.isNum(b) ? num.compare(a, b) : undefined;
  if (typeof a === 'string') return typeof b === 'string' ? (a < b ? -1 : a > b ? 1 : 0) : undefined;
  if (a instanceof PlainDate) return b instanceof PlainDate ? a.days - b.days : undefined;
  if (a instanceof DateTime) return b instanceof DateTime ? a.ms - b.ms : undefined;
  if (a instanceof Duration) return b instanceof Duration ? a.ms - b.ms : undefined;
  if (a instanceof Months) return b instanceof Months ? a.months - b.months : undefined;
  if (a instanceof PlainTime && b instanceof PlainTime) {
    return a.ms - (a.offset ?? 0) * 60_000 - (b.ms - (b.offset ?? 0) * 60_000);
  }
  return undefined;
}

function equalLists(a: Value[], b: Value[]): boolean | null {
  if (a.length !== b.length) return false;
  return a.every((item, index) => equal(item, b[index] ?? null) === true);
}

function equalContexts(a: Context, b: Context): boolean {
  const keys = a.keys();
  const others = new Set(b.keys());
  return keys.length === others.size && keys.every((key) => others.has(key) && equal(a.get(key), b.get(key)) === true);
}

/** DMN's `=`: null equals only null, and values of different kinds give null (DMN 1.3, table 42). */
export function equal(a: Value, b: Value): boolean | null {
  if (a === null || b === null) return a === b;
  if (typeof a === 'boolean') return typeof b === 'boolean' ? a === b : null;
  const ordered = order(a, b);
  if (ordered !== undefined) return ordered === 0;
  if (isList(a)) return isList(b) ? equalLists(a, b) : null;
  if (a instanceof Range) {
    if (!(b instanceof Range)) return null;
    const sides = a.lowClosed === b.lowClosed && a.highClosed === b.highClosed;
    return sides && equal(a.low ?? null, b.low ?? null) === true && equal(a.high ?? null, b.high ?? null) === true;
  }
  return isContext(a) && isContext(b) ? equalContexts(a, b) : null;
}

/** Whether a value lies in a range; null where they cannot be compared. */
export function within(value: Value, range: Range): boolean | null {
  if (value === null) return null;
  if (range.low !== undefined) {
    const low = order(value, range.low);
    if (low === undefined) return null;
    if (low < 0 || (low === 0 && !range.lowClosed)) return false;
  }
  if (range.high !== undefined) {
    const high = order(value, range.high);
    if (high === undefined) return null;
    if (high > 0 || (high === 0 && !range.highClosed)) return false;
  }
  return true;
}
