import { createHash } from 'node:crypto';
import type { AppModel, Field, FormDefinition, TableField } from '../../definition/index.ts';
import { conversion } from './conversion.ts';
import type { FormerFields } from './former.ts';
import { type Column, columnsOf, subTables } from './names.ts';
import type { Loss } from './ways.ts';

interface Place {
  app: string;
  form: string;
  /** Of a sub-table. */
  table?: string;
}

/** One typed step of bringing the database to what the definitions say. Nothing here takes a value away. */
export type Step =
  | { kind: 'add_schema'; app: string }
  | (Place & { kind: 'add_table' })
  | (Place & { kind: 'add_column'; column: string; sqlType: string })
  | IndexStep
  /** Fields need not be unique any more. */
  | (Place & { kind: 'drop_index'; name: string; columns: readonly string[] })
  | ChangeType
  /** Left by a publish that was given up for another one. */
  | (Place & { kind: 'clean_up'; column: string })
  /** The column is there with a type that has no safe way to the new one: people have to decide. */
  | TypeDiffers;

export type TypeDiffers = Place & {
  kind: 'type_differs';
  column: string;
  sqlType: string;
  found: string;
  /** What would be done if there were no value. */
  empty: ChangeType;
};

/** A new column is filled from the old one, and takes its name when the version becomes current. */
export type ChangeType = Place & {
  kind: 'change_type';
  column: string;
  from: string;
  to: string;
  /** Over `$1`, a value of the old column. */
  sql: string;
  loses?: Loss;
  /** No value has a way, and there is none: that is looked at again before the switch. */
  mustBeEmpty?: true;
  field: Field;
  indexes: IndexStep[];
};

export type IndexStep = Place & {
  kind: 'add_index';
  name: string;
  columns: string[];
  unique: boolean;
  method?: 'gin';
};

/** What is there: "form" or "form__table" → column → type; and indexes by name. */
export interface Existing {
  hasSchema: boolean;
  tables: ReadonlyMap<string, ReadonlyMap<string, string>>;
  indexes: ReadonlyMap<string, { table: string; unique: boolean; columns: readonly string[]; valid: boolean }>;
}

/** What the app's tables lack. Pure: shown before it is done. */
export function planTables(model: AppModel, existing: Existing, former: FormerFields = new Map()): Step[] {
  const app = model.app.key;
  const known: Known = { model, existing, former };
  const indexes = [...model.forms.values()].flatMap((form) => planIndexes(app, form, model));
  const steps: Step[] = existing.hasSchema ? [] : [{ kind: 'add_schema', app }];
  for (const form of model.forms.values()) {
    steps.push(...planTable({ app, form: form.key }, form.fields, known, indexes));
    for (const table of subTables(form)) {
      steps.push(...planTable({ app, form: form.key, table: table.key }, table.fields, known, indexes));
    }
  }
  const missing = indexes.filter(({ name }) => existing.indexes.get(name)?.valid !== true);
  return [...steps, ...noLongerUnique(model, existing, indexes), ...missing];
}

const tableOf = ({ form, table }: Place): string => (table === undefined ? form : `${form}__${table}`);

interface Known {
  model: AppModel;
  existing: Existing;
  former: FormerFields;
}

function planTable(place: Place, fields: readonly Field[], known: Known, indexes: readonly IndexStep[]): Step[] {
  const name = tableOf(place);
  const found = known.existing.tables.get(name);
  if (found === undefined) {
    const columns = columnsOf(fields).map(({ key, sqlType }) => addColumn(place, key, sqlType));
    return [{ kind: 'add_table', ...place }, ...columns];
  }
  const steps: Step[] = [];
  const made = new Set<string>();
  for (const { key, sqlType, field } of columnsOf(fields)) {
    const type = found.get(key);
    if (type === undefined) {
      steps.push(addColumn(place, key, sqlType));
      continue;
    }
    const own = indexes.filter((index) => tableOf(index) === name && index.columns.includes(key));
    const step = otherType(place, { key, sqlType, field }, type, known, own);
    if (step === undefined) continue;
    steps.push(step);
    made.add(newColumn(step.kind === 'type_differs' ? step.empty : step));
  }
  const left = [...found.keys()].filter((column) => column.startsWith(NEW) && !made.has(column));
  return [...left.map((column): Step => ({ kind: 'clean_up', ...place, column })), ...steps];
}

function otherType(
  place: Place,
  { key: column, sqlType, field }: Column,
  found: string,
  { model, former }: Known,
  indexes: IndexStep[],
): ChangeType | TypeDiffers | undefined {
  const was = former.get(tableOf(place))?.get(column)?.field;
  const change = { app: place.app, timeZone: model.app.timeZone, was, field, forms: model.forms };
  const way = conversion(found, sqlType, change);
  if (way.kind === 'kept') return undefined;
  const step = { kind: 'change_type' as const, ...place, column, from: found, field, indexes };
  if (way.kind === 'converted') {
    return { ...step, to: way.to, sql: way.sql, ...(way.loses && { loses: way.loses }) };
  }
  const empty: ChangeType = { ...step, to: sqlType, sql: `null::${sqlType}`, mustBeEmpty: true };
  return { kind: 'type_differs', ...place, column, sqlType, found, empty };
}

function addColumn(place: Place, column: string, sqlType: string): Step {
  return { kind: 'add_column', ...place, column, sqlType };
}

/** Begins the name of a column that is being filled: no field's key begins so. */
const NEW = '~n_';

/** By what it is made with: one that was begun otherwise is no beginning. */
export function newColumn({ form, table, app, column, to, sql }: ChangeType): string {
  return NEW + hashed([tableOf({ app, form, ...(table !== undefined && { table }) }), column, to, sql].join('/'));
}

function noLongerUnique(model: AppModel, existing: Existing, wanted: readonly IndexStep[]): Step[] {
  const names = new Set(wanted.map(({ name }) => name));
  const places = new Map<string, Place>();
  for (const form of model.forms.values()) {
    places.set(form.key, { app: model.app.key, form: form.key });
    for (const { key } of subTables(form)) {
      places.set(`${form.key}__${key}`, { app: model.app.key, form: form.key, table: key });
    }
  }
  return [...existing.indexes].flatMap(([name, { table, columns, unique }]): Step[] => {
    const place = places.get(table);
    if (place === undefined || !unique || !name.startsWith('u_') || names.has(name)) return [];
    return [{ kind: 'drop_index', ...place, name, columns }];
  });
}

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
  return `${unique ? 'u' : 'i'}_${hashed([form, table ?? '', ...columns].join('/'))}`;
}

function hashed(what: string): string {
  return createHash('sha256').update(what).digest('hex').slice(0, 24);
}
