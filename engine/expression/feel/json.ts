import * as num from '../decimal.ts';
import { parseDate, parseDuration, parseInstant, parseTime } from '../temporal/parse.ts';
import {
  DateTime,
  Duration,
  formatDate,
  formatDateTime,
  formatDuration,
  formatInstant,
  formatMonths,
  formatTime,
  Months,
  PlainDate,
  PlainTime,
  startOfDay,
} from '../temporal/values.ts';
import type { FactType, Json } from '../types.ts';
import { type Context, isContext, isList, Lambda, Range, type Value } from './value.ts';

/** Makes a value of JSON; what does not fit the type is null. */
export type Decode = (json: Json, zone: string) => Value;
export type Encode = (value: Value, zone: string) => Json;

const isObject = (json: Json): json is { [key: string]: Json } =>
  json !== null && typeof json === 'object' && !Array.isArray(json);

/** Own properties only: `constructor` and `__proto__` are no facts. */
export function own(json: Json | undefined, key: string): Json {
  if (json === null || typeof json !== 'object' || !Object.hasOwn(json, key)) return null;
  return (json as { [key: string]: Json })[key] ?? null;
}

/** An object of facts whose cells are decoded when they are read. */
class Row implements Context {
  private readonly json: { [key: string]: Json };
  private readonly fields: ReadonlyMap<string, Decode> | undefined;
  private readonly zone: string;
  constructor(json: { [key: string]: Json }, fields: ReadonlyMap<string, Decode> | undefined, zone: string) {
    this.json = json;
    this.fields = fields;
    this.zone = zone;
  }
  get(key: string): Value {
    const decode = this.fields ? this.fields.get(key) : decodeAny;
    return decode ? decode(own(this.json, key), this.zone) : null;
  }
  keys(): readonly string[] {
    return this.fields ? [...this.fields.keys()] : Object.keys(this.json);
  }
}

function decodeNumber(json: Json): Value {
  if (typeof json === 'number') return num.fromJsNumber(json);
  return typeof json === 'string' ? num.parseNum(json) : null;
}

/** Lists inside lists of an unknown source, such as the answer of a connector. */
const maxNesting = 64;

function decodeAny(json: Json, zone: string, depth = 0): Value {
  if (json === null || typeof json === 'string' || typeof json === 'boolean') return json;
  if (typeof json === 'number') return num.fromJsNumber(json);
  if (depth > maxNesting) return null;
  if (Array.isArray(json)) return json.map((item) => decodeAny(item, zone, depth + 1));
  return isObject(json) ? new Row(json, undefined, zone) : null;
}

const fromText =
  (parse: (text: string, zone: string) => Value): Decode =>
  (json, zone) =>
    typeof json === 'string' ? parse(json, zone) : null;

const scalars = {
  text: fromText((text) => text),
  integer: decodeNumber,
  number: decodeNumber,
  boolean: (json: Json) => (typeof json === 'boolean' ? json : null),
  date: fromText(parseDate),
  time: fromText(parseTime),
  datetime: fromText(parseInstant),
  duration: fromText(parseDuration),
  any: (json: Json, zone: string) => decodeAny(json, zone),
} satisfies Record<string, Decode>;

export function decoder(type: FactType): Decode {
  if (type.kind === 'list') {
    const item = decoder(type.of);
    // A sub-table without rows may be stored as null; in formulas it is an empty list.
    return (json, zone) => (Array.isArray(json) ? json.map((each) => item(each, zone)) : []);
  }
  if (type.kind === 'context') {
    const fields = new Map(Object.entries(type.fields).map(([key, field]) => [key, decoder(field)]));
    return (json, zone) => (isObject(json) ? new Row(json, fields, zone) : null);
  }
  return scalars[type.kind];
}

/** A value as text, the way DMN's `string` writes it. */
export function display(value: Value): string | null {
  if (typeof value === 'string') return value;
  if (num.isNum(value)) return num.plain(value);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof PlainDate) return formatDate(value);
  if (value instanceof PlainTime) return formatTime(value);
  if (value instanceof DateTime) return formatDateTime(value);
  if (value instanceof Duration) return formatDuration(value);
  if (value instanceof Months) return formatMonths(value);
  return null;
}

function encodeContext(value: Context, of: (key: string, item: Value) => Json): Json {
  // fromEntries defines own properties, so that a key named __proto__ is only a key.
  return Object.fromEntries(value.keys().map((key) => [key, of(key, value.get(key))]));
}

function encodeInteger(value: num.Num): Json {
  return num.toSafeInteger(value) ?? num.plain(value);
}

export function encodeAny(value: Value, zone: string): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (num.isNum(value)) return encodeInteger(value);
  if (isList(value)) return value.map((item) => encodeAny(item, zone));
  if (value instanceof DateTime) return formatInstant(value);
  if (value instanceof Range || value instanceof Lambda) return null;
  return isContext(value) ? encodeContext(value, (_key, item) => encodeAny(item, zone)) : display(value);
}

function encodeDateTime(value: Value, zone: string): Json {
  if (value instanceof PlainDate) return new Date(startOfDay(value, zone)).toISOString();
  return encodeAny(value, zone);
}

/** The only item of a list stands for itself where one value is wanted (DMN 1.3, 10.3.2.9.4). */
const single = (value: Value): Value => (isList(value) ? (value.length === 1 ? (value[0] ?? null) : null) : value);

/** Writes a value as the type has it; one of another kind crosses as it is, and the field's own check refuses it. */
export function encoder(type: FactType): Encode {
  if (type.kind === 'list') {
    const item = encoder(type.of);
    return (value, zone) => {
      if (value === null) return null;
      return isList(value) ? value.map((each) => item(each, zone)) : [item(value, zone)];
    };
  }
  if (type.kind === 'context') {
    const fields = new Map(Object.entries(type.fields).map(([key, field]) => [key, encoder(field)]));
    return (value, zone) =>
      isContext(value)
        ? encodeContext(value, (key, each) => (fields.get(key) ?? encodeAny)(each, zone))
        : encodeAny(value, zone);
  }
  if (type.kind === 'any') return encodeAny;
  if (type.kind === 'number') {
    return (value, zone) => {
      const one = single(value);
      return num.isNum(one) ? num.plain(one) : encodeAny(one, zone);
    };
  }
  if (type.kind === 'datetime') return (value, zone) => encodeDateTime(single(value), zone);
  return (value, zone) => encodeAny(single(value), zone);
}
