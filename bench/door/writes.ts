import type pg from 'pg';

/** A value of a row as text, or nothing. */
type Text = string | null;
type Row = Record<string, Text>;

interface Table {
  name: string;
  columns: { name: string; type: string }[];
  key: string[];
}

/** Every row of every table, by its key, with values as text. */
export type Snapshot = Map<string, { table: Table; rows: Map<string, Row> }>;

/** What one request has written. */
export type Write =
  | { verb: 'insert'; table: Table; row: Row }
  | { verb: 'update'; table: Table; before: Row; changed: Row }
  | { verb: 'delete'; table: Table; before: Row };

/** Of the edge, or drawn beside the command: no part of what it writes. */
const LEFT_OUT = new Set(['engine.counter', 'engine.session', 'engine.rate_limit', 'engine.audit', 'engine.app_user']);

export async function snapshot(client: pg.Client, app: string): Promise<Snapshot> {
  const found: Snapshot = new Map();
  for (const table of await tablesOf(client, app)) {
    const columns = table.columns.map(({ name }) => `"${name}"::text`).join(', ');
    const { rows } = await client.query<Row>(`select ${columns} from ${table.name}`);
    found.set(table.name, { table, rows: new Map(rows.map((row) => [keyOf(table, row), row])) });
  }
  return found;
}

export function difference(before: Snapshot, after: Snapshot): Write[] {
  const writes: Write[] = [];
  for (const [name, { table, rows }] of after) {
    const old = before.get(name)?.rows ?? new Map<string, Row>();
    for (const [key, row] of rows) {
      const known = old.get(key);
      if (known === undefined) writes.push({ verb: 'insert', table, row });
      else if (!sameRow(known, row))
        writes.push({ verb: 'update', table, before: known, changed: changes(known, row) });
    }
    for (const [key, row] of old) if (!rows.has(key)) writes.push({ verb: 'delete', table, before: row });
  }
  return writes;
}

/** How many rows of which table, for two lists that have to be the same. */
export function counted(writes: readonly Write[]): string[] {
  const counts = new Map<string, number>();
  for (const { verb, table } of writes) {
    const name = `${verb} ${table.name}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${name} ${count}`).sort();
}

async function tablesOf(client: pg.Client, app: string): Promise<Table[]> {
  const { rows } = await client.query<{
    name: string;
    columns: { name: string; type: string }[];
    key: string[] | null;
  }>(
    `select format('%I.%I', n.nspname, c.relname) as name,
       (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and a.attidentity <> 'a' and a.attgenerated = '') as columns,
       (select array_agg(a.attname::text) from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
        where i.indrelid = c.oid and i.indisprimary) as key
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('engine', $1) and c.relkind in ('r', 'p') and not c.relispartition`,
    [app],
  );
  return rows
    .filter(({ name }) => !LEFT_OUT.has(name))
    .map(({ name, columns, key }) => ({ name, columns, key: key ?? columns.map((column) => column.name) }));
}

function keyOf(table: Table, row: Row): string {
  return JSON.stringify(table.key.map((name) => row[name] ?? null));
}

function sameRow(a: Row, b: Row): boolean {
  return Object.keys(b).every((name) => a[name] === b[name]);
}

function changes(before: Row, after: Row): Row {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value));
}
