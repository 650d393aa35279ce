import { createHash } from 'node:crypto';
import type { AppModel, Field, FormDefinition, TableField } from '../../definition/index.ts';
import { columnsOf, quoted, subTables, tableName } from './names.ts';

/** One typed step of bringing the database to what the definitions say. Nothing here takes anything away. */
export type Step =
  | { kind: 'add_schema'; app: string }
  | { kind: 'add_table'; app: string; form: string; table?: string }
  | { kind: 'add_column'; app: string; form: string; table?: string; column: string; sqlType: string }
  | {
      kind: 'add_index';
      app: string;
      form: string;
      table?: string;
      name: string;
      columns: string[];
      unique: boolean;
      method?: 'gin';
    }
  /** The column is there with another type: people have to decide, so the app is not installed. */
  | { kind: 'type_differs'; app: string; form: string; table?: string; column: string; sqlType: string; found: string };

/** What is there: "form" or "form__table" → column → type; and the names of indexes. */
export interface Existing {
  hasSchema: boolean;
  tables: ReadonlyMap<string, ReadonlyMap<string, string>>;
  indexes: ReadonlySet<string>;
}

/** What the app's tables lack. Pure: shown before it is done. */
export function planTables(model: AppModel, existing: Existing): Step[] {
  const app = model.app.key;
  const steps: Step[] = existing.hasSchema ? [] : [{ kind: 'add_schema', app }];
  for (const form of model.forms.values()) {
    steps.push(...planTable(app, form.key, undefined, form.fields, existing));
    for (const table of subTables(form)) steps.push(...planTable(app, form.key, table.key, table.fields, existing));
  }
  for (const form of model.forms.values()) {
    steps.push(...planIndexes(app, form, model).filter((step) => !existing.indexes.has(step.name)));
  }
  return steps;
}

function planTable(
  app: string,
  form: string,
  table: string | undefined,
  fields: readonly Field[],
  existing: Existing,
): Step[] {
  const place = { app, form, ...(table === undefined ? {} : { table }) };
  const found = existing.tables.get(table === undefined ? form : `${form}__${table}`);
  const steps: Step[] = found ? [] : [{ kind: 'add_table', ...place }];
  for (const { key, sqlType } of columnsOf(fields)) {
    const type = found?.get(key);
    if (type === undefined) steps.push({ kind: 'add_column', ...place, column: key, sqlType });
    else if (!sameType(type, sqlType)) {
      steps.push({ kind: 'type_differs', ...place, column: key, sqlType, found: type });
    }
  }
  return steps;
}

type IndexStep = Extract<Step, { kind: 'add_index' }>;

function planIndexes(app: string, form: FormDefinition, model: AppModel): IndexStep[] {
  const steps = new Map<string, IndexStep>();
  const add = (columns: string[], unique = false, table?: TableField, method?: 'gin'): void => {
    const name = indexName(form.key, table?.key, columns, unique);
    const place = { app, form: form.key, ...(table ? { table: table.key } : {}) };
    steps.set(name, { kind: 'add_index', ...place, name, columns, unique, ...(method ? { method } : {}) });
  };
  for (const columns of form.unique ?? []) add([...columns], true);
  for (const field of form.fields) {
    if (field.unique || field.type === 'serial') add([field.key], true);
    else if (isSearchedBy(field)) add([field.key]);
  }
  add(['created_at']);
  if ([...model.flows.values()].some((flow) => flow.form === form.key)) add(['state', 'created_at']);
  for (const table of subTables(form)) {
    add(['parent', 'position'], false, table);
    for (const field of table.fields) {
      // Unique in the whole app: within one record the form engine sees to it.
      if (field.unique) add([field.key], true, table);
      else if (isSearchedBy(field)) add([field.key], false, table);
    }
  }
  for (const columns of matched(model, form.key)) {
    if (columns.every((key) => form.fields.some((field) => field.key === key && field.type !== 'table'))) add(columns);
  }
  return [...steps.values()];
}

/** Names of the form's unique indexes and the fields that each keeps unique. */
export function uniqueKeys(form: FormDefinition): ReadonlyMap<string, string[]> {
  const keys = [...(form.unique ?? [])];
  for (const field of form.fields) if (field.unique || field.type === 'serial') keys.push([field.key]);
  return new Map(keys.map((columns) => [indexName(form.key, undefined, columns, true), columns]));
}

function isSearchedBy(field: Field): boolean {
  return field.index === true || field.type === 'reference' || field.type === 'user';
}

/** Fields by which lookups, rollups, related lists and actions of the app find records of this form. */
function matched(model: AppModel, form: string): string[][] {
  const found: string[][] = [];
  const add = (match: object | undefined): void => {
    if (match && Object.keys(match).length > 0) found.push(Object.keys(match));
  };
  for (const other of model.forms.values()) {
    for (const lookup of other.lookups ?? []) {
      const sources = [lookup.from, lookup.else];
      if (sources.some((source) => source && 'form' in source && source.form === form)) add(lookup.match);
    }
    for (const related of other.related ?? []) if (related.form === form) add(related.match);
    const fields = other.fields.flatMap((field) => (field.type === 'table' ? [field, ...field.fields] : [field]));
    for (const field of fields) {
      if (field.type !== 'rollup' || field.of.form !== form) continue;
      const own = Object.keys(field.match).filter((key) => isFieldOf(model.forms.get(form), key));
      if (own.length > 0) found.push(own);
    }
  }
  return found;
}

function isFieldOf(form: FormDefinition | undefined, key: string): boolean {
  return form?.fields.some((field) => field.key === key) ?? false;
}

/** Short enough for PostgreSQL's 63 bytes, whatever the keys. */
function indexName(form: string, table: string | undefined, columns: string[], unique: boolean): string {
  const what = [form, table ?? '', ...columns].join('/');
  return `${unique ? 'u' : 'i'}_${createHash('sha256').update(what).digest('hex').slice(0, 24)}`;
}

const SAME: Record<string, string> = {
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  bool: 'boolean',
  varchar: 'character varying',
  timestamptz: 'timestamp with time zone',
  time: 'time without time zone',
  'time[]': 'time without time zone[]',
};

function sameType(found: string, wanted: string): boolean {
  const plain = (type: string): string => {
    const lower = type.toLowerCase().replaceAll(', ', ',').trim();
    return SAME[lower] ?? lower;
  };
  return plain(found) === plain(wanted);
}

/** The statement of a step. */
export function sqlOf(step: Step): string {
  if (step.kind === 'add_schema') return `create schema if not exists ${quoted(step.app)}`;
  const table = tableName(step.app, step.form, step.table);
  switch (step.kind) {
    case 'add_table':
      return step.table === undefined ? formTable(table) : rowTable(table, tableName(step.app, step.form));
    case 'add_column':
      return `alter table ${table} add column if not exists ${quoted(step.column)} ${step.sqlType}`;
    case 'add_index': {
      const columns = step.columns.map(quoted).join(', ');
      const unique = step.unique ? 'unique ' : '';
      return `create ${unique}index if not exists ${quoted(step.name)} on ${table} using ${step.method ?? 'btree'} (${columns})`;
    }
    case 'type_differs':
      throw new Error(`The column ${step.column} of ${table} is ${step.found}, not ${step.sqlType}.`);
  }
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
