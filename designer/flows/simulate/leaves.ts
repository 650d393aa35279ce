import type { Json, Values } from '../../../engine/wire.ts';

export type Path = readonly (string | number)[];

/** One thing that is said, and where it stands in what is said. */
export interface Leaf {
  path: Path;
  value: string | number | boolean | null;
}

/** Everything that is said, one by one; an empty object or list says nothing that could be typed. */
export function leavesOf(value: Json, path: Path = []): Leaf[] {
  if (value === null || typeof value !== 'object') return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) =>
    inner === undefined ? [] : leavesOf(inner as Json, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** `param.last.state`, lists counted as people do. */
export const nameOfPath = (path: Path): string =>
  path.map((part) => (typeof part === 'number' ? String(part + 1) : part)).join(' › ');

/** The same with something else at one place. */
export function withLeaf(said: Values, [part, ...rest]: Path, value: Leaf['value']): Values {
  if (part === undefined) return said;
  const inner = said[part];
  const next = rest.length === 0 ? value : insideOf(inner ?? {}, rest, value);
  return { ...said, [part]: next };
}

function insideOf(inner: Json, path: Path, value: Leaf['value']): Json {
  if (!Array.isArray(inner)) return withLeaf(typeof inner === 'object' && inner !== null ? inner : {}, path, value);
  const [at, ...rest] = path;
  return inner.map((one, index) =>
    index === at ? (rest.length === 0 ? value : insideOf(one as Json, rest, value)) : one,
  );
}

/** What was typed, as what stood there: a number stays one while it can. */
export function typed(text: string, before: Leaf['value']): Leaf['value'] {
  const number = Number(text);
  return typeof before === 'number' && text.trim() !== '' && Number.isFinite(number) ? number : text;
}
