import Decimal from 'decimal.js';
import type { FactType, Json } from '../../../expression/index.ts';
import type { FactDomain } from '../types.ts';

/** Beyond this many values a fact is not gone through one by one. */
const mostPoints = 60;

const day = 86_400_000;

/**
 * Values of a fact that stand for all others: what conditions say can change only at the constants that they name, so
 * one value of each constant and of each gap between two is enough. `more`: facts of one kind that are compared with each
 * other need that many values in a gap, or their orders are not all among the examples.
 */
export function pointsOf(
  type: FactType,
  constants: readonly Json[],
  domain: FactDomain,
  more: number,
): readonly Json[] | undefined {
  const values = valuesOf(type, constants, domain, more);
  if (!values) return undefined;
  const points = domain.filled ? values : [...values, null];
  return points.length > mostPoints ? undefined : points;
}

function valuesOf(type: FactType, constants: readonly Json[], domain: FactDomain, more: number): Json[] | undefined {
  if (domain.values && type.kind !== 'list') return [...domain.values];
  switch (type.kind) {
    case 'boolean':
      return [true, false];
    case 'integer':
    case 'number':
      return numbers(type.kind, constants, domain, more);
    case 'date':
    case 'datetime':
      return moments(type.kind, constants, more);
    case 'text':
      return texts(constants, more);
    case 'list':
      return type.of.kind === 'text' ? sets(constants, domain) : undefined;
    default:
      return undefined;
  }
}

/** Texts are only equal or not: those that are named, and others that nobody has named. */
function texts(constants: readonly Json[], more: number): Json[] {
  const named = [...new Set(constants.map(String))];
  const others: string[] = [];
  for (let count = 1; others.length < more; count += 1) {
    const other = `other_${count}`;
    if (!named.includes(other)) others.push(other);
  }
  return [...named, ...others];
}

/** Every choice among the options that are named, with and without another one. */
function sets(constants: readonly Json[], { values }: FactDomain): Json[] | undefined {
  const named = [...new Set(constants.map(String))];
  const other = values ? values.map(String).find((value) => !named.includes(value)) : 'other_1';
  const items = other === undefined ? named : [...named, other];
  if (items.length > 5) return undefined;
  return Array.from({ length: 2 ** items.length - 1 }, (_, index) =>
    items.filter((_item, bit) => Math.floor((index + 1) / 2 ** bit) % 2 === 1),
  );
}

function numbers(kind: 'integer' | 'number', constants: readonly Json[], domain: FactDomain, more: number): Json[] {
  const scale = kind === 'integer' ? 0 : domain.scale;
  const step = scale === undefined ? undefined : new Decimal(10).pow(-scale);
  const named = constants.flatMap((value) => decimalOf(value)).sort((a, b) => a.comparedTo(b));
  const low = domain.min === undefined ? undefined : new Decimal(domain.min);
  const high = domain.max === undefined ? undefined : new Decimal(domain.max);
  const first = named[0] ?? low ?? high ?? new Decimal(0);
  const last = named.at(-1) ?? high ?? low ?? first;
  const found: Decimal[] = [...named, ...(low ? [low] : []), ...(high ? [high] : [])];
  const unit = step ?? new Decimal(1);
  for (let count = 1; count <= more; count += 1) {
    found.push(first.minus(unit.times(count)), last.plus(unit.times(count)));
  }
  named.forEach((from, index) => {
    const to = named[index + 1];
    if (to) found.push(...between(from, to, step, more));
  });
  if (found.length === 0) found.push(first);
  const fits = found.filter(
    (value) =>
      (!low || value.gte(low)) &&
      (!high || value.lte(high)) &&
      (scale === undefined || value.toDecimalPlaces(scale).eq(value)),
  );
  const inOrder = [...new Set(fits.map((value) => value.toFixed()))];
  return kind === 'integer' ? inOrder.map(Number) : inOrder;
}

function decimalOf(value: Json): Decimal[] {
  if (typeof value !== 'number' && typeof value !== 'string') return [];
  try {
    return [new Decimal(value)];
  } catch (error) {
    // Not a number: the condition's own check says so.
    if (error instanceof Error) return [];
    throw error;
  }
}

/** Values that lie strictly between, as many as there are up to `more`. */
function between(from: Decimal, to: Decimal, step: Decimal | undefined, more: number): Decimal[] {
  const width = to.minus(from);
  const unit = step ?? width.div(more + 1);
  const found: Decimal[] = [];
  for (let count = 1; count <= more; count += 1) {
    const value = from.plus(unit.times(count));
    if (value.gte(to)) break;
    found.push(value);
  }
  return found;
}

/** Dates one day apart, moments one second; a date beside a moment is that whole day, wherever it begins. */
function moments(kind: 'date' | 'datetime', constants: readonly Json[], more: number): Json[] | undefined {
  const times: number[] = [];
  for (const constant of constants) {
    const time = typeof constant === 'string' ? Date.parse(constant) : Number.NaN;
    if (Number.isNaN(time)) return undefined;
    // Zones are at most 14 hours apart from UTC, so two days around hold the whole of it.
    if (kind === 'datetime' && typeof constant === 'string' && constant.length === 10) return undefined;
    times.push(time);
  }
  const unit = kind === 'date' ? day : 1000;
  const around = (time: number) => Array.from({ length: 2 * more + 1 }, (_, index) => time + (index - more) * unit);
  const all = [...new Set((times.length > 0 ? times : [Date.UTC(2026, 0, 1)]).flatMap(around))].sort((a, b) => a - b);
  const write = (time: number) => new Date(time).toISOString();
  return all.map((time) => (kind === 'date' ? write(time).slice(0, 10) : write(time)));
}
