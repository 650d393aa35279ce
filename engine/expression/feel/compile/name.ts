import * as num from '../../decimal.ts';
import type { FactType, Json } from '../../types.ts';
import type { AstOf } from '../ast.ts';
import type { Frame } from '../frame.ts';
import { type Decode, decoder, own } from '../json.ts';
import { problem, unknownName } from '../problem.ts';
import { propertiesOf, property } from '../property.ts';
import { any, describe, isNumeric, list, type Static, toFactType } from '../static.ts';
import { isContext, isList, type Value } from '../value.ts';
import type { Binding, Compiled, Compiler, Run } from './compiler.ts';
import { compile, compilePart } from './index.ts';

/** Reading a list costs its length, or a loop could read a long sub-table for the price of one step. */
function chargeList(frame: Frame, json: Json): Json {
  if (Array.isArray(json)) frame.charge(json.length);
  return json;
}

function factNode(name: string, type: FactType): Compiled {
  const decode = decoder(type);
  const raw = (frame: Frame): Json => own(frame.facts as { [key: string]: Json }, name);
  const isScalar = type.kind !== 'list' && type.kind !== 'context' && type.kind !== 'any';
  const run: Run = isScalar
    ? (frame) => decode(raw(frame), frame.zone)
    : (frame) => decode(chargeList(frame, raw(frame)), frame.zone);
  return { run, type, cost: 1, origin: name, raw };
}

const localNode = (binding: Binding): Compiled => ({
  run: (frame) => frame.locals[binding.slot] ?? null,
  type: binding.type,
  cost: 1,
  origin: binding.origin,
});

const join = (origin: string | undefined, key: string): string | undefined =>
  origin === undefined ? undefined : `${origin}.${key}`;

/** A field of the item that a filter looks at: `qty` in `lines[qty > 1]`. */
function itemField(binding: Binding, name: string): Compiled | undefined {
  const { slot, type } = binding;
  if (name === 'item') return localNode(binding);
  if (type.kind !== 'context' || !Object.hasOwn(type.fields, name)) return undefined;
  const run: Run = (frame) => {
    const item = frame.locals[slot] ?? null;
    return isContext(item) ? item.get(name) : null;
  };
  return { run, type: type.fields[name] ?? any, cost: 1, origin: join(binding.origin, name) };
}

/** Where nothing is known of the items, a name is theirs if they have it, else what it means outside. */
function maybeItemField(binding: Binding, name: string, outside: Compiled | undefined): Compiled {
  const { slot } = binding;
  const run: Run = (frame) => {
    const item = frame.locals[slot] ?? null;
    if (isContext(item) && item.keys().includes(name)) return item.get(name);
    return outside ? outside.run(frame) : null;
  };
  return { run, type: any, cost: 2 + (outside?.cost ?? 0), origin: outside?.origin };
}

function resolve(compiler: Compiler, name: string, from: number): Compiled | undefined {
  for (let index = from; index >= 0; index--) {
    const binding = compiler.bindings[index];
    if (!binding) continue;
    if (binding.name === name) return localNode(binding);
    if (binding.name !== undefined) continue;
    const field = itemField(binding, name);
    if (field) return field;
    if (binding.type.kind === 'any') return maybeItemField(binding, name, resolve(compiler, name, index - 1));
  }
  const type = Object.hasOwn(compiler.scope, name) ? compiler.scope[name] : undefined;
  return type && factNode(name, type);
}

export function compileName(compiler: Compiler, ast: AstOf<'name'>): Compiled {
  const found = resolve(compiler, ast.name, compiler.bindings.length - 1);
  if (found) return found;
  throw unknownName(ast.name, compiler.names(), ast.at);
}

/** One part of a value; over a list, that part of each item (DMN 1.3, 10.3.2.5). */
export function member(value: Value, key: string, frame: Frame): Value {
  if (value === null) return null;
  if (isList(value)) {
    frame.charge(value.length);
    return value.map((item) => member(item, key, frame));
  }
  return isContext(value) ? value.get(key) : property(value, key);
}

function fieldType(compiler: Compiler, type: Static, key: string, ast: AstOf<'path'>): Static {
  switch (type.kind) {
    case 'any':
    case 'null':
      return any;
    case 'list':
      return list(fieldType(compiler, type.of, key, ast));
    case 'context': {
      const field = Object.hasOwn(type.fields, key) ? type.fields[key] : undefined;
      if (field) return field;
      throw unknownName(key, Object.keys(type.fields), { from: ast.base.at.to, to: ast.at.to });
    }
    default: {
      const properties = propertiesOf(type.kind);
      const found = properties?.get(key);
      if (found) return found;
      if (properties) throw unknownName(key, properties.keys(), { from: ast.base.at.to, to: ast.at.to });
      const what = describe(type);
      throw problem('no_parts', ast.at, {
        'zh-CN': `${what['zh-CN']}没有“${key}”这一部分`,
        en: `There is no "${key}" in a ${what.en}`,
      });
    }
  }
}

function column(json: Json, key: string, decode: Decode, frame: Frame): Value[] {
  if (!Array.isArray(json)) return [];
  frame.charge(json.length);
  return json.map((row) => decode(own(row, key), frame.zone));
}

/** A path into a fact decodes nothing but the cells it ends at: a sum over 500 rows makes no 500 row objects. */
function factPath(base: Compiled, raw: (frame: Frame) => Json, key: string, type: Static): Run | undefined {
  if (base.type.kind === 'context') {
    const decode = decoder(toFactType(type));
    return (frame) => decode(own(raw(frame), key), frame.zone);
  }
  if (base.type.kind === 'list' && base.type.of.kind === 'context' && type.kind === 'list') {
    const decode = decoder(toFactType(type.of));
    return (frame) => column(raw(frame), key, decode, frame);
  }
  return undefined;
}

export function compilePath(compiler: Compiler, ast: AstOf<'path'>): Compiled {
  const base = compilePart(compiler, ast.base);
  const { key } = ast;
  const type = fieldType(compiler, base.type, key, ast);
  const isProperty = propertiesOf(base.type.kind) !== undefined;
  const origin = isProperty ? base.origin : join(base.origin, key);
  const { raw } = base;
  const direct = raw && factPath(base, raw, key, type);
  return {
    run: direct ?? ((frame) => member(base.run(frame), key, frame)),
    type,
    cost: base.cost + 1,
    origin,
    raw: raw && base.type.kind === 'context' ? (frame) => own(raw(frame), key) : undefined,
  };
}

/** `list[1]` is the first, `list[-1]` the last; anything else is null. */
function itemAt(items: readonly Value[], position: Value): Value {
  const index = num.isNum(position) ? num.toSafeInteger(position) : undefined;
  if (index === undefined || index === 0) return null;
  return items[index > 0 ? index - 1 : items.length + index] ?? null;
}

const itemsOf = (value: Value): Value[] => (value === null ? [] : isList(value) ? value : [value]);

function filterItems(items: readonly Value[], test: Compiled, slot: number, frame: Frame): Value {
  const kept: Value[] = [];
  for (const item of items) {
    frame.charge(test.cost + 1);
    frame.locals[slot] = item;
    const verdict = test.run(frame);
    // Where the compiler could not tell, a number is a position.
    if (num.isNum(verdict)) return itemAt(items, verdict);
    if (verdict === true) kept.push(item);
  }
  return kept;
}

export function compileFilter(compiler: Compiler, ast: AstOf<'filter'>): Compiled {
  const base = compilePart(compiler, ast.base);
  const element = base.type.kind === 'list' ? base.type.of : base.type.kind === 'null' ? any : base.type;
  const { slot } = compiler.bind(undefined, element, base.origin);
  const test = compile(compiler, ast.test);
  compiler.unbind(1);
  const cost = base.cost + 2;
  if (isNumeric(test.type)) {
    const run: Run = (frame) => {
      const items = itemsOf(base.run(frame));
      return itemAt(items, test.run(frame));
    };
    return { run, type: element, cost: cost + test.cost, origin: base.origin };
  }
  if (test.type.kind !== 'boolean' && test.type.kind !== 'any' && test.type.kind !== 'null') {
    const got = describe(test.type);
    throw problem('wrong_type', ast.test.at, {
      'zh-CN': `[ ] 里需要条件或位置，得到的是${got['zh-CN']}`,
      en: `Inside [ ] goes a condition or a position, not a ${got.en}`,
    });
  }
  return {
    run: (frame) => filterItems(itemsOf(base.run(frame)), test, slot, frame),
    type: test.type.kind === 'any' ? any : list(element),
    cost,
    origin: base.origin,
  };
}
