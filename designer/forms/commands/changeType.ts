import type { Field, FormDefinition } from '../../../engine/definition/index.ts';
import { checkStructure } from '../../../engine/definition/structure/check.ts';
import { columnTypes } from '../../../engine/form/fields/columns.ts';
import { fieldTypes } from '../../../engine/form/index.ts';
import type { Command, Json } from '../../draft/types.ts';
import { bornField, propertiesIn, type Surroundings, schemaOf } from '../model/birth.ts';
import { formCommand } from '../model/edit.ts';
import { pathOf } from '../model/tree.ts';

function isSound(field: Field): boolean {
  return checkStructure('form', 'form', { key: 'form', label: 'form', fields: [field] }).length === 0;
}

/** A default has to be a value of the new type; a formula may be. */
function fits(field: Field, name: string, value: Json, context: { timeZone: string; currency: string }): boolean {
  if (name !== 'default' || (typeof value === 'string' && value.startsWith('='))) return true;
  const type = fieldTypes.get(field.type);
  return type?.normalise(value, field, { ...context, forms: new Map() }) !== undefined;
}

/** The same field with another type: what the new type knows too, and finds sound, is kept. */
export function retyped(field: Field, type: Field['type'], around: Surroundings): Field {
  const known = propertiesIn(schemaOf(type));
  let next = { ...bornField(type, field.key, around), label: field.label } as Field;
  for (const [name, value] of Object.entries(field)) {
    if (name === 'key' || name === 'type' || name === 'label' || !known.has(name)) continue;
    const trial = { ...next, [name]: value } as Field;
    if (isSound(trial) && fits(trial, name, value as Json, { timeZone: 'UTC', currency: 'CNY' })) next = trial;
  }
  return next;
}

export interface TypeChange {
  form: string;
  /** "qty" or "lines.qty". */
  path: string;
  type: Field['type'];
  around: Surroundings;
}

export function changeType({ form, path, type, around }: TypeChange): Command {
  return formCommand(form, { 'zh-CN': '更改字段类型', en: 'Change the type' }, (before) => {
    const [head = '', column] = (pathOf(path) ?? path).split('.');
    if (column !== undefined && !columnTypes.has(type)) return { form: before };
    const changed = (field: Field): Field => (field.type === type ? field : retyped(field, type, around));
    const fields = before.fields.map((field): Field => {
      if (field.key !== head) return field;
      if (column === undefined) return changed(field);
      if (field.type !== 'table') return field;
      return { ...field, fields: field.fields.map((one) => (one.key === column ? changed(one) : one)) };
    });
    const isSame = fields.every((field, index) => field === before.fields[index]);
    return { form: isSame ? before : ({ ...before, fields } as FormDefinition) };
  });
}
