import { quoted } from '../apps/names.ts';
import type { ShapeColumn, TableShape } from '../records/storage.ts';

/** As PostgreSQL reads them. */
export type Parameters = (string | null)[];

/** One table and verb of a statement that writes. */
export interface Part {
  how: 'insert one' | 'insert' | 'append' | 'upsert' | 'patch one' | 'patch' | 'remove one' | 'remove';
  shape: TableShape;
  key: string;
  /** Of a patch: what it changes, in order; of what is appended: what its rows have in common. */
  columns?: readonly string[];
}

/** Commands are of few kinds; a form with endless kinds of patches must not fill the memory. */
const MOST_TEXTS = 2_000;
const texts = new Map<string, string>();

const numbers = new WeakMap<TableShape, number>();
let lastNumber = 0;

/** The text for these parts: the same object each time, so that who looks it up does not read it. */
export function textOf(parts: readonly Part[]): string {
  let name = '';
  for (const { how, shape, key, columns } of parts)
    name += `${how} ${numberOf(shape)} ${key} ${columns?.join() ?? ''};`;
  let text = texts.get(name);
  if (text === undefined) {
    if (texts.size >= MOST_TEXTS) texts.clear();
    text = written(parts);
    texts.set(name, text);
  }
  return text;
}

function numberOf(shape: TableShape): number {
  let number = numbers.get(shape);
  if (number === undefined) {
    number = ++lastNumber;
    numbers.set(shape, number);
  }
  return number;
}

/** The last part is the statement, those before it are its CTEs: all are carried out. */
function written(parts: readonly Part[]): string {
  let places = 0;
  const next = (): string => `$${++places}`;
  const all = parts.map((part) => writers[part.how](part, next));
  const last = all.pop() ?? '';
  if (all.length === 0) return last;
  return `with ${all.map((part, position) => `w${position} as (${part})`).join(',\n')}\n${last}`;
}

const writers: Record<Part['how'], (part: Part, next: () => string) => string> = {
  'insert one': ({ shape }, next) => {
    const values = shape.columns.map((column) => kept(column, `${next()}::${column[1]}`));
    return `insert into ${shape.name} (${names(shape)}) values (${values.join(', ')})`;
  },
  insert: ({ shape }, next) => insertRows(shape, next()),
  append: ({ shape, columns = [] }, next) => {
    const shared = chosen(shape, columns).map(
      (column) => [column[0], kept(column, `${next()}::${column[1]}`)] as const,
    );
    return insertRows(shape, next(), new Map(shared));
  },
  upsert: ({ shape, key }, next) => {
    const set = shape.columns
      .filter(([name]) => name !== key)
      .map(([name]) => `${quoted(name)} = excluded.${quoted(name)}`);
    return `${insertRows(shape, next())} on conflict (${quoted(key)}) do update set ${set.join(', ')}`;
  },
  'patch one': ({ shape, key, columns = [] }, next) => {
    const set = chosen(shape, columns).map(
      (column) => `${quoted(column[0])} = ${kept(column, `${next()}::${column[1]}`)}`,
    );
    return `update ${shape.name} set ${set.join(', ')} where ${quoted(key)} = ${next()}::${keyType(shape, key)}`;
  },
  // The list of keys beside the rows lets the planner see that they are few: it takes JSON for a hundred rows, and would
  // read the whole table to join them.
  patch: ({ shape, key, columns = [] }, next) => {
    const set = chosen(shape, columns)
      .map((column) => `${quoted(column[0])} = ${kept(column, `x.${quoted(column[0])}`)}`)
      .join(', ');
    const rows = `json_to_recordset(${next()}::json) as x (${typed(chosen(shape, [key, ...columns]))})`;
    const among = `t.${quoted(key)} = any (${next()}::${keyType(shape, key)}[])`;
    return `update ${shape.name} t set ${set} from ${rows} where t.${quoted(key)} = x.${quoted(key)} and ${among}`;
  },
  'remove one': ({ shape, key }, next) =>
    `delete from ${shape.name} where ${quoted(key)} = ${next()}::${keyType(shape, key)}`,
  remove: ({ shape, key }, next) =>
    `delete from ${shape.name} where ${quoted(key)} = any (${next()}::${keyType(shape, key)}[])`,
};

/** `shared`: what stands in a column of every row, so that the rows themselves do not say it. */
function insertRows(shape: TableShape, rows: string, shared: ReadonlyMap<string, string> = new Map()): string {
  const values = shape.columns.map((column) => shared.get(column[0]) ?? kept(column, `x.${quoted(column[0])}`));
  const own = shape.columns.filter(([name]) => !shared.has(name));
  return `insert into ${shape.name} (${names(shape)}) select ${values.join(', ')} from json_to_recordset(${rows}::json) as x (${typed(own)})`;
}

/** What is written of a value: itself, or what an older version's value is kept as. */
function kept([, , stored]: ShapeColumn, value: string): string {
  return stored === undefined ? value : stored(value);
}

function names(shape: TableShape): string {
  return shape.columns.map(([name]) => quoted(name)).join(', ');
}

function typed(columns: TableShape['columns']): string {
  return columns.map(([name, type]) => `${quoted(name)} ${type}`).join(', ');
}

/** These columns, in the table's order. */
export function chosen(shape: TableShape, columns: readonly string[]): TableShape['columns'] {
  return shape.columns.filter(([name]) => columns.includes(name));
}

function keyType(shape: TableShape, key: string): string {
  return shape.columns.find(([name]) => name === key)?.[1] ?? 'uuid';
}

/** A value for a column of this type, the same as PostgreSQL would read it out of JSON. */
export function parameter(value: unknown, type: string): string | null {
  if (value === null || value === undefined) return null;
  if (type === 'jsonb' || type === 'json') return JSON.stringify(value);
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? listText(value) : JSON.stringify(value);
}

/** A list of one dimension as PostgreSQL writes arrays. */
export function listText(list: readonly unknown[]): string {
  const items = list.map((item) => {
    if (item === null || item === undefined) return 'null';
    return `"${String(item).replaceAll(/["\\]/g, (sign) => `\\${sign}`)}"`;
  });
  return `{${items.join(',')}}`;
}
