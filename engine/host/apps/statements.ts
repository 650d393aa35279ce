import { quoted, tableName } from './names.ts';
import type { IndexStep, Step } from './plan.ts';

type Of<K extends Step['kind']> = Extract<Step, { kind: K }>;

export function addSchema({ app }: Of<'add_schema'>): string {
  return `create schema if not exists ${quoted(app)}`;
}

export function addTable({ app, form, table }: Of<'add_table'>): string {
  const own = tableName(app, form, table);
  return table === undefined ? formTable(own) : rowTable(own, tableName(app, form));
}

/** Columns of one table, in one statement: the table is locked once. */
export function addColumns(columns: readonly Of<'add_column'>[]): string {
  const [first] = columns;
  if (first === undefined) return '';
  const added = columns.map(({ column, sqlType }) => `add column if not exists ${quoted(column)} ${sqlType}`);
  return `alter table ${tableName(first.app, first.form, first.table)} ${added.join(', ')}`;
}

/** `how`: while others write, `concurrently`; `named`, `over`: of a column that is still being filled. */
export function addIndex(
  { app, form, table, name, columns, unique, method }: IndexStep,
  how: 'at once' | 'concurrently',
  named = name,
  over: (column: string) => string = (column) => column,
): string {
  const list = columns.map((column) => quoted(over(column))).join(', ');
  const kind = `${unique ? 'unique ' : ''}index${how === 'concurrently' ? ' concurrently' : ''}`;
  return `create ${kind} if not exists ${quoted(named)} on ${tableName(app, form, table)} using ${method ?? 'btree'} (${list})`;
}

export function dropIndex(app: string, name: string, how: 'at once' | 'concurrently'): string {
  return `drop index${how === 'concurrently' ? ' concurrently' : ''} if exists ${quoted(app)}.${quoted(name)}`;
}

function formTable(table: string): string {
  return `create table if not exists ${table} (
    id uuid primary key, revision integer not null,
    created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
    version integer not null, state text, nodes text[], instance uuid)`;
}

function rowTable(table: string, parent: string): string {
  return `create table if not exists ${table} (
    id uuid primary key, parent uuid not null references ${parent} (id) on delete cascade, position integer not null)`;
}
