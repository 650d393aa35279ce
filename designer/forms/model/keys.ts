import type { Field, FormDefinition, Label } from '../../../engine/definition/index.ts';
import { reservedWords } from '../../../engine/expression/index.ts';
import { partsOf } from '../../../engine/form/layout.ts';
import { systemKeys } from '../../../engine/form/scope.ts';
import { nextKey, ownKey, wordsOf } from '../../keys/keys.ts';

/** Names that formulas have for other things. */
const taken = new Set([...systemKeys, ...reservedWords, 'user', 'settings', 'proof', 'row', 'record', 'index', 'task']);

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
  return used.has(wanted) || taken.has(wanted) ? nextKey(wanted, used, 2) : wanted;
}

/** From the label ("Order no." → order_no, 数量 → 数量), where it has no letters from the type: text_2. */
export function newKey(label: Label | undefined, type: string, used: ReadonlySet<string>): string {
  return freeKey(ownKey(wordsOf(label)) || type || 'field', used);
}

/** Whether a key says no more than what type of field it is. */
export const isPlainKey = (key: string, type: string): boolean => new RegExp(`^${type}(_\\d+)?$`).test(key);
