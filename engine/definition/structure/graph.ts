import { SCHEMAS } from './schemas.ts';

type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Which file each part of a schema is written in, so that its relative references can be followed. */
const home = new WeakMap<object, string>();

function settle(value: unknown, id: string): void {
  if (!isNode(value) || home.has(value)) return;
  home.set(value, id);
  for (const item of Object.values(value)) settle(item, id);
}

for (const [id, schema] of Object.entries(SCHEMAS)) settle(schema, id);

function targetId(reference: string, from: string): string {
  if (reference === '') return from;
  const steps = [...from.split('/').slice(0, -1), ...reference.split('/')];
  const out: string[] = [];
  for (const part of steps) {
    if (part === '..') out.pop();
    else out.push(part);
  }
  return out.join('/');
}

/** The schema itself, behind its reference if it is one. */
export function resolved(schema: unknown): Node {
  if (!isNode(schema)) return {};
  const reference = schema.$ref;
  if (typeof reference !== 'string') return schema;
  const [file = '', pointer = ''] = reference.split('#');
  let target: unknown = SCHEMAS[targetId(file, home.get(schema) ?? '')];
  for (const part of pointer.split('/').slice(1)) target = isNode(target) ? target[part] : undefined;
  return resolved(target);
}

/** Names of the properties that a schema knows, those of what it is made of too. */
export function propertiesOf(schema: unknown): string[] {
  const node = resolved(schema);
  const own = isNode(node.properties) ? Object.keys(node.properties) : [];
  const parts = Array.isArray(node.allOf) ? node.allOf.flatMap(propertiesOf) : [];
  return [...own, ...parts].filter((name) => name !== '$schema');
}

export function requiredOf(schema: unknown): string[] {
  const node = resolved(schema);
  const own = Array.isArray(node.required) ? node.required.filter((name) => typeof name === 'string') : [];
  return [...own, ...(Array.isArray(node.allOf) ? node.allOf.flatMap(requiredOf) : [])];
}

/** The values of the property that tells alternatives apart: the types of fields, of nodes. */
export function tagsOf(schema: unknown, tag: string): string[] {
  const { oneOf } = resolved(schema);
  if (!Array.isArray(oneOf)) return [];
  return oneOf.flatMap((branch) => {
    const { properties } = resolved(branch);
    const constant = isNode(properties) && isNode(properties[tag]) ? properties[tag].const : undefined;
    return typeof constant === 'string' ? [constant] : [];
  });
}

const reach = new WeakMap<object, Set<object>>();

/** Every schema object that validation against this one can touch. */
export function reachable(schema: unknown): Set<object> {
  if (!isNode(schema)) return new Set();
  const known = reach.get(schema);
  if (known) return known;
  const seen = new Set<object>();
  const stack: unknown[] = [schema];
  while (stack.length > 0) {
    const node = stack.pop();
    if (!isNode(node) || seen.has(node)) continue;
    seen.add(node);
    if (typeof node.$ref === 'string') stack.push(resolved(node));
    stack.push(...Object.values(node));
  }
  reach.set(schema, seen);
  return seen;
}

const inPlace = new WeakMap<object, Set<object>>();

/** The schema objects that judge the very same value: the schema, and what it is put together from. */
export function appliedWith(schema: unknown): Set<object> {
  if (!isNode(schema)) return new Set();
  const known = inPlace.get(schema);
  if (known) return known;
  const seen = new Set<object>();
  const stack: unknown[] = [schema];
  while (stack.length > 0) {
    const node = resolved(stack.pop());
    if (seen.has(node)) continue;
    seen.add(node);
    for (const word of ['allOf', 'oneOf', 'anyOf']) {
      const parts = node[word];
      if (Array.isArray(parts)) stack.push(...parts);
    }
  }
  inPlace.set(schema, seen);
  return seen;
}
