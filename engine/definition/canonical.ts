/** JSON with keys in code-unit order and no spaces, so that the same content is the same text. `undefined` is left out. */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return Array.isArray(value) ? canonicalList(value) : canonicalObject(value as Record<string, unknown>);
}

function canonicalList(list: readonly unknown[]): string {
  let text = '[';
  for (let at = 0; at < list.length; at++) {
    if (at > 0) text += ',';
    text += canonical(list[at] ?? null);
  }
  return `${text}]`;
}

function canonicalObject(object: Readonly<Record<string, unknown>>): string {
  let text = '{';
  for (const key of sortedKeys(object)) {
    const item = object[key];
    if (item === undefined) continue;
    if (text.length > 1) text += ',';
    text += `${quoted(key)}:${canonical(item)}`;
  }
  return `${text}}`;
}

/** Few keys, mostly: the general sort costs several times this one. */
export function sortedKeys(object: object): string[] {
  const keys = Object.keys(object);
  if (keys.length > 30) return keys.sort();
  for (let at = 1; at < keys.length; at++) {
    const key = keys[at] ?? '';
    let to = at;
    for (let before = keys[to - 1]; before !== undefined && before > key; before = keys[to - 1]) keys[to--] = before;
    keys[to] = key;
  }
  return keys;
}

/** Every event of every history is written this way: most texts hold nothing that JSON writes differently. */
const ESCAPED = /[^ !#-[\]-\uD7FF]/;

const quoted = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);
