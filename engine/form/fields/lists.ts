import type { Fault, Json } from '../types.ts';

/** Nobody chooses so many; what is longer is refused before it is looked at. */
const longest = 1000;

/** A list of texts, or a text as an import writes it: "a, b、c". Undefined where an item is no text. */
export function readList(input: unknown, item: (one: unknown) => string | null | undefined): Json | undefined {
  if (input === null) return [];
  const parts = typeof input === 'string' ? input.split(/[,，、;；\n]/) : input;
  if (!Array.isArray(parts) || parts.length > longest) return undefined;
  const list: string[] = [];
  for (const part of parts) {
    const one = item(part);
    if (one === undefined) return undefined;
    if (one !== null) list.push(one);
  }
  return list;
}

export const textList = (value: Json): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

export function decodeList(stored: unknown): string[] {
  return Array.isArray(stored) ? stored.map(String) : [];
}

export function judgeCount(
  list: readonly unknown[],
  bounds: { min?: number; max?: number },
  codes: { few: string; many: string },
): Fault | undefined {
  if (bounds.min !== undefined && list.length < bounds.min) return { code: codes.few, params: { min: bounds.min } };
  if (bounds.max !== undefined && list.length > bounds.max) return { code: codes.many, params: { max: bounds.max } };
  return new Set(list).size === list.length ? undefined : { code: 'duplicate_items' };
}
