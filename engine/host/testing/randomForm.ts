import type { Field, FormDefinition } from '../../definition/index.ts';

type Change = (form: FormDefinition, random: () => number, count: number) => FormDefinition | undefined;

const TYPES = ['text', 'integer', 'number', 'boolean', 'date', 'select'] as const;
const WIDER: Readonly<Record<string, Field['type'] | undefined>> = {
  integer: 'number',
  number: 'text',
  text: 'longtext',
  date: 'text',
};

const pick = <T>(items: readonly T[], random: () => number): T | undefined =>
  items[Math.floor(random() * items.length)];

/** Fields besides the one that always stays. */
const others = (form: FormDefinition): Field[] => form.fields.filter(({ key }) => key !== 'name');

function replaced(form: FormDefinition, field: Field, change: object): FormDefinition {
  return { ...form, fields: form.fields.map((one) => (one === field ? ({ ...one, ...change } as Field) : one)) };
}

/** What people do to a form that is in use; undefined where there is nothing to do it to. */
const changes: readonly Change[] = [
  function addField(form, random, count) {
    const type = pick(TYPES, random) ?? 'text';
    const options = type === 'select' ? { options: ['a', 'b', 'c'].map((key) => ({ key, label: key })) } : {};
    const field = { key: `f${count}`, type, label: `F${count}`, ...options } as Field;
    return { ...form, fields: [...form.fields, field] };
  },
  function removeField(form, random) {
    const field = pick(others(form), random);
    return field && { ...form, fields: form.fields.filter((one) => one !== field) };
  },
  function changeType(form, random) {
    const field = pick(
      others(form).filter(({ type }) => WIDER[type] !== undefined),
      random,
    );
    return field && replaced(form, field, { type: WIDER[field.type] });
  },
  function rename(form, random, count) {
    const field = pick(form.fields, random);
    return field && replaced(form, field, { label: `Renamed ${count}` });
  },
  function require(form, random) {
    const field = pick(others(form), random);
    return field && replaced(form, field, { required: field.required !== true });
  },
  function index(form, random) {
    const field = pick(
      others(form).filter((one) => one.index !== true),
      random,
    );
    return field && replaced(form, field, { index: true });
  },
  function unique(form, random) {
    const field = pick(
      others(form).filter(({ type }) => type === 'text' || type === 'integer' || type === 'number'),
      random,
    );
    return field && replaced(form, field, { unique: field.unique !== true });
  },
  function dropOption(form, random) {
    const field = pick(
      others(form).filter((one) => one.type === 'select' && Array.isArray(one.options) && one.options.length > 1),
      random,
    );
    if (field?.type !== 'select' || !Array.isArray(field.options)) return undefined;
    return replaced(form, field, { options: field.options.slice(1) });
  },
];

/** One random change; a new field where nothing else can be done. */
export function nextForm(form: FormDefinition, random: () => number, count: number): FormDefinition {
  const [addField] = changes;
  const change = pick(changes, random);
  return change?.(form, random, count) ?? addField?.(form, random, count) ?? form;
}
