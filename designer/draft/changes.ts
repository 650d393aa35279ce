import type { Json, JsonObject } from './types.ts';

/** A step into JSON: a property, an element by its position, or an element of a list of keyed things by its key. */
export type Segment = string | number | { key: string };

/** What two states of one file differ in, at one place. */
export type JsonChange =
  | { kind: 'added'; path: Segment[]; after: Json /** Of a keyed list: what it stands behind. */; behind?: string }
  | { kind: 'removed'; path: Segment[]; before: Json }
  | { kind: 'changed'; path: Segment[]; before: Json; after: Json }
  | { kind: 'moved'; path: Segment[]; before: string[]; after: string[] };

type Keyed = JsonObject & { key: string };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields, nodes, edges, roles, tiles: lists whose elements each have a key of their own. */
export function isKeyed(list: readonly Json[]): list is Keyed[] {
  const keys = list.map((item) => (isObject(item) && typeof item.key === 'string' ? item.key : undefined));
  return list.length > 0 && !keys.includes(undefined) && new Set(keys).size === keys.length;
}

export function same(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => same(item, other[index]));
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]))
  );
}

/** Every place where two states of a file differ, as deep down as it can be said. */
export function changesBetween(before: Json, after: Json, path: Segment[] = []): JsonChange[] {
  if (same(before, after)) return [];
  if (isObject(before) && isObject(after)) return objectChanges(before, after, path);
  if (Array.isArray(before) && Array.isArray(after) && isKeyedPair(before, after))
    return keyedChanges(before, after, path);
  return [{ kind: 'changed', path, before, after }];
}

const isKeyedPair = (before: Json[], after: Json[]): boolean =>
  (isKeyed(before) && (after.length === 0 || isKeyed(after))) || (before.length === 0 && isKeyed(after));

function objectChanges(before: JsonObject, after: JsonObject, path: Segment[]): JsonChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name): JsonChange[] => {
    const [old, next] = [own(before, name), own(after, name)];
    const at = [...path, name];
    if (old === undefined) return next === undefined ? [] : [{ kind: 'added', path: at, after: next }];
    if (next === undefined) return [{ kind: 'removed', path: at, before: old }];
    return changesBetween(old, next, at);
  });
}

const own = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

function keyedChanges(before: Json[], after: Json[], path: Segment[]): JsonChange[] {
  const [old, next] = [byKey(before), byKey(after)];
  const changes: JsonChange[] = [];
  for (const [key, item] of old) {
    const at = [...path, { key }];
    const now = next.get(key);
    if (now === undefined) changes.push({ kind: 'removed', path: at, before: item });
    else changes.push(...changesBetween(item, now, at));
  }
  const order = [...next.keys()];
  // The order first, so that what is added finds its neighbour where it stands then.
  const [was, is] = [[...old.keys()].filter((key) => next.has(key)), order.filter((key) => old.has(key))];
  if (!same(was, is)) changes.push({ kind: 'moved', path, before: was, after: is });
  for (const [index, key] of order.entries()) {
    const item = next.get(key);
    if (old.has(key) || item === undefined) continue;
    const behind = order[index - 1];
    changes.push({
      kind: 'added',
      path: [...path, { key }],
      after: item,
      ...(behind === undefined ? {} : { behind }),
    });
  }
  return changes;
}

const byKey = (list: Json[]): Map<string, JsonObject> =>
  new Map(list.flatMap((item) => (isObject(item) && typeof item.key === 'string' ? [[item.key, item] as const] : [])));

/** The file with the changes made in it. A change whose place is gone changes nothing. Nothing given is changed. */
export function withChanges(file: Json, changes: readonly JsonChange[]): Json {
  let next = structuredClone(file);
  for (const change of changes) next = withChange(next, change);
  return next;
}

function withChange(file: Json, change: JsonChange): Json {
  if (change.kind === 'moved') {
    const list = find(file, change.path);
    if (Array.isArray(list)) reorder(list, change.after);
    return file;
  }
  const last = change.path.at(-1);
  if (last === undefined) return change.kind === 'removed' ? file : structuredClone(change.after);
  const place = find(file, change.path.slice(0, -1));
  if (Array.isArray(place)) putInList(place, last, change);
  else if (isObject(place) && typeof last === 'string') {
    if (change.kind === 'removed') delete place[last];
    else place[last] = structuredClone(change.after);
  }
  return file;
}

function find(file: Json, path: readonly Segment[]): Json | undefined {
  let place: Json | undefined = file;
  for (const segment of path) {
    if (Array.isArray(place)) place = place[positionOf(place, segment)];
    else if (isObject(place) && typeof segment === 'string') place = own(place, segment);
    else return undefined;
  }
  return place;
}

function positionOf(list: readonly Json[], segment: Segment): number {
  if (typeof segment === 'number') return segment;
  if (typeof segment === 'string') return -1;
  return list.findIndex((item) => isObject(item) && item.key === segment.key);
}

function putInList(list: Json[], segment: Segment, change: Exclude<JsonChange, { kind: 'moved' }>): void {
  const position = positionOf(list, segment);
  if (change.kind === 'removed') {
    if (position !== -1) list.splice(position, 1);
  } else if (position !== -1) list[position] = structuredClone(change.after);
  else {
    const behind = change.kind === 'added' ? change.behind : undefined;
    const index = behind === undefined ? -1 : positionOf(list, { key: behind });
    list.splice(behind === undefined ? 0 : index === -1 ? list.length : index + 1, 0, structuredClone(change.after));
  }
}

/** Those that are named take the named order in the places they have together; the others stay where they are. */
function reorder(list: Json[], order: readonly string[]): void {
  const places = list.flatMap((item, index) => (isObject(item) && order.includes(String(item.key)) ? [index] : []));
  const items = order.flatMap((key) => list.filter((item) => isObject(item) && item.key === key));
  for (const [index, place] of places.entries()) {
    const item = items[index];
    if (item !== undefined) list[place] = item;
  }
}
