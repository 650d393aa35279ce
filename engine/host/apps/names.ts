import type { Field, FormDefinition, TableField } from '../../definition/index.ts';
import { fieldType } from '../../form/index.ts';

/** Quoted for SQL. Keys come from checked definitions, and are quoted all the same. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function tableName(app: string, form: string, table?: string): string {
  return `${quoted(app)}.${quoted(table === undefined ? form : `${form}__${table}`)}`;
}

/** A column of a form's table or of one of its sub-tables. */
export interface Column {
  key: string;
  sqlType: string;
  field: Field;
}

/** The columns that fields have; a sub-table, a heading and the like have none. */
export function columnsOf(fields: readonly Field[]): Column[] {
  return fields.flatMap((field) => {
    const column = fieldType(field).column(field);
    return column === null ? [] : [{ key: field.key, sqlType: column.sqlType, field }];
  });
}

export function subTables(form: FormDefinition): TableField[] {
  return form.fields.filter((field): field is TableField => field.type === 'table');
}

/** The engine's own columns of every form's table. */
export const SYSTEM_COLUMNS = [
  ['id', 'uuid'],
  ['revision', 'integer'],
  ['created_at', 'timestamptz'],
  ['created_by', 'uuid'],
  ['updated_at', 'timestamptz'],
  ['updated_by', 'uuid'],
  ['version', 'integer'],
  ['state', 'text'],
  ['nodes', 'text[]'],
  ['instance', 'uuid'],
] as const satisfies readonly (readonly [string, string])[];

/** And of every sub-table. */
export const ROW_COLUMNS = [
  ['id', 'uuid'],
  ['parent', 'uuid'],
  ['position', 'integer'],
] as const satisfies readonly (readonly [string, string])[];
