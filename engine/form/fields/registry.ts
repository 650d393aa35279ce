import type { Field } from '../../definition/types.generated.ts';
import type { DisplayContext, FieldType, Json } from '../types.ts';
import { columnType, columnTypes } from './columns.ts';
import { table } from './table/index.ts';

/** All field types by name: those of columns, and the table itself. A new type is its folder and a line in columns.ts. */
export const fieldTypes: ReadonlyMap<string, FieldType> = new Map([
  ...columnTypes,
  [table.type, table as unknown as FieldType],
]);

export function fieldType<F extends Field>(field: F): FieldType<F> {
  return (fieldTypes.get(field.type) ?? columnType(field)) as unknown as FieldType<F>;
}

export const displayValue = (field: Field, value: Json, ctx: DisplayContext): string =>
  fieldType(field).display(value, field, ctx);
