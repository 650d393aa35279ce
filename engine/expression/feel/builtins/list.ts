import * as num from '../../decimal.ts';
import type { Frame } from '../frame.ts';
import { any, boolean, integer, isOpen, list, number, type Static } from '../static.ts';
import { equal, isList, type Lambda, LiteralContext, order, type Value } from '../value.ts';
import { aggregate, type Builtin, define, itemType, variadic } from './define.ts';

/**
 * Null items are left out of sums, means, least and greatest: an empty cell is no reason to lose a total. (DMN gives null
 * for the whole; an item of a wrong type still does that, and so does a list with nothing in it.)
 */
const present = (items: readonly Value[]): Value[] => items.filter((item) => item !== null);

function numbers(items: readonly Value[]): num.Num[] | null {
  const found: num.Num[] = [];
  for (const item of items) {
    if (item === null) continue;
    if (!num.isNum(item)) return null;
    found.push(item);
  }
  return found.length === 0 ? null : found;
}

function fold(items: readonly Value[], operate: (a: num.Num, b: num.Num) => num.Num | null): num.Num | null {
  let result: num.Num | null = null;
  for (const item of items) {
    if (item === null) continue;
    if (!num.isNum(item)) return null;
    const next: num.Num | null = result === null ? item : operate(result, item);
    if (next === null) return null;
    result = next;
  }
  return result;
}

function extreme(items: readonly Value[], sign: number): Value {
  let best: Value = null;
  for (const item of items) {
    if (item === null) continue;
    const found = best === null ? sign : order(item, best);
    if (found === undefined || (best === null && order(item, item) === undefined)) return null;
    if (found * sign > 0) best = item;
  }
  return best;
}

function mean(items: readonly Value[]): num.Num | null {
  const total = fold(items, num.add);
  return total === null ? null : num.divide(total, present(items).length);
}

function median(items: readonly Value[]): Value {
  const found = numbers(items)?.sort(num.compare);
  if (!found) return null;
  const middle = found.length / 2;
  const upper = found[Math.floor(middle)] ?? null;
  if (!Number.isInteger(middle)) return upper;
  return mean([found[middle - 1] ?? null, upper]);
}

/** Of a sample: divided by n - 1 (DMN 1.3, table 74). */
function deviation(frame: Frame, items: readonly Value[]): Value {
  const found = numbers(items);
  const middle = found && mean(found);
  if (!found || middle === null || found.length < 2) return null;
  frame.charge(found.length * 5 + 50);
  const squares = found.map((item) => {
    const apart = num.subtract(item, middle);
    return apart === null ? null : num.multiply(apart, apart);
  });
  if (squares.includes(null)) return null;
  const total = fold(squares, num.add);
  const variance = total === null ? null : num.divide(total, found.length - 1);
  return variance === null ? null : num.sqrt(variance);
}

/** The most frequent values in ascending order; an empty list for an empty one. */
function mode(items: readonly Value[]): Value {
  const found = numbers(items) ?? (present(items).length === 0 ? [] : null);
  if (!found) return null;
  const counts = new Map<string, { item: num.Num; count: number }>();
  for (const item of found) {
    const key = num.plain(item);
    const entry = counts.get(key) ?? { item, count: 0 };
    entry.count++;
    counts.set(key, entry);
  }
  const most = Math.max(...[...counts.values()].map((entry) => entry.count), 0);
  const modes = [...counts.values()].filter((entry) => entry.count === most).map((entry) => entry.item);
  return modes.sort(num.compare);
}

/** Three-valued, like `and` and `or` over the items. */
function conjunction(items: readonly Value[], decisive: boolean): Value {
  if (items.includes(decisive)) return decisive;
  return items.every((item) => typeof item === 'boolean') ? !decisive : null;
}

/** A text that is equal exactly for equal scalars; undefined for what has to be compared one by one. */
function keyOf(value: Value): string | undefined {
  if (num.isNum(value)) return `n${num.plain(value)}`;
  if (typeof value === 'string') return `s${value}`;
  return value === null || typeof value === 'boolean' ? String(value) : undefined;
}

function distinct(frame: Frame, items: readonly Value[]): Value[] {
  frame.charge(items.length);
  const keys = new Set<string>();
  const others: Value[] = [];
  const kept: Value[] = [];
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) {
      if (keys.has(key)) continue;
      keys.add(key);
    } else {
      frame.charge(others.length);
      if (others.some((other) => equal(other, item) === true)) continue;
      others.push(item);
    }
    kept.push(item);
  }
  return kept;
}

function flatten(frame: Frame, items: readonly Value[]): Value[] {
  const flat: Value[] = [];
  for (const item of items) {
    frame.charge(1);
    if (isList(item)) for (const inner of flatten(frame, item)) flat.push(inner);
    else flat.push(item);
  }
  return flat;
}

function concatenate(frame: Frame, lists: readonly Value[][]): Value[] {
  frame.chargeItems(lists.reduce((sum, each) => sum + each.length, 0));
  return lists.flat(1);
}

/** A place counted from 1, or from the end with -1; undefined outside the list. */
function place(length: number, position: number): number | undefined {
  const at = position > 0 ? position - 1 : length + position;
  return position === 0 || at < 0 || at >= length ? undefined : at;
}

function sublist(frame: Frame, items: Value[], start: number, length: number | undefined): Value {
  const at = place(items.length, start);
  if (at === undefined || (length !== undefined && (length < 1 || at + length > items.length))) return null;
  frame.chargeItems(items.length);
  return items.slice(at, length === undefined ? undefined : at + length);
}

function insertBefore(frame: Frame, items: Value[], position: number, item: Value): Value {
  const at = place(position > 0 ? items.length + 1 : items.length, position);
  if (at === undefined) return null;
  frame.chargeItems(items.length + 1);
  return [...items.slice(0, at), item, ...items.slice(at)];
}

function sorted(frame: Frame, items: Value[], before: Lambda | undefined): Value {
  frame.chargeItems(items.length * Math.ceil(Math.log2(items.length + 2)));
  if (before && before.arity !== 2) return null;
  const compare = before
    ? (a: Value, b: Value) => (before.call(frame, [a, b]) === true ? -1 : before.call(frame, [b, a]) === true ? 1 : 0)
    : (a: Value, b: Value) => order(a, b) ?? 0;
  return [...items].sort(compare);
}

const entry = (key: string, value: Value): Value =>
  new LiteralContext(
    new Map<string, Value>([
      ['key', key],
      ['value', value],
    ]),
  );

const listOfItems = (args: readonly Static[]): Static => list(itemType(args.slice(0, 1)));
const joined = (args: readonly Static[]): Static =>
  list(itemType(args.map((each) => (each.kind === 'list' ? each.of : each))));
const numeric = (args: readonly Static[]): Static => (itemType(args).kind === 'integer' ? integer : number);
const same = (args: readonly Static[]): Static => (isOpen(itemType(args)) ? any : itemType(args));

/** DMN 1.3, table 74. */
export const listFunctions: Record<string, Builtin> = {
  count: define(['list'], integer, (_frame, items) => items.length),
  sum: aggregate(numeric, (_frame, items) => fold(items, num.add)),
  product: aggregate(numeric, (_frame, items) => fold(items, num.multiply)),
  min: aggregate(same, (_frame, items) => extreme(items, -1)),
  max: aggregate(same, (_frame, items) => extreme(items, 1)),
  mean: aggregate(number, (_frame, items) => mean(items)),
  median: aggregate(number, (frame, items) => {
    frame.charge(items.length * 4);
    return median(items);
  }),
  stddev: aggregate(number, deviation),
  mode: aggregate(list(number), (_frame, items) => mode(items)),
  all: aggregate(boolean, (_frame, items) => conjunction(items, false)),
  any: aggregate(boolean, (_frame, items) => conjunction(items, true)),
  'list contains': define(['list', 'any'], boolean, (frame, items, item) => {
    frame.charge(items.length);
    return items.some((each) => equal(each, item) === true);
  }),
  'index of': define(['list', 'any'], list(integer), (frame, items, item) => {
    frame.charge(items.length);
    return items.flatMap((each, index) => (equal(each, item) === true ? [index + 1] : []));
  }),
  sublist: define(['list', 'integer', 'integer?'], listOfItems, sublist),
  append: variadic('any', 1, joined, (frame, [items = null, ...more]) => {
    return concatenate(frame, [isList(items) ? items : items === null ? [] : [items], more]);
  }),
  concatenate: variadic('list', 1, joined, concatenate),
  union: variadic('list', 1, joined, (frame, lists) => distinct(frame, concatenate(frame, lists))),
  'insert before': define(['list', 'integer', 'any'], list(any), insertBefore),
  remove: define(['list', 'integer'], listOfItems, (frame, items, position) => {
    const at = place(items.length, position);
    frame.chargeItems(items.length);
    return at === undefined ? null : items.filter((_item, index) => index !== at);
  }),
  reverse: define(['list'], listOfItems, (frame, items) => {
    frame.chargeItems(items.length);
    return [...items].reverse();
  }),
  'distinct values': define(['list'], listOfItems, distinct),
  flatten: define(['list'], list(any), flatten),
  sort: define(['list', 'function?'], listOfItems, sorted),
  'get value': define(['context', 'text'], any, (_frame, context, key) => context.get(key)),
  'get entries': define(['context'], list(any), (frame, context) => {
    frame.charge(context.keys().length);
    return context.keys().map((key) => entry(key, context.get(key)));
  }),
};
