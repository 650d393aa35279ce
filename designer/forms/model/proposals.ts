import type { Field, FormDefinition, Label } from '../../../engine/definition/index.ts';
import type { Command } from '../../draft/types.ts';
import { addField } from '../commands/addField.ts';
import { setProperty } from '../commands/setProperty.ts';
import { tableAt } from './arrange.ts';
import type { Surroundings } from './birth.ts';
import { placeAfter } from './place.ts';
import { fieldId, treeOf } from './tree.ts';

/** A next step that many take with such a field: said in words, done by one click. */
export interface Proposal {
  kind: 'product' | 'sum';
  /** What the words speak of. */
  names: Label[];
  command: Command;
}

const amounts = new Set<string>(['money', 'number']);
const counts = new Set<string>(['integer', 'number']);

const inBoth = (label: Label, zh: (name: string) => string, en: (name: string) => string): Label =>
  typeof label === 'string' ? zh(label) : { 'zh-CN': zh(label['zh-CN']), en: en(label.en) };

/** An amount that nothing works out yet: how many times the price for one. */
function product(form: string, table: string, column: Field, columns: readonly Field[]): Proposal[] {
  if (!amounts.has(column.type) || column.value !== undefined) return [];
  const others = columns.filter((one) => one.key !== column.key && one.value === undefined);
  const price = others.find(({ type }) => type === column.type);
  const count = others.find(({ key, type }) => counts.has(type) && key !== price?.key);
  if (price === undefined || count === undefined || columns.indexOf(price) > columns.indexOf(column)) return [];
  const nodes = [fieldId(`${table}.${column.key}`)];
  const value = `= ${count.key} * ${price.key}`;
  const command = setProperty({ form, nodes, pointer: '/value', value });
  return [{ kind: 'product', names: [count.label, price.label], command }];
}

/** A column of amounts that nothing adds up yet. */
function sum(form: FormDefinition, table: string, column: Field, around: Surroundings): Proposal[] {
  const path = `${table}.${column.key}`;
  const isAdded = form.fields.some(({ value }) => value?.includes(`sum(${path})`) === true);
  if (!(amounts.has(column.type) || column.type === 'integer') || isAdded) return [];
  const at = placeAfter(treeOf(form), fieldId(table), [{ kind: 'field', type: column.type }]);
  const label = inBoth(
    column.label,
    (name) => (/^[\x20-\x7e]+$/.test(name) ? `Total ${name.toLowerCase()}` : `${name}合计`),
    (name) => `Total ${name.toLowerCase()}`,
  );
  const props = { value: `= sum(${path})` };
  const born = { form: form.key, type: column.type, label, props, around };
  return [{ kind: 'sum', names: [column.label], command: addField(at === undefined ? born : { ...born, at }) }];
}

/** For a column of a sub-table, by its path: "lines.amount". */
export function proposalsFor(form: FormDefinition, path: string, around: Surroundings): Proposal[] {
  const [head = '', key] = path.split('.');
  const columns = (tableAt(form, head)?.fields ?? []) as readonly Field[];
  const column = columns.find((one) => one.key === key);
  if (column === undefined) return [];
  return [...product(form.key, head, column, columns), ...sum(form, head, column, around)];
}
