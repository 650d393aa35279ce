import type { Field } from '../../definition/types.generated.ts';
import type { DisplayContext, FieldContext, FieldType, Json } from '../types.ts';
import { columnType, columnTypes, loadColumnTypes } from './columns.ts';
import { table } from './table/index.ts';

/** All field types by name: those of columns, and the table itself. A new type is its folder and a line in everyday.ts or special.ts. */
const types = new Map<string, FieldType>([...columnTypes, [table.type, table as unknown as FieldType]]);

export const fieldTypes: ReadonlyMap<string, FieldType> = types;

/** Before a form with a type that is not at hand is compiled: a browser fetches the rarer ones only where they are needed. */
export async function loadFieldTypes(names?: Iterable<string>): Promise<void> {
  for (const type of await loadColumnTypes(names)) types.set(type.type, type);
}

export function fieldType<F extends Field>(field: F): FieldType<F> {
  return (fieldTypes.get(field.type) ?? columnType(field)) as unknown as FieldType<F>;
}

/** Whether a file of an import can hold its values. */
export function isImportable(field: Field): boolean {
  const type = fieldType(field);
  return !type.derived && !type.admits && type.column(field) !== null;
}

/** Whether it can be summed up and put in an order of size. */
export function isNumeric(field: Field, context: FieldContext): boolean {
  return ['integer', 'number'].includes(fieldType(field).factType(field, context).kind);
}

export const displayValue = (field: Field, value: Json, ctx: DisplayContext): string =>
  fieldType(field).display(value, field, ctx);
