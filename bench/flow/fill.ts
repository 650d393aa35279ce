import type pg from 'pg';

/** Tables that a case writes, and how its rows are found. */
const TABLES: Readonly<Record<string, string>> = {
  'bench.request': 'r.id = any ($1)',
  'engine.instance': 'r.record = any ($1)',
  'engine.task': 'r.record = any ($1)',
  'engine.event': 'r.instance in (select id from engine.instance where record = any ($1))',
  'engine.change': 'r.record = any ($1)',
  'engine.command': `r.result ->> 'record' = any ($1::text[])`,
};

const PEOPLE = new Set(['created_by', 'updated_by', 'started_by', 'assignee', 'by']);

/** What a case has beside it once it is over. */
export const CASE_TABLES = [...Object.keys(TABLES), 'engine.timer', 'engine.outbox', 'engine.rule_run'];

export async function clear(client: pg.Client): Promise<void> {
  await client.query(`truncate ${CASE_TABLES.join(', ')} cascade`);
}

/**
 * So many copies of these records' cases, with all that the engine has written for them, under ids of their own. A copy's
 * JSON tells of the one it was copied from.
 */
export async function multiply(
  client: pg.Client,
  records: readonly string[],
  times: number,
  tables: readonly string[] = Object.keys(TABLES),
): Promise<void> {
  await inBulk(client, tables, async () => {
    for (const table of tables) await copy(client, table, records, times);
  });
}

async function copy(client: pg.Client, table: string, records: readonly string[], times: number): Promise<void> {
  const columns = await columnsOf(client, table);
  const chosen = columns.map(({ name, type }) => {
    const column = `r."${name}"`;
    return type === 'uuid' && !PEOPLE.has(name) ? copyOf(column) : column;
  });
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  await client.query(
    `insert into ${table} (${names}) select ${chosen.join(', ')} from generate_series(1, ${times}) n, ${table} r where ${TABLES[table]}`,
    [records],
  );
}

/** Ids grow with time in the product, and lie in indexes in the order they came. */
export function copyOf(column: string): string {
  return `(lpad(to_hex(n), 8, '0') || substr(md5(${column}::text), 9))::uuid`;
}

/**
 * Rows by the hundred thousand: no foreign key is looked up for what is known to be there, and indexes are made when all
 * rows are there.
 */
export async function inBulk(client: pg.Client, tables: readonly string[], work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; text: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as text from pg_index i
     where i.indrelid::regclass::text = any ($1) and not i.indisprimary
       and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`,
    [tables.map((table) => table.replace(/^"|"$/g, ''))],
  );
  await client.query('begin');
  await client.query(`set local session_replication_role = replica; set local maintenance_work_mem = '256MB'`);
  for (const { name } of rows) await client.query(`drop index ${name}`);
  await work();
  for (const { text } of rows) await client.query(text);
  await client.query('commit');
  await client.query(`vacuum analyze ${tables.join(', ')}`);
}

async function columnsOf(client: pg.Client, table: string): Promise<{ name: string; type: string }[]> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type from pg_attribute a
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
     order by a.attnum`,
    [table],
  );
  return rows;
}
