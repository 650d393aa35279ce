import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Measurement, median } from '../../measure.ts';
import { clear } from '../fill.ts';
import { serverCpu } from '../serverCpu.ts';
import { Side } from '../side.ts';
import type { Stage } from '../stage.ts';
import type { Ran } from './doorSide.ts';
import { findPgbench, type Pgbench, preparePgbench, scriptOf } from './pgbench.ts';
import type { Transaction } from './recorder.ts';

const IN_FLIGHT = 32;
/** As many as the product's pool has. */
const CONNECTIONS = 20;
const CASES = 800;
const ROUNDS = 5;
/** Until the two sides are compiled as far as they will be. */
const WARM_UP = 2;
const PGBENCH_SECONDS = 3;
/** Cases before each slice that do not count: emptied tables make every connection plan its statements anew. */
const FIRST_CASES = 150;

/** Of one slice. */
interface Slice {
  perSecond: number;
  /** Microseconds of processor time for a command, of the side and of PostgreSQL. */
  side: number;
  server: number;
}

type Name = 'door' | 'bare' | 'writes alone' | 'pgbench';

interface Way {
  name: Name;
  /** These of the cases, or as many. */
  run(from: number, to: number): Promise<Ran>;
}

export interface Recorded {
  measurements: Measurement[];
  /** What one case has sent. */
  transactions: readonly Transaction[];
}

/**
 * The door from start to end, beside the very statements that it has sent, sent by a bare loop on as many connections, one
 * after the other as the driver does; in turn, each on the same empty tables.
 */
export async function caseFigures(stage: Stage, door: Side): Promise<Recorded> {
  const file = join(stage.folder, 'recorded.json');
  await door.ask<Ran>('run', { cases: CASES * 2, most: IN_FLIGHT });
  await empty(stage);
  await door.ask<Ran>('run', { cases: FIRST_CASES + CASES, most: IN_FLIGHT, record: file });
  const cases = JSON.parse(await readFile(file, 'utf8')) as Transaction[][];
  const [one = [], other = []] = cases;
  const bareSide = new URL('bareSide.ts', import.meta.url);
  const bare = await Side.start(bareSide, { url: stage.url, connections: CONNECTIONS, recorded: file });
  try {
    const pgbench = await pgbenchFor(stage, one, other);
    const slices = await inTurn(stage, door, bare, pgbench);
    return { measurements: figures(slices, one), transactions: one };
  } finally {
    await bare.stop();
  }
}

async function pgbenchFor(stage: Stage, one: Transaction[], other: Transaction[]): Promise<Pgbench | undefined> {
  const program = findPgbench();
  if (program === undefined) {
    console.log('There is no pgbench here: the bare loop alone is measured against.');
    return undefined;
  }
  return preparePgbench(program, stage.folder, stage.connection, CONNECTIONS, scriptOf(one, other));
}

/** Every case is gone, so that the same statements with the same ids can be sent again. */
async function empty({ client }: Stage): Promise<void> {
  await clear(client);
  await client.query('checkpoint');
}

async function inTurn(stage: Stage, door: Side, bare: Side, pgbench?: Pgbench): Promise<Record<Name, Slice[]>> {
  const slices: Record<Name, Slice[]> = { door: [], bare: [], 'writes alone': [], pgbench: [] };
  const replay = (from: number, to: number, writes: boolean) =>
    bare.ask<Ran>('replay', { from, to, writes, most: IN_FLIGHT });
  const ways: Way[] = [
    { name: 'door', run: (from, to) => door.ask<Ran>('run', { cases: to - from, most: IN_FLIGHT }) },
    { name: 'bare', run: (from, to) => replay(from, to, false) },
    { name: 'writes alone', run: (from, to) => replay(from, to, true) },
  ];
  if (pgbench) ways.push({ name: 'pgbench', run: (from) => runPgbench(pgbench, from === 0) });
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    for (const { name, run } of ways) {
      await empty(stage);
      await run(0, FIRST_CASES);
      const before = serverCpu(stage.postmaster);
      const { commands, seconds, cpu } = await run(FIRST_CASES, FIRST_CASES + CASES);
      const server = serverCpu(stage.postmaster) - before;
      if (round < WARM_UP) continue;
      slices[name].push({ perSecond: commands / seconds, side: cpu / commands, server: server / commands });
    }
  }
  return slices;
}

/** pgbench begins with new connections each time: what it does while it prepares its statements does not count. */
async function runPgbench(pgbench: Pgbench, isFirst: boolean): Promise<Ran> {
  const commands = isFirst ? 0 : (await pgbench.run(PGBENCH_SECONDS)) * PGBENCH_SECONDS * 3;
  return { commands, seconds: PGBENCH_SECONDS, cpu: 0 };
}

function figures(slices: Record<Name, Slice[]>, one: readonly Transaction[]): Measurement[] {
  const of = (name: Name, what: keyof Slice): number => median(slices[name].map((slice) => slice[what]));
  const ratio = (one: Name, to: Name): number =>
    median(slices[one].map(({ perSecond }, round) => perSecond / (slices[to][round]?.perSecond ?? Number.NaN)));
  const names = (Object.keys(slices) as Name[]).filter((name) => slices[name].length > 0);
  const sent = one.map((transaction) => `${transaction.flat().length} statements in ${transaction.length} round trips`);
  console.log(`\nOf a case the start sends ${sent[0]}, each approval ${sent[1]}.`);
  return [
    ...names.map(
      (name): Measurement => ({ name: `${name}: ${IN_FLIGHT} in flight`, value: of(name, 'perSecond'), unit: 'cmd/s' }),
    ),
    { name: 'door: a command', value: of('door', 'side') / 1000, unit: 'CPU ms' },
    { name: 'bare: its statements', value: of('bare', 'side') / 1000, unit: 'CPU ms' },
    { name: 'door: a command, PostgreSQL', value: of('door', 'server') / 1000, unit: 'CPU ms' },
    { name: 'bare: its statements, PostgreSQL', value: of('bare', 'server') / 1000, unit: 'CPU ms' },
    { name: 'door / bare loop', value: ratio('door', 'bare'), unit: '×', limit: { least: 0.7 } },
    // How much of it a loop in Node gets that does nothing but send these statements stands beside it.
    ...(slices.pgbench.length > 0
      ? [
          { name: 'door / pgbench', value: ratio('door', 'pgbench'), unit: '×', limit: { least: 0.7 } },
          { name: 'bare loop / pgbench', value: ratio('bare', 'pgbench'), unit: '×' },
        ]
      : []),
    {
      // What a machine that is busy otherwise tells more truly than requests a second.
      name: 'door / bare loop, by processor with PostgreSQL',
      value: (of('bare', 'side') + of('bare', 'server')) / (of('door', 'side') + of('door', 'server')),
      unit: '×',
    },
    { name: 'door / its writes alone', value: ratio('door', 'writes alone'), unit: '×' },
  ];
}
