import type { Field, FormDefinition, TableField, Values } from '../../engine/form/index.ts';

/** The mix of a real business form: half text, a fifth numbers, the rest lists, dates and switches. */
const mix: Field['type'][] = ['text', 'text', 'select', 'text', 'money', 'date', 'text', 'integer', 'boolean', 'text'];
const options = Array.from({ length: 12 }, (_, index) => ({ key: `o${index}`, label: `Option ${index}` }));

export function fieldAt(index: number): Field {
  const type = mix[index % mix.length] ?? 'text';
  const base = { key: `f${index}`, label: `Field ${index}`, ...(index % 5 === 0 ? { required: true } : {}) };
  return (type === 'select' ? { ...base, type, options } : { ...base, type }) as Field;
}

const twoColumns = (fields: Field[]) => [{ columns: 2, fields: fields.map(({ key }) => key) }] as const;

export function formOf(count: number): FormDefinition {
  const fields = Array.from({ length: count }, (_, index) => fieldAt(index));
  return { key: 'bench', label: 'Bench', fields, layout: [...twoColumns(fields)] };
}

/** What is typed, letter by letter; each letter shows every tenth of the linked fields. */
export const typed = 'abcdefghij';
export const letterOf = (index: number): string => typed[index % typed.length] ?? 'a';

/** One field to type into, and `rules` fields that each appear by a rule of their own. */
export function linkedForm(rules: number): FormDefinition {
  const source = { key: 'source', type: 'text', label: 'Source' } as const;
  const fields: Field[] = [source, ...Array.from({ length: rules }, (_, index) => fieldAt(index))];
  const linkage = Array.from({ length: rules }, (_, index) => ({
    when: { not: { fact: 'source', operator: 'contains' as const, value: letterOf(index) } },
    then: { [`f${index}`]: 'hide' as const },
  }));
  return { key: 'linked', label: 'Linked', fields, layout: [...twoColumns(fields)], linkage };
}

export const columns: TableField['fields'] = [
  { key: 'name', type: 'text', label: 'Article' },
  { key: 'qty', type: 'integer', label: 'Quantity' },
  { key: 'price', type: 'money', label: 'Price' },
  { key: 'note', type: 'text', label: 'Note' },
  { key: 'amount', type: 'money', label: 'Amount', value: '= qty * price' },
];

export function tableForm(): FormDefinition {
  const fields: Field[] = [{ key: 'lines', type: 'table', label: 'Lines', fields: columns }];
  return { key: 'lines', label: 'Lines', fields, layout: [{ fields: ['lines'] }] };
}

export function tableRows(count: number): Values[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    name: `Article ${index}`,
    qty: (index % 9) + 1,
    price: `${(index % 50) + 1}.50`,
    note: '',
  }));
}
