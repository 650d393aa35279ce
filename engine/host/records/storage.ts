import type { FormDefinition, TableField } from '../../definition/index.ts';
import { fieldType } from '../../form/index.ts';
import type { Json, Values } from '../../wire.ts';
import type { Adaptation, Adapted } from '../apps/adapted.ts';
import { type Column, columnsOf, quoted, ROW_COLUMNS, SYSTEM_COLUMNS, subTables, tableName } from '../apps/names.ts';
import { type Looked, lookedUp } from './looked.ts';

/** The engine's own columns of a stored record. */
export interface RecordHead {
  id: string;
  revision: number;
  created_at: string;
  created_by: string | null;
  updated_at: string;
  updated_by: string | null;
  version: number;
  state: string | null;
  nodes: string[] | null;
  instance: string | null;
}

export interface StoredRecord {
  head: RecordHead;
  values: Values;
}

/** A column with the type that its values are written in; `stored`: what is kept of them, where that is another type. */
export type ShapeColumn = readonly [name: string, sqlType: string, stored?: (value: string) => string];

/** A table of the database as the write set needs it: its name, and its columns with their types. */
export interface TableShape {
  name: string;
  columns: readonly ShapeColumn[];
}

interface SubStorage {
  key: string;
  shape: TableShape;
  columns: readonly Column[];
  looked: readonly Looked[];
  /** As a select item of the parent's query. */
  json: string;
}

/**
 * How records of one form lie in the database. All SQL text is made here once, from the definition alone; values are
 * always bound.
 */
export class FormStorage {
  readonly shape: TableShape;
  readonly columns: readonly Column[];
  /** What is shown of referenced records: read with every row, never written. */
  readonly looked: readonly Looked[];
  readonly subs: readonly SubStorage[];
  readonly #selectAll: string;
  readonly #selectOwn: string;

  readonly #looks: string;

  readonly #read: (column: Column) => string;

  /** `adaptation`: of a version that is not the published one. */
  constructor(
    app: string,
    form: FormDefinition,
    forms: ReadonlyMap<string, FormDefinition> = new Map(),
    adaptation: Adaptation = () => undefined,
  ) {
    this.columns = columnsOf(form.fields);
    const adapted = (column: Column) => adaptation(form.key, undefined, column.field);
    this.#read = (column) => readItem(column, adapted(column)?.read);
    this.shape = {
      name: tableName(app, form.key),
      columns: [...SYSTEM_COLUMNS, ...this.columns.flatMap((column) => shapeColumn(column, adapted(column)))],
    };
    this.looked = lookedUp(app, form.fields, forms);
    this.#looks = this.looked.map(({ key, sql }) => `, ${sql('r')} as ${quoted(key)}`).join('');
    this.subs = subTables(form).map((table) => subStorage(app, form.key, table, forms, adaptation));
    const own = [...SYSTEM_COLUMNS.map(([name]) => `r.${quoted(name)}`), ...this.columns.map(this.#read)].join(', ');
    const rows = this.subs.map((sub) => `, ${sub.json} as ${quoted(sub.key)}`).join('');
    this.#selectOwn = `select ${own}${this.#looks} from ${this.shape.name} r`;
    this.#selectAll = `select ${own}${this.#looks}${rows} from ${this.shape.name} r`;
  }

  /** `select … from form r`; with the rows of sub-tables unless told otherwise. */
  select(rows: 'all' | 'none' = 'all'): string {
    return rows === 'all' ? this.#selectAll : this.#selectOwn;
  }

  /** A select of these fields only, for lists; a sub-table is given where it is named. */
  selectSome(fields: readonly string[]): string {
    const own = this.columns.filter(({ key }) => fields.includes(key)).map((column) => `, ${this.#read(column)}`);
    const rows = this.subs
      .filter(({ key }) => fields.includes(key))
      .map((sub) => `, ${sub.json} as ${quoted(sub.key)}`);
    const head = SYSTEM_COLUMNS.map(([name]) => `r.${quoted(name)}`).join(', ');
    return `select ${head}${own.join('')}${this.#looks}${rows.join('')} from ${this.shape.name} r`;
  }

  /** A row as pg gave it. */
  decode(row: Record<string, unknown>): StoredRecord {
    const values: Values = {};
    for (const { key, field } of this.columns) if (key in row) values[key] = fieldType(field).decode(row[key], field);
    for (const { key, shown } of this.looked) if (key in row) values[key] = fieldType(shown).decode(row[key], shown);
    for (const sub of this.subs) {
      if (!(sub.key in row)) continue;
      const rows = (row[sub.key] ?? []) as Record<string, unknown>[];
      values[sub.key] = rows.map((item) => decodeRow(sub, item));
    }
    return { head: decodeHead(row), values };
  }

  /** Of the form's own columns: ready for `json_to_recordset`. */
  encode(values: Values, only?: ReadonlySet<string>): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (const { key, field } of this.columns) {
      if (only === undefined || only.has(key)) row[key] = fieldType(field).encode(values[key] ?? null, field);
    }
    return row;
  }

  encodeRows(sub: SubStorage, parent: string, rows: readonly Values[]): Record<string, unknown>[] {
    return rows.map((values, position) => {
      const row: Record<string, unknown> = { id: values.id, parent, position };
      for (const { key, field } of sub.columns) row[key] = fieldType(field).encode(values[key] ?? null, field);
      return row;
    });
  }

  column(key: string): Column | undefined {
    return this.columns.find((column) => column.key === key);
  }
}

function readItem({ key }: Column, read: ((column: string) => string) | undefined): string {
  const column = `r.${quoted(key)}`;
  return read === undefined ? column : `${read(column)} as ${quoted(key)}`;
}

/** None where this version has no way to write what is kept now. */
function shapeColumn({ key, sqlType }: Column, adapted: Adapted | undefined): ShapeColumn[] {
  if (adapted === undefined) return [[key, sqlType]];
  return adapted.write === undefined ? [] : [[key, sqlType, adapted.write]];
}

function subStorage(
  app: string,
  form: string,
  { key: table, fields }: TableField,
  forms: ReadonlyMap<string, FormDefinition>,
  adaptation: Adaptation,
): SubStorage {
  const columns = columnsOf(fields);
  const adapted = (column: Column) => adaptation(form, table, column.field);
  const read = (column: Column): string =>
    adapted(column)?.read(`t.${quoted(column.key)}`) ?? `t.${quoted(column.key)}`;
  const looked = lookedUp(app, fields, forms);
  const name = tableName(app, form, table);
  const parts = [
    ...columns.map((column) => `'${column.key}', ${jsonItem(read(column), column.sqlType)}`),
    ...looked.map(({ key, sql, sqlType }) => `'${key}', ${jsonItem(sql('t'), sqlType)}`),
  ];
  // A function takes 100 arguments: wider rows are put together from several objects.
  const objects: string[] = [];
  for (let at = 0; at < parts.length; at += 45)
    objects.push(`jsonb_build_object(${parts.slice(at, at + 45).join(', ')})`);
  const object = [`jsonb_build_object('id', t.id)`, ...objects].join(' || ');
  return {
    key: table,
    columns,
    looked,
    shape: { name, columns: [...ROW_COLUMNS, ...columns.flatMap((column) => shapeColumn(column, adapted(column)))] },
    json: `(select coalesce(jsonb_agg(${object} order by t.position), '[]') from ${name} t where t.parent = r.id)`,
  };
}

/** Inside JSON as the driver would give it outside: exact numbers and times as text. */
export function jsonItem(sql: string, sqlType: string): string {
  const type = sqlType.toLowerCase();
  if (type.startsWith('numeric') || type === 'bigint') return `${sql}::text`;
  if (type === 'timestamptz') return `to_char(${sql} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return sql;
}

function decodeRow({ columns, looked }: SubStorage, item: Record<string, unknown>): Values {
  const row: Values = { id: item.id as Json };
  for (const { key, field } of columns) row[key] = fieldType(field).decode(item[key], field);
  for (const { key, shown } of looked) row[key] = fieldType(shown).decode(item[key], shown);
  return row;
}

function decodeHead(row: Record<string, unknown>): RecordHead {
  const text = (name: string): string | null => (row[name] as string | null | undefined) ?? null;
  return {
    id: row.id as string,
    revision: row.revision as number,
    created_at: row.created_at as string,
    created_by: text('created_by'),
    updated_at: row.updated_at as string,
    updated_by: text('updated_by'),
    version: row.version as number,
    state: text('state'),
    nodes: (row.nodes as string[] | null | undefined) ?? null,
    instance: text('instance'),
  };
}
