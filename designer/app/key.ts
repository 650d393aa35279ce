import type { Label } from '../../engine/definition/index.ts';

/** A key that nobody has yet, made from the English name where there is one: "Cost centres" → cost_centres. */
export function keyFor(label: Label | undefined, fallback: string, taken: readonly string[]): string {
  const name = label === undefined ? '' : typeof label === 'string' ? label : label.en;
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40);
  return freeKey(plain === '' ? fallback : plain, taken);
}

export function freeKey(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted}_${number}`)) number += 1;
  return `${wanted}_${number}`;
}

/** As schemas/common.schema.json has it. */
export const isKey = (text: string): boolean => /^\p{L}[\p{L}\p{N}_]{0,47}$/u.test(text);
