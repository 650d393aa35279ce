import type { Field, FormDefinition } from '../../engine/form/index.ts';

/** The mix of a real business form: half text, a fifth numbers, the rest lists, dates and switches. */
const mix: Field['type'][] = ['text', 'text', 'select', 'text', 'money', 'date', 'text', 'integer', 'boolean', 'text'];
const options = Array.from({ length: 12 }, (_, index) => ({ key: `o${index}`, label: `Option ${index}` }));

export function fieldAt(index: number): Field {
  const type = mix[index % mix.length] ?? 'text';
  const base = { key: `f${index}`, label: `Field ${index}`, ...(index % 5 === 0 ? { required: true } : {}) };
  return (type === 'select' ? { ...base, type, options } : { ...base, type }) as Field;
}

export function formOf(count: number): FormDefinition {
  const fields = Array.from({ length: count }, (_, index) => fieldAt(index));
  return { key: 'bench', label: 'Bench', fields, layout: [{ columns: 2, fields: fields.map(({ key }) => key) }] };
}
