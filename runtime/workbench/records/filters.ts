import { type Field, type FieldContext, fieldType, flatOptions } from '../../../engine/form/index.ts';
import type { AppView, FormView } from '../../../engine/wire.ts';

/** What a list can be narrowed by, asked of the field types themselves. */

export function contextOf(app: AppView): FieldContext {
  const forms = new Map(app.forms.map(({ definition }) => [definition.key, definition]));
  return { timeZone: app.timeZone, currency: app.currency, forms };
}

const mayRead = (form: FormView, { key }: Field): boolean => !['hide', 'mask'].includes(form.rights[key] ?? 'hide');

/** A field, or its parts where the whole is no value that can be compared: a range has a start and an end. */
function facts(field: Field): Field[] {
  const type = fieldType(field);
  const pointer = type.pointsTo?.(field);
  if (pointer !== undefined && pointer.kind !== 'option') return [];
  const parts = type.parts?.(field) ?? [];
  if (parts.length > 0) return parts.map((part) => ({ ...part.field, key: `${field.key}.${part.key}` }));
  return [field];
}

export function filterFields(app: AppView, form: FormView): Field[] {
  return form.definition.fields
    .filter((field) => mayRead(form, field))
    .flatMap(facts)
    .filter((field) => filterOperators(field, contextOf(app)).length > 0);
}

const ordered = ['greaterThanInclusive', 'lessThanInclusive'];

/** The few that people use in a list, the likeliest first. */
export function filterOperators(field: Field, context: FieldContext): string[] {
  if (flatOptions(field) !== undefined) return ['in', 'notIn'];
  const { operators, column, factType } = fieldType(field);
  if (column(field) === null) return [];
  switch (factType(field, context).kind) {
    case 'date':
    case 'datetime':
      return ['inPeriod', 'filled'];
    case 'integer':
    case 'number':
      return ['equal', ...ordered, 'filled'];
    case 'time':
      return [...ordered, 'filled'];
    case 'boolean':
      return ['equal'];
    case 'text':
      return ['contains', 'equal', 'startsWith', 'filled'].filter((one) => operators.some((known) => known === one));
    default:
      return [];
  }
}
