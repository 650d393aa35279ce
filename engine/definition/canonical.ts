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
  for (const key of Object.keys(object).sort()) {
    const item = object[key];
    if (item === undefined) continue;
    if (text.length > 1) text += ',';
    text += `${quoted(key)}:${canonical(item)}`;
  }
  return `${text}}`;
}

/** Every event of every history is written this way: most texts hold nothing that JSON writes differently. */
const ESCAPED = /[^ !#-[\]-\uD7FF]/;

const quoted = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);
