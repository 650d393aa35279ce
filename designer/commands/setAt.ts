import type { Localised } from '../../engine/definition/index.ts';
import type { Command, Json, JsonObject } from '../draft/types.ts';

/** A property at a place of a file; undefined removes it. Objects on the way to it are made, and left out when empty. */
export function setAt(
  file: string,
  path: readonly (string | number)[],
  value: Json | undefined,
  label: Localised,
): Command {
  return {
    label,
    merge: `${file} ${path.join('/')}`,
    execute(files) {
      const json = files[file];
      if (json !== undefined) set(json, path, value);
      return undefined;
    },
  };
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function set(place: Json, path: readonly (string | number)[], value: Json | undefined): void {
  const [first, ...rest] = path;
  if (first === undefined) return;
  if (Array.isArray(place)) setInList(place, Number(first), rest, value);
  else if (isObject(place)) setInObject(place, String(first), rest, value);
}

function setInList(list: Json[], index: number, rest: readonly (string | number)[], value: Json | undefined): void {
  const inner = list[index];
  if (rest.length > 0) {
    if (inner !== undefined) set(inner, rest, value);
  } else if (value === undefined) list.splice(index, 1);
  else list[index] = value;
}

function setInObject(
  object: JsonObject,
  name: string,
  rest: readonly (string | number)[],
  value: Json | undefined,
): void {
  if (rest.length === 0) {
    if (value === undefined) delete object[name];
    else object[name] = value;
    return;
  }
  if (!Object.hasOwn(object, name)) {
    if (value === undefined) return;
    object[name] = typeof rest[0] === 'number' ? [] : {};
  }
  const inner = object[name];
  if (inner === undefined) return;
  set(inner, rest, value);
  // The format knows no empty lists and objects.
  if (value === undefined && (Array.isArray(inner) ? inner : Object.keys(Object(inner))).length === 0)
    delete object[name];
}
