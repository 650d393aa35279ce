import * as num from '../decimal.ts';
import { decoder } from '../feel/json.ts';
import { order, type Value } from '../feel/value.ts';
import { parseDate, parseInstant } from '../temporal/parse.ts';
import { DateTime, makeDate, startOfDay } from '../temporal/values.ts';
import type { FactType, Json } from '../types.ts';

/** A whole day beside an instant: `created_at` equals 2026-03-02 all day long in the app's zone. */
export class Day {
  /** The day's first millisecond, and the next day's. */
  readonly from: number;
  readonly to: number;
  constructor(from: number, to: number) {
    this.from = from;
    this.to = to;
  }
}

export type Operand = Value | Day;

function dayIn(text: string, zone: string): Day | null {
  const date = parseDate(text);
  const next = date && makeDate(date.days + 1);
  return date && next && new Day(startOfDay(date, zone), startOfDay(next, zone));
}

/** How a value of a definition, or the result of a formula, is read beside a fact of this type; null if it cannot be. */
export function operandReader(type: FactType): (json: Json, zone: string) => Operand {
  if (type.kind === 'datetime') {
    return (json, zone) => (typeof json === 'string' ? (dayIn(json, zone) ?? parseInstant(json, zone)) : null);
  }
  if (type.kind === 'date') {
    return (json, zone) =>
      typeof json === 'string' ? (parseDate(json) ?? parseInstant(json, zone)?.date ?? null) : null;
  }
  return decoder(type);
}

/** Order of a fact and what it is compared with; undefined where there is none. */
export function relate(fact: Value, operand: Operand): number | undefined {
  if (!(operand instanceof Day)) return order(fact, operand);
  if (!(fact instanceof DateTime)) return undefined;
  return fact.ms < operand.from ? -1 : fact.ms >= operand.to ? 1 : 0;
}

export function same(fact: Value, operand: Operand): boolean {
  if (fact === null || operand === null) return false;
  if (typeof fact === 'boolean') return fact === operand;
  return relate(fact, operand) === 0;
}

/** Facts of unknown type: a number and a text that writes one are compared as numbers. */
function mixed(fact: Value, operand: Operand): [Value, Operand] {
  if (num.isNum(fact) && typeof operand === 'string') return [fact, num.parseNum(operand)];
  if (typeof fact === 'string' && !(operand instanceof Day) && num.isNum(operand)) return [num.parseNum(fact), operand];
  return [fact, operand];
}

export const sameAny = (fact: Value, operand: Operand): boolean => same(...mixed(fact, operand));

/** Two texts that both write numbers have the order of the numbers: "10000.00" is more than "5000". */
export function relateAny(fact: Value, operand: Operand): number | undefined {
  if (typeof fact === 'string' && typeof operand === 'string') {
    const [a, b] = [num.parseNum(fact), num.parseNum(operand)];
    if (a !== null && b !== null) return num.compare(a, b);
  }
  return relate(...mixed(fact, operand));
}
