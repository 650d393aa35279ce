import type pg from 'pg';

/** A table as the backup keeps it. Names are quoted for SQL already. */
export interface TableEntry {
  schema: string;
  table: string;
  columns: string[];
  /** To make it anew: for the tables of apps, whose shape no migration knows. */
  create: string[];
  rows: number;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Kept only while the server runs, or for seconds. */
const LEFT_OUT = new Set(['engine.rate_limit', 'engine.connector_token']);

/** The tables of the engine and of the apps, those that others refer to first. */
export async function tablesOf(client: pg.Client): Promise<TableEntry[]> {
  const { rows } = await client.query<{ oid: string; schema: string; table: string; columns: string[] }>(`
    select c.oid, n.nspname as schema, c.relname as table,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition
      and (n.nspname = 'engine' or n.nspname in (select key from engine.app))
    order by n.nspname <> 'engine', n.nspname, c.relname`);
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `select conrelid as from, confrelid as to from pg_constraint where contype = 'f' and conrelid <> confrelid`,
  );
  const tables = rows.filter(({ schema, table }) => !LEFT_OUT.has(`${schema}.${table}`));
  const sorted = inOrder(tables, references);
  const entries: TableEntry[] = [];
  for (const { oid, schema, table, columns } of sorted) {
    const create = schema === 'engine' ? [] : await creationOf(client, oid, schema, table);
    entries.push({ schema, table, columns, create, rows: 0 });
  }
  return entries;
}

function inOrder<T extends { oid: string }>(
  tables: readonly T[],
  references: readonly { from: string; to: string }[],
): T[] {
  const done = new Set<string>();
  const sorted: T[] = [];
  const visit = (table: T, path: ReadonlySet<string>): void => {
    if (done.has(table.oid) || path.has(table.oid)) return;
    for (const { from, to } of references) {
      const target = from === table.oid ? tables.find(({ oid }) => oid === to) : undefined;
      if (target) visit(target, new Set([...path, table.oid]));
    }
    done.add(table.oid);
    sorted.push(table);
  };
  for (const table of tables) visit(table, new Set());
  return sorted;
}

async function creationOf(client: pg.Client, oid: string, schema: string, table: string): Promise<string[]> {
  const { rows: columns } = await client.query<{ line: string }>(
    `select quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
        || case when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
                when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end
        || case when a.attnotnull then ' not null' else '' end as line
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [oid],
  );
  const { rows: constraints } = await client.query<{ line: string }>(
    `select 'constraint ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid) as line
     from pg_constraint where conrelid = $1 and contype in ('p', 'u', 'c', 'f') order by contype <> 'p', conname`,
    [oid],
  );
  const { rows: indexes } = await client.query<{ line: string }>(
    `select pg_get_indexdef(i.indexrelid) as line from pg_index i
     where i.indrelid = $1 and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid) order by 1`,
    [oid],
  );
  const lines = [...columns, ...constraints].map(({ line }) => `  ${line}`).join(',\n');
  return [`create table ${quoted(schema)}.${quoted(table)} (\n${lines}\n)`, ...indexes.map(({ line }) => line)];
}

export function copyText(direction: 'to' | 'from', { schema, table, columns }: TableEntry): string {
  const list = columns.map(quoted).join(', ');
  const name = `${quoted(schema)}.${quoted(table)}`;
  // A partitioned table can only be read by a query.
  return direction === 'to' ? `copy (select ${list} from ${name}) to stdout` : `copy ${name} (${list}) from stdin`;
}

export { quoted };
