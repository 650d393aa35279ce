import type { Connections } from '../door/connections.ts';

/** A command repeated later than this is a new one. */
const COMMANDS_DAYS = 30;
const OUTBOX_DAYS = 90;
const DRAFTS_DAYS = 30;
const MONTHS_AHEAD = 3;

/** Makes the coming months of the event history and removes what nobody needs. Any process may do it, at any time. */
export async function keepHouse(sql: Connections, now: Date): Promise<void> {
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead++) await makeMonth(sql, now, ahead);
  const before = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
  await sql.query('delete from engine.command where at < $1', [before(COMMANDS_DAYS)]);
  await sql.query(`delete from engine.outbox where status = 'done' and done_at < $1`, [before(OUTBOX_DAYS)]);
  await sql.query('delete from engine.draft where updated_at < $1', [before(DRAFTS_DAYS)]);
  await sql.query('delete from engine.session where expires_at < $1', [now]);
}

/** A month with events in the default partition already stays there: they would have to be moved under a lock. */
async function makeMonth(sql: Connections, now: Date, ahead: number): Promise<void> {
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
  const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1));
  const name = `event_${from.toISOString().slice(0, 7).replace('-', '_')}`;
  const [taken] = await sql.query(
    `select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'engine' and c.relname = $1
     union all (select 1 from engine.event_default where at >= $2 and at < $3 limit 1)`,
    [name, from, to],
  );
  if (taken) return;
  await sql.query(
    `create table if not exists engine.${name} partition of engine.event
     for values from ('${from.toISOString()}') to ('${to.toISOString()}')`,
  );
}
