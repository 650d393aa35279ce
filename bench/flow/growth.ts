import type pg from 'pg';
import { type Measurement, median } from '../measure.ts';
import type { Ran } from './cases/doorSide.ts';
import type { Transaction } from './cases/recorder.ts';
import { clear } from './fill.ts';
import { planOf, readsOf } from './plans.ts';
import { serverCpu } from './serverCpu.ts';
import type { Side } from './side.ts';

const CASES = 250;
const ROUNDS = 6;
const WARM_UP = 2;
const IN_FLIGHT = 8;
/** The process of the few has led thousands of cases before, that of the many none: both have to be compiled as far. */
const COLD_CASES = 2_000;

/** A database with so many instances in it, and the host on it. */
export interface Grown {
  instances: number;
  side: Side;
  client: pg.Client;
}

interface Cost {
  /** Of one command, in microseconds of processor time. */
  door: number[];
  server: number[];
}

/** What a command costs where few instances are, and where many are: in turn, by processor time. */
export async function growthFigures(few: Grown, many: Grown, postmaster: number): Promise<Measurement[]> {
  const both = [few, many];
  const costs = both.map((): Cost => ({ door: [], server: [] }));
  for (const { side } of both) await side.ask<Ran>('run', { cases: COLD_CASES, most: IN_FLIGHT });
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    for (const [at, { side, client }] of both.entries()) {
      if (at === 0) await clear(client);
      // Both have as many statements to plan anew, before it counts.
      await side.ask<Ran>('run', { cases: at === 0 ? few.instances : 10, most: IN_FLIGHT });
      await client.query('checkpoint');
      const before = serverCpu(postmaster);
      const ran = await side.ask<Ran>('run', { cases: CASES, most: IN_FLIGHT });
      const server = serverCpu(postmaster) - before;
      if (round < WARM_UP) continue;
      costs[at]?.door.push(ran.cpu / ran.commands);
      costs[at]?.server.push(server / ran.commands);
    }
  }
  const name = ({ instances }: Grown): string => `at ${instances.toLocaleString('en')} instances`;
  const [low, high] = costs;
  return [
    ...both.flatMap((one, at): Measurement[] => [
      { name: `command, door ${name(one)}`, value: median(costs[at]?.door ?? []) / 1000, unit: 'CPU ms' },
      { name: `command, PostgreSQL ${name(one)}`, value: median(costs[at]?.server ?? []) / 1000, unit: 'CPU ms' },
    ]),
    { name: 'command, door / at 10', value: ratio(high?.door, low?.door), unit: '×', limit: { most: 1.3 } },
    { name: 'command, PostgreSQL / at 10', value: ratio(high?.server, low?.server), unit: '×', limit: { most: 1.3 } },
  ];
}

function ratio(one: readonly number[] = [], other: readonly number[] = []): number {
  return median(one) / median(other);
}

/** How the statements of a case reach their rows, as the server plans them among many; whole tables are counted. */
export async function planFigures({ client }: Grown, transactions: readonly Transaction[]): Promise<Measurement[]> {
  const texts = new Set(transactions.flat(2).map(({ text }) => text));
  const reads = new Set<string>();
  for (const text of texts) {
    if (/^(begin|commit|set )/.test(text)) continue;
    for (const read of readsOf(await planOf(client, text))) reads.add(read);
  }
  console.log(`\nThe commands of a case read by ${[...reads].sort().join(', ')}.`);
  const whole = [...reads].filter((read) => read.startsWith('all of'));
  return [{ name: 'tables that a command reads whole', value: whole.length, unit: 'tables', limit: { most: 0 } }];
}
