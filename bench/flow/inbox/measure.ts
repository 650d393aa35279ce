import type pg from 'pg';
import { type Measurement, median } from '../../measure.ts';
import type { Looked } from '../cases/doorSide.ts';
import { Timed } from '../plans.ts';
import type { Side } from '../side.ts';
import { idealCount, idealPage } from './fill.ts';

/** Each takes a twentieth of a millisecond: the median of a few is chance. */
const ROUNDS = 301;
const WARM_UP = 20;
const LOOKS = 100;

/** A database with its desks, and the host on it. */
export interface Desk {
  tasks: number;
  side: Side;
  client: pg.Client;
  user: { id: string; login: string };
}

interface Kinds {
  page: Timed;
  idealPage: Timed;
  counts: Timed;
  idealCount: Timed;
}

export async function inboxFigures(few: Desk, many: Desk): Promise<Measurement[]> {
  const desks = [few, many];
  const kinds: Kinds[] = [];
  const looked: Looked[] = [];
  for (const desk of desks) {
    const seen = await desk.side.ask<Looked>('look', { login: desk.user.login, times: 5 });
    looked.push(seen);
    kinds.push(await statementsOf(desk, seen));
  }
  const times = await inTurn(kinds);
  const handlers = await handlerCosts(desks);
  await tell(many, kinds[1], looked[1]);
  return figures(desks, times, handlers);
}

async function statementsOf({ client, user }: Desk, { asked }: Looked): Promise<Kinds> {
  const page = asked.list.find(({ text }) => text.includes('offset'));
  const [counts] = asked.counts;
  if (page === undefined || counts === undefined) throw new Error('The inbox has asked for no tasks.');
  return {
    page: await Timed.prepare(client, page),
    idealPage: await Timed.prepare(client, { text: idealPage(user.id), values: [] }),
    counts: await Timed.prepare(client, counts),
    idealCount: await Timed.prepare(client, { text: idealCount(user.id), values: [] }),
  };
}

type Times = Record<keyof Kinds, number[]>;

async function inTurn(kinds: readonly Kinds[]): Promise<Times[]> {
  const times = kinds.map((): Times => ({ page: [], idealPage: [], counts: [], idealCount: [] }));
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    for (const [at, statements] of kinds.entries()) {
      const all = Object.entries(statements) as [keyof Kinds, Timed][];
      // Whoever comes second finds the pages of the first in the processor's caches.
      for (const [name, statement] of round % 2 === 0 ? all : all.reverse()) {
        const ms = await statement.time();
        if (round >= WARM_UP) times[at]?.[name].push(ms);
      }
    }
  }
  return times;
}

/** The process of the first desk has led thousands of cases before, that of the second one: both have to be compiled. */
const COLD_ROUNDS = 12;
/** A look takes a tenth of a millisecond: one collection of garbage more or less doubles a short round. */
const WARM_ROUNDS = 15;

async function handlerCosts(desks: readonly Desk[]): Promise<{ list: number[]; counts: number[] }[]> {
  const costs = desks.map((): { list: number[]; counts: number[] } => ({ list: [], counts: [] }));
  for (let round = 0; round < WARM_ROUNDS + COLD_ROUNDS; round += 1) {
    for (const [at, { side, user }] of desks.entries()) {
      const { list, counts } = await side.ask<Looked>('look', { login: user.login, times: LOOKS });
      if (round < COLD_ROUNDS) continue;
      costs[at]?.list.push(list);
      costs[at]?.counts.push(counts);
    }
  }
  return costs;
}

async function tell({ tasks }: Desk, kinds: Kinds | undefined, looked: Looked | undefined): Promise<void> {
  console.log(
    `\nOf ${tasks} open tasks the user sees ${looked?.todo}; the page of ${looked?.rows} is read by this plan:`,
  );
  console.log(indented((await kinds?.page.plan()) ?? ''));
  console.log('and the badges by this one:');
  console.log(indented((await kinds?.counts.plan()) ?? ''));
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}

function figures(
  desks: readonly Desk[],
  [few, many]: readonly Times[],
  [fewCosts, manyCosts]: readonly { list: number[]; counts: number[] }[],
): Measurement[] {
  const times = (one?: readonly number[], other?: readonly number[]): number => median(one ?? []) / median(other ?? []);
  const at = (index: number): string => `at ${desks[index]?.tasks.toLocaleString('en') ?? ''}`;
  const ms = (name: string, list?: readonly number[], unit = 'ms'): Measurement => ({
    name,
    value: median(list ?? []),
    unit,
  });
  return [
    ms(`inbox page ${at(0)}`, few?.page),
    ms(`inbox page ${at(1)}`, many?.page),
    ms(`inbox page by hand ${at(1)}`, many?.idealPage),
    ms(`badges ${at(0)}`, few?.counts),
    ms(`badges ${at(1)}`, many?.counts),
    ms(`badges by hand ${at(1)}`, many?.idealCount),
    ms(
      `inbox handler, processor ${at(1)}`,
      manyCosts?.list.map((one) => one / 1000),
    ),
    ms(
      `badges handler, processor ${at(1)}`,
      manyCosts?.counts.map((one) => one / 1000),
    ),
    { name: 'inbox page / by hand', value: times(many?.page, many?.idealPage), unit: '×', limit: { most: 1.3 } },
    { name: 'inbox page / at 10,000', value: times(many?.page, few?.page), unit: '×', limit: { most: 2 } },
    { name: 'badges / at 10,000', value: times(many?.counts, few?.counts), unit: '×', limit: { most: 2 } },
    { name: 'badges / by hand', value: times(many?.counts, many?.idealCount), unit: '×' },
    { name: 'inbox handler / at 10,000', value: times(manyCosts?.list, fewCosts?.list), unit: '×', limit: { most: 2 } },
    {
      name: 'badges handler / at 10,000',
      value: times(manyCosts?.counts, fewCosts?.counts),
      unit: '×',
      limit: { most: 2 },
    },
  ];
}
