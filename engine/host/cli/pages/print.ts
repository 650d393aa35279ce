const WIDTH = 110;

/** How many items of each list an example shows; the rest is counted in a comment. */
export interface Shortening {
  items: number;
}

/** JSON as people write it: what fits in a line stays in one; what is left out of a long list is said. */
export function printJson(value: unknown, shorten: Shortening = { items: 3 }, indent = ''): string {
  const flat = oneLine(value);
  if (typeof value !== 'object' || value === null) return flat;
  if (indent.length + flat.length <= WIDTH && !isCut(value, shorten)) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const shown = isCut(value, shorten) ? value.slice(0, shorten.items) : value;
    const lines = shown.map((item) => inner + printJson(item, shorten, inner));
    const rest = value.length - shown.length;
    return `[\n${lines.join(',\n')}${rest > 0 ? `\n${inner}// … and ${rest} more` : ''}\n${indent}]`;
  }
  const lines = Object.entries(value).map(
    ([key, part]) => `${inner}${JSON.stringify(key)}: ${printJson(part, shorten, inner)}`,
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** Lists of plain values are read at a glance and stay whole. */
function isCut(value: object, { items }: Shortening): boolean {
  if (!Array.isArray(value))
    return Object.values(value).some((part) => typeof part === 'object' && part !== null && isCut(part, { items }));
  const complex = value.some((item) => typeof item === 'object' && item !== null);
  return (
    complex &&
    (value.length > items || value.some((item) => typeof item === 'object' && item !== null && isCut(item, { items })))
  );
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${oneLine(part)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}
