/** Whoever sends statements: a connection of its own, or the command's transaction. */
interface Sql {
  query<T extends object>(text: string, values?: unknown[]): Promise<T[]>;
}

/** How many were handed in by people without an account; counted no further than `most`. `table` is quoted. */
export async function handedIn(sql: Sql, table: string, most: number): Promise<number> {
  const [row] = await sql.query<{ count: string }>(
    `select count(*) as count from (select 1 from ${table} where created_by is null limit $1) x`,
    [most],
  );
  return Number(row?.count ?? 0);
}
