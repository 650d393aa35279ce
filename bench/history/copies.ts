import type pg from 'pg';
import { canonical } from '../../engine/definition/index.ts';
import { chained, eventText } from '../../engine/host/history/chain.ts';
import { eventOf, type StoredEvent } from '../../engine/host/history/types.ts';

/** What a case has, and how its rows are found by its instance. */
const TABLES: Readonly<Record<string, string>> = {
  'engine.instance': 'r.id = $1',
  'bench.request': 'r.instance = $1',
  'engine.task': 'r.instance = $1',
  'engine.timer': 'r.instance = $1',
  'engine.event': 'r.instance = $1',
};

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Rows that are sent at once. */
const AT_ONCE = 5_000;

type Row = Record<string, unknown>;

/** A case as text, in which every id that is its own can be made another. */
interface Case {
  text: string;
  rows: number;
}

/**
 * So many copies of cases, each with ids and hashes of its own: a history that verifies, which rows that are copied in the
 * database (bench/flow/fill.ts) do not. Answers how many events they have.
 */
export async function copyCases(client: pg.Client, instances: readonly string[], times: number): Promise<number> {
  const { rows: users } = await client.query<{ id: string }>('select id from engine.app_user');
  const people = new Set(users.map(({ id }) => id));
  const cases: Case[] = [];
  for (const instance of instances) cases.push(await readCase(client, instance));
  await client.query(`set session_replication_role = replica`);
  const waiting = new Map<string, Row[]>(Object.keys(TABLES).map((table) => [table, []]));
  let gathered = 0;
  let events = 0;
  for (let n = 1; n <= times; n++) {
    const { text, rows } = cases[n % cases.length] as Case;
    const mark = n.toString(16).padStart(8, '0');
    const copied = text.replaceAll(ID, (id) => (people.has(id) ? id : mark + id.slice(8)));
    const made = JSON.parse(copied) as Record<string, Row[]>;
    events += rehash(made);
    for (const [table, found] of Object.entries(made)) waiting.get(table)?.push(...found);
    gathered += rows;
    if (gathered < AT_ONCE && n < times) continue;
    for (const [table, found] of waiting) await send(client, table, found.splice(0));
    gathered = 0;
  }
  await client.query(`set session_replication_role = origin`);
  await client.query(`vacuum analyze ${Object.keys(TABLES).join(', ')}`);
  return events;
}

async function readCase(client: pg.Client, instance: string): Promise<Case> {
  const found: Record<string, Row[]> = {};
  for (const [table, where] of Object.entries(TABLES)) {
    const order = table === 'engine.event' ? 'order by r.seq' : '';
    const { rows } = await client.query<{ row: Row }>(
      `select to_jsonb(r) as row from ${table} r where ${where} ${order}`,
      [instance],
    );
    found[table] = rows.map(({ row }) => row);
  }
  return { text: JSON.stringify(found), rows: Object.values(found).flat().length };
}

/** The events are chained anew, up to the instance's own row. */
function rehash(made: Record<string, Row[]>): number {
  const [instance] = made['engine.instance'] ?? [];
  const events = made['engine.event'] ?? [];
  let head = '';
  for (const event of events) {
    const row = { ...event, at: new Date(String(event.at)).toISOString() } as StoredEvent;
    const text = eventText(eventOf(row), canonical(row.actor));
    head = chained(head, text, { instance: row.instance, key: undefined });
    event.hash = head;
  }
  if (instance) instance.head = head;
  return events.length;
}

async function send(client: pg.Client, table: string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const text = JSON.stringify(rows);
  await client.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [text]);
}
