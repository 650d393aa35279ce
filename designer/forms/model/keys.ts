import type { Field, FormDefinition, Label } from '../../../engine/definition/index.ts';
import { reservedWords } from '../../../engine/expression/index.ts';
import { partsOf } from '../../../engine/form/layout.ts';
import { systemKeys } from '../../../engine/form/scope.ts';

/** Longer ones are cut: a column's name has to fit PostgreSQL's 63 bytes together with what is put around it. */
const LONGEST = 40;
/** Of other scripts than Latin: three bytes each. */
const LONGEST_WIDE = 13;

/** Names that formulas have for other things. */
const taken = new Set([...systemKeys, ...reservedWords, 'user', 'settings', 'proof', 'row', 'record', 'index', 'task']);

function slug(text: string): string {
  const latin = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return latin
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+/, '')
    .slice(0, LONGEST)
    .replace(/_+$/, '');
}

/** Words without Latin letters are keys too, so that formulas read as what people call things: 数量 * 单价. */
function wideSlug(text: string): string {
  const letters = text.normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '_');
  const key = letters.replace(/^[_\p{N}]+/u, '').slice(0, LONGEST_WIDE);
  return key.replace(/_+$/, '');
}

/** The words a key can be made of: English where there is some, else what there is. */
const latinOf = (label: Label | undefined): string => (typeof label === 'object' ? label.en : (label ?? ''));

/**
 * Every key of the form that a new one must differ from: fields and parts share one name space, since linkage names both;
 * parts without a key of their own are called by their place.
 */
export function keysOf(form: FormDefinition): Set<string> {
  return new Set([...form.fields.map(({ key }) => key), ...partsOf(form).map(({ key }) => key)]);
}

export const columnKeys = (table: Field): Set<string> =>
  new Set(table.type === 'table' ? table.fields.map(({ key }) => key) : []);

export function freeKey(wanted: string, used: ReadonlySet<string>): string {
  if (!used.has(wanted) && !taken.has(wanted)) return wanted;
  for (let count = 2; ; count += 1) {
    const next = `${wanted}_${count}`;
    if (!used.has(next)) return next;
  }
}

/** From the label ("Order no." → order_no, 数量 → 数量), where it has no letters from the type: text_2. */
export function newKey(label: Label | undefined, type: string, used: ReadonlySet<string>): string {
  const words = latinOf(label);
  return freeKey(slug(words) || wideSlug(words) || slug(type) || 'field', used);
}

/** Whether a key says no more than what type of field it is. */
export const isPlainKey = (key: string, type: string): boolean => new RegExp(`^${slug(type)}(_\\d+)?$`).test(key);
