import type { Field, FormDefinition, Label } from '../../definition/index.ts';
import { isImportable } from '../../form/index.ts';
import { columnsFor } from './mapper.ts';
import type { Mapping } from './mapping.ts';

/** A column goes to the field whose key or label it bears; everything else is for a person to say. */
export function suggestMapping(form: FormDefinition, headers: readonly string[]): Mapping {
  const fields: Mapping['fields'] = {};
  const columns = columnsFor(headers, {});
  for (const field of form.fields) {
    if (!isImportable(field)) continue;
    const found = columns.find(({ header }) => namesOf(field).includes(simple(header)));
    if (found) fields[field.key] = { column: found.header };
  }
  return { fields };
}

function namesOf(field: Field): string[] {
  return [field.key, ...textsOf(field.label)].map(simple);
}

function textsOf(label: Label): string[] {
  return typeof label === 'string' ? [label] : Object.values(label);
}

function simple(text: string): string {
  return text.toLowerCase().replace(/[\s_.:：*-]+/g, '');
}
