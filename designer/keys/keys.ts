import type { Label } from '../../engine/definition/index.ts';

/** How keys are made of names. A key is fixed at birth, so what it is made of is decided once, here. */

/** Longer ones are cut: a column's name has to fit PostgreSQL's 63 bytes together with what is put around it. */
export const LONGEST = 40;
/** Of other scripts than Latin: three bytes each. */
const LONGEST_WIDE = 13;

/** As schemas/common.schema.json has it. */
export const isKey = (text: string): boolean => /^\p{L}[\p{L}\p{N}_]{0,47}$/u.test(text);

/** The words a key is made of: English where there is some, else what there is. */
export const wordsOf = (label: Label | undefined): string => (typeof label === 'object' ? label.en : (label ?? ''));

const otherLetters = /[^\p{Script=Latin}\P{L}]/u;

/** Whether a name has letters that Latin has not. */
export const isWide = (name: string): boolean => otherLetters.test(name.normalize('NFKD'));

/** "Order no." → order_no. Cut between words where it is too long. */
export function latinKey(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '');
  if (words.length <= LONGEST) return words;
  const whole = words.slice(0, LONGEST + 1).lastIndexOf('_');
  return words.slice(0, whole > 0 ? whole : LONGEST);
}

/** The name's own letters, where they are others than Latin: 客户 ID → 客户_ID. */
export function wideKey(name: string): string {
  const letters = name.normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '_');
  const key = [...letters.replace(/^[_\p{N}]+/u, '')].slice(0, LONGEST_WIDE).join('');
  return key.replace(/_+$/, '');
}

/** What formulas and conditions name is called as people call it: 数量 * 单价. Empty where there is no letter in it. */
export const ownKey = (name: string): string => (isWide(name) ? wideKey(name) : latinKey(name));

/** The key itself where nothing has it, else "claim_2". */
export function freeKey(wanted: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  return used.has(wanted) ? nextKey(wanted, used, 2) : wanted;
}

/** "check_1", "check_2": of what nobody has named yet. */
export function nextKey(stem: string, taken: Iterable<string>, from = 1): string {
  const used = new Set(taken);
  for (let number = from; ; number += 1) {
    const key = `${stem}_${number}`;
    if (!used.has(key)) return key;
  }
}
