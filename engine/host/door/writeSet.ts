import { sortedKeys } from '../../definition/index.ts';
import type { TableShape } from '../records/storage.ts';
import { chosen, listText, type Parameters, type Part, parameter, textOf } from './writeText.ts';

type Row = Record<string, unknown>;

interface Appended {
  /** The columns in which all of its rows are the same. */
  shared: Row;
  /** The rest of each row as a JSON object. */
  rows: readonly string[];
}

interface TableWrites {
  shape: TableShape;
  key: string;
  inserts: Map<string, Row>;
  appends: Appended[];
  /** Rows that are there: only the columns to change. */
  patches: Map<string, Row>;
  /** Inserted, or where the row is there already, replaced. */
  upserts: Map<string, Row>;
  removes: Set<string>;
}

export interface Statement {
  text: string;
  values: Parameters;
}

/**
 * What a command writes, gathered and sent as ONE statement: a part for each table and verb. One statement was twice the
 * requests a second of BEGIN … COMMIT (1,084 against 542 at 16 connections). A single row has a parameter for each column,
 * which costs the database a quarter less than reading it out of JSON; several rows are one JSON parameter, so that the
 * text depends only on which tables are written and is prepared once.
 *
 * No row may be touched twice in one statement, so changes to the same row are put together here first, in the objects that
 * were given.
 */
export class WriteSet {
  /** By shape, not by name: a shape that knows fewer columns of a table must not lend them to whole rows. */
  readonly #tables = new Map<TableShape, TableWrites>();
  #unnamed = 0;

  get isEmpty(): boolean {
    return [...this.#tables.values()].every(
      (table) =>
        table.inserts.size + table.appends.length + table.patches.size + table.upserts.size + table.removes.size === 0,
    );
  }

  insert(shape: TableShape, row: Row, key = 'id'): void {
    const table = this.#of(shape, key);
    // Rows without such a key (history) are only ever added.
    const id = String(row[key] ?? `+${this.#unnamed++}`);
    const patch = table.patches.get(id);
    table.inserts.set(id, patch ? { ...row, ...patch } : row);
    if (patch) table.patches.delete(id);
  }

  /** Rows that are only ever added, in their order. */
  append(shape: TableShape, appended: Appended): void {
    if (appended.rows.length > 0) this.#of(shape, '').appends.push(appended);
  }

  upsert(shape: TableShape, row: Row, key = 'id'): void {
    this.#of(shape, key).upserts.set(String(row[key]), row);
  }

  /** Changes columns of a row that is there, or of one that this very set inserts. */
  patch(shape: TableShape, id: string, changes: Row, key = 'id'): void {
    const table = this.#of(shape, key);
    const there = table.inserts.get(id) ?? table.patches.get(id);
    if (there) Object.assign(there, changes);
    else table.patches.set(id, changes);
  }

  remove(shape: TableShape, id: string, key = 'id'): void {
    const table = this.#of(shape, key);
    table.patches.delete(id);
    table.upserts.delete(id);
    if (!table.inserts.delete(id)) table.removes.add(id);
  }

  /** Everything as one statement; undefined where there is nothing to write. */
  statement(): Statement | undefined {
    const parts: Part[] = [];
    const values: Parameters = [];
    for (const table of this.#tables.values()) {
      inserted(table, parts, values);
      patched(table, parts, values);
      removed(table, parts, values);
    }
    return parts.length === 0 ? undefined : { text: textOf(parts), values };
  }

  clear(): void {
    this.#tables.clear();
  }

  #of(shape: TableShape, key: string): TableWrites {
    let table = this.#tables.get(shape);
    if (table === undefined) {
      table = {
        shape,
        key,
        inserts: new Map(),
        appends: [],
        patches: new Map(),
        upserts: new Map(),
        removes: new Set(),
      };
      this.#tables.set(shape, table);
    }
    return table;
  }
}

function inserted({ shape, key, inserts, appends, upserts }: TableWrites, parts: Part[], values: Parameters): void {
  if (inserts.size === 1) {
    parts.push({ how: 'insert one', shape, key });
    for (const row of inserts.values())
      for (const [name, type] of shape.columns) values.push(parameter(row[name], type));
  } else if (inserts.size > 0) {
    parts.push({ how: 'insert', shape, key });
    values.push(JSON.stringify([...inserts.values()]));
  }
  for (const { shared, rows } of appends) {
    const columns = Object.keys(shared);
    parts.push({ how: 'append', shape, key, columns });
    for (const [name, type] of chosen(shape, columns)) values.push(parameter(shared[name], type));
    values.push(`[${rows.join()}]`);
  }
  if (upserts.size === 0) return;
  parts.push({ how: 'upsert', shape, key });
  values.push(JSON.stringify([...upserts.values()]));
}

/** Patches by which columns they change. */
function patched({ shape, key, patches }: TableWrites, parts: Part[], values: Parameters): void {
  if (patches.size === 0) return;
  const groups = new Map<string, { columns: string[]; rows: [id: string, changes: Row][] }>();
  for (const [id, changes] of patches) {
    const columns = sortedKeys(changes);
    if (columns.length === 0) continue;
    const name = columns.join(',');
    const group = groups.get(name);
    if (group) group.rows.push([id, changes]);
    else groups.set(name, { columns, rows: [[id, changes]] });
  }
  for (const { columns, rows } of groups.values()) {
    const [first] = rows;
    if (first && rows.length === 1) {
      parts.push({ how: 'patch one', shape, key, columns });
      for (const [name, type] of chosen(shape, columns)) values.push(parameter(first[1][name], type));
      values.push(first[0]);
    } else {
      parts.push({ how: 'patch', shape, key, columns });
      values.push(JSON.stringify(rows.map(([id, changes]) => ({ ...changes, [key]: id }))));
      values.push(listText(rows.map(([id]) => id)));
    }
  }
}

function removed({ shape, key, removes }: TableWrites, parts: Part[], values: Parameters): void {
  const [only] = removes;
  if (only === undefined) return;
  parts.push({ how: removes.size === 1 ? 'remove one' : 'remove', shape, key });
  values.push(removes.size === 1 ? only : listText([...removes]));
}
