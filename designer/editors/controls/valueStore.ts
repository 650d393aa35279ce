import { compileForm, type Field, type FormDefinition, type Json } from '../../../engine/form/index.ts';
import type { AppView } from '../../../engine/wire.ts';
import { FormStore } from '../../../runtime/form/store.ts';
import type { Draft } from '../../facts/index.ts';

/** What a value is entered with has no duties: bounds, patterns and formulas belong to the record, not to a comparison. */
const duties = [
  'required',
  'readonly',
  'unique',
  'value',
  'default',
  'min',
  'max',
  'minLength',
  'maxLength',
  'pattern',
  'message',
  'scan',
  'shown',
  'mask',
  'help',
  'placeholder',
  'span',
];

export function plainField(field: Field): Field {
  const kept = Object.entries(field).filter(([name]) => !duties.includes(name));
  return Object.fromEntries(kept) as unknown as Field;
}

function viewOf(draft: Draft): AppView {
  const { app } = draft;
  return {
    key: app.key,
    label: app.label,
    version: 0,
    timeZone: app.timeZone,
    currency: app.currency,
    roles: [],
    myRoles: [],
    navigation: [],
    settings: {},
    forms: [],
    boards: [],
  };
}

/** A form of one field, so that a value is typed with the very control that the form itself uses. */
export function valueStore(draft: Draft, form: string, field: Field, value: Json, onChange: () => void): FormStore {
  const definition: FormDefinition = { key: form, label: field.label, fields: [field] };
  return new FormStore(
    {
      app: viewOf(draft),
      compiled: compileForm(definition, { ...draft.context, forms: draft.forms }),
      input: {
        mode: 'create',
        values: { [field.key]: value },
        roles: [],
        baseRights: 'all',
        now: new Date().toISOString(),
        timeZone: draft.context.timeZone,
        newId: () => crypto.randomUUID(),
      },
    },
    onChange,
  );
}
