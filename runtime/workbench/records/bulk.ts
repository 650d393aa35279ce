import { type Field, fieldType } from '../../../engine/form/index.ts';
import type { FormView } from '../../../engine/wire.ts';

/** Fields that this person may set in many records at once: no tables, no uploads, nothing that is worked out. */
export function writable({ definition, rights }: FormView): Field[] {
  return definition.fields.filter((field) => {
    const type = fieldType(field);
    const right = rights[field.key];
    return (
      (right === 'edit' || right === 'require') &&
      !type.derived &&
      !type.admits &&
      field.type !== 'table' &&
      field.value === undefined &&
      field.readonly !== true
    );
  });
}

/**
 * The form with its fields alone: what linkage, lookups and checks say depends on each record, and each record's own
 * judge says it.
 */
export function forMany(form: FormView): FormView {
  const { linkage: _linkage, lookups: _lookups, checks: _checks, layout: _layout, ...rest } = form.definition;
  const fields = writable(form).map(({ default: _default, required: _required, ...field }) => field as Field);
  return { ...form, definition: { ...rest, fields } };
}
