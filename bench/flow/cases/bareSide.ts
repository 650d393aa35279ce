import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { answerAs, cpu, inFlight } from '../side.ts';
import type { Ran } from './doorSide.ts';
import type { Sent, Transaction } from './recorder.ts';

let pool: pg.Pool;
let cases: Transaction[][] = [];
const names = new Map<string, string>();

async function setup({ url, connections, recorded }: Record<'url' | 'recorded', string> & { connections: number }) {
  pool = new pg.Pool({ connectionString: url, max: connections, options: '-c TimeZone=UTC' });
  cases = JSON.parse(await readFile(recorded, 'utf8')) as Transaction[][];
  for (const { text } of cases.flat(3)) if (!names.has(text)) names.set(text, `s${names.size}`);
}

export interface Replay {
  /** Which of the recorded cases. */
  from: number;
  to: number;
  most: number;
  writes?: boolean;
}

/** Sends the same statements with the same parameters in the same order, as the driver's own query does. */
async function replay({ from, to, most, writes }: Replay): Promise<Ran> {
  const ran: Ran = { commands: 0, seconds: 0, cpu: 0 };
  const chosen = cases.slice(from, to);
  for (let step = 0; chosen.some((one) => step < one.length); step += 1) {
    const transactions = chosen.map((one) => (writes ? writesOf(one[step] ?? []) : (one[step] ?? []).flat()));
    const before = { at: performance.now(), cpu: cpu() };
    await inFlight(transactions, most, send);
    ran.seconds += (performance.now() - before.at) / 1000;
    ran.cpu += cpu() - before.cpu;
    ran.commands += transactions.length;
  }
  return ran;
}

function writesOf(transaction: Transaction): Sent[] {
  return transaction.flat().filter(({ text }) => text.includes('engine.command'));
}

async function send(statements: readonly Sent[]): Promise<void> {
  const client = await pool.connect();
  try {
    for (const { text, values } of statements) {
      const name = names.get(text) ?? '';
      await client.query({ name, text, values: values as (string | null)[] });
    }
  } finally {
    client.release();
  }
}

answerAs({ setup, replay, stop: () => pool.end() });
