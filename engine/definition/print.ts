import type { Json } from '../expression/types.ts';

const WIDTH = 120;
const INDENT = '  ';

/**
 * A definition as text: two spaces, an object or array on one line where the line fits 120 columns, else one item a
 * line. What is on one line has spaces inside braces and none inside brackets. Ends with a line break.
 */
export function print(json: Json): string {
  return `${printed(json, '', 0)}\n`;
}

/** `room`: columns that what stands before on the line, and the comma after, take from it. */
function printed(value: Json, indent: string, room: number): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const line = onOneLine(value, WIDTH - indent.length - room);
  if (line !== undefined) return line;
  const inner = indent + INDENT;
  if (Array.isArray(value)) {
    const items = value.map((item, at) => inner + printed(item, inner, at < value.length - 1 ? 1 : 0));
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const all = Object.entries(value);
  const entries = all.map(([key, item], at) => {
    const name = `${JSON.stringify(key)}: `;
    return inner + name + printed(item, inner, columns(name) + (at < all.length - 1 ? 1 : 0));
  });
  return `{\n${entries.join(',\n')}\n${indent}}`;
}

/** undefined where it does not fit. Gives up as soon as that is known, so that deep structures are not tried in full. */
function onOneLine(value: Json, room: number): string | undefined {
  if (value === null || typeof value !== 'object') {
    const text = JSON.stringify(value);
    return columns(text) <= room ? text : undefined;
  }
  const isList = Array.isArray(value);
  const entries = isList ? value.map((item) => ['', item] as const) : Object.entries(value);
  if (entries.length === 0) return isList ? '[]' : '{}';
  const parts: string[] = [];
  let left = room - (isList ? 2 : 4);
  for (const [key, item] of entries) {
    const name = isList ? '' : `${JSON.stringify(key)}: `;
    const text = onOneLine(item, left - columns(name));
    if (text === undefined) return undefined;
    parts.push(name + text);
    left -= columns(name) + columns(text) + 2;
    if (left < -2) return undefined;
  }
  return isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/** Chinese signs are two columns wide. */
function columns(text: string): number {
  const wide = text.match(WIDE);
  return text.length + (wide?.length ?? 0);
}
