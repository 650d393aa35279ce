import * as num from '../../decimal.ts';
import { DateTime, Duration, Months, PlainDate, PlainTime } from '../../temporal/values.ts';
import type { Localised } from '../../types.ts';
import type { Frame } from '../frame.ts';
import {
  any,
  boolean,
  date,
  datetime,
  describe,
  duration,
  isNumeric,
  isOpen,
  lambda,
  list,
  number,
  type Static,
  text,
  time,
} from '../static.ts';
import { type Context, isContext, isList, Lambda, type Value } from '../value.ts';

/** What a parameter can ask for, and what the function then gets. */
export interface Kinds {
  any: Value;
  text: string;
  number: num.Num;
  /** A whole number in the safe range. */
  integer: number;
  boolean: boolean;
  /** A date, or the day of a date and time in its zone. */
  day: PlainDate;
  date: PlainDate;
  time: PlainTime;
  datetime: DateTime;
  duration: Duration | Months;
  /** A list; one value stands for the list of it. */
  list: Value[];
  context: Context;
  function: Lambda;
}

export type Kind = keyof Kinds;
type Param = Kind | `${Kind}?`;
type Argument<P> = P extends `${infer K extends Kind}?` ? Kinds[K] | undefined : P extends Kind ? Kinds[P] : never;

/** A function of the language, as the compiler sees it. */
export interface Builtin {
  arity: readonly [min: number, max: number];
  param(index: number): Kind | undefined;
  result(args: readonly Static[]): Static;
  call(frame: Frame, args: readonly Value[]): Value;
  cost: number;
}

type Result = Static | ((args: readonly Static[]) => Static);

const readers: { [K in Kind]: (value: Value) => Kinds[K] | undefined } = {
  any: (value) => value,
  text: (value) => (typeof value === 'string' ? value : undefined),
  number: (value) => (num.isNum(value) ? value : undefined),
  integer: (value) => (num.isNum(value) ? num.toSafeInteger(value) : undefined),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  day: (value) => (value instanceof DateTime ? value.date : value instanceof PlainDate ? value : undefined),
  date: (value) => (value instanceof PlainDate ? value : undefined),
  time: (value) => (value instanceof PlainTime ? value : undefined),
  datetime: (value) => (value instanceof DateTime ? value : undefined),
  duration: (value) => (value instanceof Duration || value instanceof Months ? value : undefined),
  list: (value) => (isList(value) ? value : value === null ? undefined : [value]),
  context: (value) => (isContext(value) ? value : undefined),
  function: (value) => (value instanceof Lambda ? value : undefined),
};

const kindTypes: Record<Kind, Static> = {
  any,
  text,
  number,
  integer: number,
  boolean,
  day: date,
  date,
  time,
  datetime,
  duration,
  list: list(any),
  context: { kind: 'context', fields: {} },
  function: lambda,
};

export const kindName = (kind: Kind): Localised => describe(kindTypes[kind]);

/** Whether a value of this type could ever be taken; a list parameter takes a single value as well. */
export function accepts(kind: Kind, type: Static): boolean {
  if (kind === 'any' || kind === 'list' || isOpen(type)) return true;
  if (kind === 'number' || kind === 'integer') return isNumeric(type);
  if (kind === 'day') return type.kind === 'date' || type.kind === 'datetime';
  return type.kind === kindTypes[kind].kind;
}

const kindOf = (param: Param): Kind => param.replace('?', '') as Kind;
const resultOf = (result: Result) => (typeof result === 'function' ? result : () => result);

/**
 * A function with a fixed list of parameters. An argument of another kind, or null where the parameter is not `any`,
 * makes the result null (DMN 1.3, 10.3.4).
 */
export function define<const P extends readonly Param[]>(
  params: P,
  result: Result,
  body: (frame: Frame, ...args: { -readonly [I in keyof P]: Argument<P[I]> }) => Value,
  cost = 3,
): Builtin {
  const kinds = params.map(kindOf);
  const reads = kinds.map((kind): ((value: Value) => unknown) => readers[kind]);
  const run = body as (frame: Frame, ...args: unknown[]) => Value;
  return {
    arity: [params.filter((param) => !param.endsWith('?')).length, params.length],
    param: (index) => kinds[index],
    result: resultOf(result),
    cost,
    call: (frame, given) => {
      const args: unknown[] = [];
      for (let index = 0; index < given.length; index++) {
        const value = reads[index]?.(given[index] ?? null);
        if (value === undefined) return null;
        args.push(value);
      }
      return run(frame, ...args);
    },
  };
}

/** A function of any number of arguments of one kind. */
export function variadic<K extends Kind>(
  kind: K,
  min: number,
  result: Result,
  body: (frame: Frame, args: Kinds[K][]) => Value,
): Builtin {
  const read: (value: Value) => Kinds[K] | undefined = readers[kind];
  return {
    arity: [min, Number.POSITIVE_INFINITY],
    param: () => kind,
    result: resultOf(result),
    cost: 3,
    call: (frame, given) => {
      const args: Kinds[K][] = [];
      for (const each of given) {
        const value = read(each);
        if (value === undefined) return null;
        args.push(value);
      }
      return body(frame, args);
    },
  };
}

/** What the items of the arguments are: those of a single list, or the arguments themselves. */
export function itemType(args: readonly Static[]): Static {
  const [first] = args;
  if (args.length === 1 && first?.kind === 'list') return first.of;
  return args.length === 0
    ? any
    : args.reduce((a, b) => (a.kind === b.kind ? a : isNumeric(a) && isNumeric(b) ? number : any));
}

/** A function over a list, given as one list or as its items: `max([1, 2])`, `max(1, 2)`. */
export function aggregate(result: Result, body: (frame: Frame, items: readonly Value[]) => Value): Builtin {
  return {
    arity: [1, Number.POSITIVE_INFINITY],
    param: () => 'any',
    result: resultOf(result),
    cost: 3,
    call: (frame, given) => {
      const [first] = given;
      if (given.length === 1 && (first === null || first === undefined)) return null;
      const items = given.length === 1 && isList(first ?? null) ? (first as Value[]) : given;
      frame.charge(items.length);
      return body(frame, items);
    },
  };
}
