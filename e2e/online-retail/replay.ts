import type { Knex } from 'knex';
import { type Comparison, compareBoards } from './boards.ts';
import { Client, Refused } from './client.ts';
import { type ImportOutcome, importOrders } from './orders.ts';
import { apply, carry, type Goal, orderRecord, Staff } from './returns.ts';
import { type Cancellation, matchCancellations, readSales } from './sales.ts';
import type { Stage } from './server.ts';

export interface Replay {
  imported: ImportOutcome;
  lines: number;
  orders: number;
  cancelled: number;
  /** Returns by the state they were left in. */
  returns: Record<string, number>;
  /** Cancelled invoices that are no returns, by reason. */
  left: Record<string, string[]>;
  returnSeconds: number;
  boards: Comparison[];
}

/** Every eighth stays in each of the earlier states. */
const GOALS: readonly Goal[] = [
  'completed',
  'completed',
  'pending_review',
  'awaiting_shipment',
  'in_transit',
  'pending_inspection',
  'pending_finance',
  'completed',
];
/** What the CFO has to see goes all the way. */
const LARGE = 5000;
const AT_ONCE = 4;

function goalOf({ amount }: Cancellation, at: number): Goal {
  return amount.greaterThan(LARGE) ? 'completed' : (GOALS[at % GOALS.length] ?? 'completed');
}

/** Orders in, cancellations through the flow, boards held against the tables. */
export async function replay(stage: Stage, path: string, log: (line: string) => void): Promise<Replay> {
  const { url, host, logins } = stage.server;
  const password = logins[0]?.password ?? '';
  const admin = await Client.signIn(url, 'admin', password);
  const imported = await importOrders(admin, path);
  log(`Imported ${imported.view.accepted} lines in ${imported.seconds.toFixed(1)} s.`);
  const lines = await readSales(path);
  const { covered, left } = matchCancellations(lines, (no) => !imported.refused.has(no));
  log(`${covered.length} cancelled invoices are covered by one earlier order.`);
  for (const order of new Set(covered.map((one) => one.order))) {
    const record = await orderRecord(admin, order);
    stage.outside.oms.orders.set(order, record as never);
  }
  const cancelled = covered.length + [...left.values()].reduce((sum, nos) => sum + nos.length, 0);
  const staff = await Staff.signIn(url, password);
  const began = Date.now();
  const returns: Record<string, number> = {};
  await inTurns(covered, async (one, at) => {
    const state = await through(staff, one, goalOf(one, at), at, left);
    if (state !== undefined) returns[state] = (returns[state] ?? 0) + 1;
  });
  const returnSeconds = (Date.now() - began) / 1000;
  const supervisor = await Client.signIn(url, 'supervisor_1', password);
  const boards = await compareBoards(supervisor, host.database.knex);
  return {
    imported,
    lines: lines.length,
    orders: await countOf(host.database.knex, imported.view.id),
    cancelled,
    returns,
    left: Object.fromEntries(left),
    returnSeconds,
    boards,
  };
}

/** Two agents take turns, so that each reviews what the other has entered. */
async function through(
  staff: Staff,
  one: Cancellation,
  goal: Goal,
  at: number,
  left: Map<string, string[]>,
): Promise<string | undefined> {
  const made = await apply(staff.agents[at % 2 === 0 ? 0 : 1], one).catch((cause: unknown) => {
    if (!(cause instanceof Refused)) throw cause;
    left.set(cause.reason, [...(left.get(cause.reason) ?? []), one.no]);
  });
  if (made) await carry(staff, made, goal);
  return made?.state;
}

async function inTurns<T>(items: readonly T[], work: (item: T, at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) await work(item, at);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function countOf(knex: Knex, job: string): Promise<number> {
  const { rows } = await knex.raw<{ rows: { orders: string }[] }>(
    'select count(distinct record) as orders from engine.import_row where job = ?',
    [job],
  );
  return Number(rows[0]?.orders ?? 0);
}
