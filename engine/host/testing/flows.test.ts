import { expect, it } from 'vitest';
import type { FlowState } from '../../flow/index.ts';
import { checkConserved } from '../../flow/testing/moves.ts';
import { verify } from '../history/verify.ts';
import { faultText } from '../history/words.ts';
import { startBank } from './bank.ts';
import { type Ask, secondEdge, type TestEdge, testEdge } from './edge.ts';
import { atEnd } from './endings.ts';
import { flowApp } from './flowApp.ts';
import { endAll } from './flowEnds.ts';
import { begin, type FlowWork, lostVotes, newWork, PEOPLE, type Worker, workOnce } from './flowWork.ts';
import { patiently } from './patiently.ts';
import { seeded } from './seeded.ts';

/** `npm run soak` takes more flows, works on them for longer, and kills the servers meanwhile. */
const FLOWS = 2;
const ROUNDS = 16;
const HOUR = 3_600_000;

/** Flows of the fixed one find again what was found; the fresh one, which also says what people do, finds what was not. */
const fixed = 20_261_122;
const fresh = Number(process.env.FLOW_SEED ?? Date.now() % 1_000_000_000);

interface Play {
  edges: readonly TestEdge[];
  asks: ReadonlyMap<string, readonly Ask[]>;
  work: FlowWork;
  random(): number;
}

async function setUp(): Promise<Play> {
  const bank = await startBank();
  atEnd(() => bank.stop());
  const app = flowApp(FLOWS, fixed, fresh);
  const env = { WANDER_BANK_URL: bank.url, WANDER_BANK_TOKEN: 'token', CONNECTOR_ALLOW: '127.0.0.1' };
  const files = app.files.map(({ path, text }) => ({ path, json: JSON.parse(text) as unknown }));
  const one = await testEdge(files, env);
  const two = await secondEdge(one, env);
  const asks = new Map<string, Ask[]>();
  for (const name of PEOPLE) asks.set(name, await Promise.all([one.as(name), two.as(name)]));
  return { edges: [one, two], asks, work: newWork(app), random: seeded(fresh) };
}

/** By turns at the one server and the other. What they wish is drawn beforehand; who is quicker the database says. */
function workers({ asks, random }: Play, turn: number): Worker[] {
  return PEOPLE.map((name, at) => {
    const ask = asks.get(name)?.[(turn + at) % 2];
    return {
      name,
      random: seeded(Math.floor(random() * 1_000_000)),
      ask: (path, body) =>
        patiently(async () => {
          const answer = await ask?.(body ? 'POST' : 'GET', path, body);
          return { status: answer?.statusCode ?? 500, text: answer?.body ?? '' };
        }),
    };
  });
}

/** All six at once; then time goes on, and what is due is done by whichever server comes first. */
async function wander(play: Play): Promise<void> {
  const { edges, work, random } = play;
  for (const worker of workers(play, 0)) await begin(work, worker);
  for (let turn = 1; turn <= ROUNDS; turn++) {
    await Promise.all(workers(play, turn).map((worker) => workOnce(work, worker)));
    if (turn % 4 > 0) continue;
    const clock = edges[0]?.clock;
    clock?.moveTo(new Date(clock.now().getTime() + HOUR * Math.floor(random() * 3)));
    await Promise.all(edges.map(({ host }) => host.settle()));
  }
}

it('random flows at two servers lose no vote and no token, are stored as they are told, and can all be ended', async () => {
  const play = await setUp();
  const { work, edges } = play;
  const [{ database }] = edges as [TestEdge];
  const faults: string[] = [];
  const whole = (): Promise<unknown> => verify(database.knex, {}, (fault) => faults.push(faultText(fault, 'en')));
  await wander(play);
  await whole();
  const states = await database.knex('engine.instance').select<{ data: FlowState }[]>('data');
  for (const { data } of states) checkConserved(data);
  faults.push(...(await lostVotes(database, work)), ...(await endAll(database, work.app.app)));
  await whole();
  expect([...work.faults, ...faults], `FLOW_SEED=${fresh} plays it again`).toEqual([]);
  expect(states.length).toBeGreaterThan(PEOPLE.length - 1);
  expect(work.taken.length).toBeGreaterThan(0);
}, 180_000);
