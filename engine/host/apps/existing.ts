import type { Knex } from 'knex';
import type pg from 'pg';
import { quoted, tableName } from './names.ts';
import type { Existing } from './plan.ts';

/** Anything that runs a statement: a connection of its own, or a pool. */
export interface Sql {
  query<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<{ rows: T[] }>;
}

/** The pool, a connection for each statement. */
export function sqlOn(knex: Knex): Sql {
  const pool = knex.client as {
    acquireConnection(): Promise<pg.Client>;
    releaseConnection(connection: pg.Client): Promise<void>;
  };
  return {
    query: async (text, values = []) => {
      const connection = await pool.acquireConnection();
      try {
        return await connection.query(text, values);
      } finally {
        await pool.releaseConnection(connection);
      }
    },
  };
}

/** The tables, columns and indexes that an app has now. */
export async function existing(sql: Sql, app: string): Promise<Existing> {
  const columns = await sql.query<{ table: string; column: string; type: string }>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname = $1 and c.relkind in ('r', 'p')`,
    [app],
  );
  const tables = new Map<string, Map<string, string>>();
  for (const { table, column, type } of columns.rows) {
    const found = tables.get(table) ?? new Map<string, string>();
    tables.set(table, found.set(column, type));
  }
  const indexes = await sql.query<{ name: string; table: string; unique: boolean; columns: string[]; valid: boolean }>(
    `select i.relname as name, t.relname as table, x.indisunique as unique, x.indisvalid as valid,
       array(select a.attname::text from unnest(x.indkey::int[]) with ordinality k (num, n)
             join pg_attribute a on a.attrelid = x.indrelid and a.attnum = k.num order by k.n) as columns
     from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
     join pg_namespace n on n.oid = t.relnamespace where n.nspname = $1`,
    [app],
  );
  const schema = await sql.query('select 1 from pg_namespace where nspname = $1', [app]);
  return {
    hasSchema: schema.rows.length > 0,
    tables,
    indexes: new Map(indexes.rows.map(({ name, ...index }) => [name, index])),
  };
}

export async function hasValues(
  sql: Sql,
  { app, form, table, column }: { app: string; form: string; table?: string; column: string },
): Promise<boolean> {
  const { rows } = await sql.query(
    `select 1 from ${tableName(app, form, table)} where ${quoted(column)} is not null limit 1`,
  );
  return rows.length > 0;
}
