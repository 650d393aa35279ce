import type { Json } from '../draft/types.ts';

export const step = (key: string | number): string => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

export const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

export const parentOf = (pointer: string): string => pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));

export function valueAt(root: Json | undefined, pointer: string): Json | undefined {
  let value: Json | undefined = root;
  for (const key of stepsOf(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Array.isArray(value) ? value[Number(key)] : value[key];
  }
  return value;
}

const isEmpty = (value: Json | undefined): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/**
 * What a change comes to: a definition holds no empty lists and no empty objects, so what would leave its parent empty
 * takes that away too, up to an item of a list (whose place is somebody's doing).
 */
export function settled(
  root: Json | undefined,
  pointer: string,
  value: Json | undefined,
): { pointer: string; value: Json | undefined } {
  if (value !== undefined && !isEmpty(value)) return { pointer, value };
  const parent = parentOf(pointer);
  const outer = valueAt(root, parent);
  if (pointer === '' || Array.isArray(outer) || parent === '') return { pointer, value: undefined };
  const others = typeof outer === 'object' && outer !== null ? Object.keys(outer).length - 1 : 1;
  const isLast = others === 0 && valueAt(root, pointer) !== undefined;
  if (!isLast || Array.isArray(valueAt(root, parentOf(parent)))) return { pointer, value: undefined };
  return settled(root, parent, undefined);
}

/** The value with one place changed; undefined takes the place away. For owners without a draft of their own, and tests. */
export function withValue(root: Json | undefined, pointer: string, value: Json | undefined): Json | undefined {
  const [key, ...rest] = stepsOf(pointer);
  if (key === undefined) return value;
  const inner = rest.map(step).join('');
  if (Array.isArray(root)) {
    const next = [...root];
    const item = withValue(root[Number(key)], inner, value);
    if (item === undefined) next.splice(Number(key), 1);
    else next[Number(key)] = item;
    return next;
  }
  const object = typeof root === 'object' && root !== null ? root : {};
  const item = withValue(object[key], inner, value);
  if (item !== undefined) return { ...object, [key]: item };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}
