import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { verify } from '../history/verify.ts';
import { faultText } from '../history/words.ts';
import { flowApp } from './flowApp.ts';
import { endAll } from './flowEnds.ts';
import { type FlowWork, lostVotes, newWork, PEOPLE, type Worker, workOnce } from './flowWork.ts';
import { patiently } from './patiently.ts';
import { ended, login, type Person, post, quiet, type Running, type SoakOptions, startServer } from './soak.ts';

export interface FlowSoak extends Omit<SoakOptions, 'people' | 'appsDir'> {
  seed: number;
  flows: number;
  /** How long people work before the first kill, and between two. */
  workMs: number;
  kills: number;
}

export type FlowSoakResult = Pick<FlowWork, 'begun' | 'acts' | 'refused' | 'faults'>;

interface Work extends FlowWork {
  servers: Running[];
  people: Map<string, Person>;
  random(): number;
  isOver: boolean;
}

/**
 * Random flows, published as an app of their own; six people at two servers do whatever is offered to them while one server
 * after the other is killed with no warning and begins again. Then every history and every row is held against each other,
 * and every case is brought to its end by commands alone.
 */
export async function flowSoak(options: FlowSoak): Promise<FlowSoakResult> {
  const app = flowApp(options.flows, options.seed);
  const appsDir = await mkdtemp(join(tmpdir(), 'flows-'));
  for (const { path, text } of app.files) {
    await mkdir(dirname(join(appsDir, app.app, path)), { recursive: true });
    await writeFile(join(appsDir, app.app, path), text);
  }
  const people = new Map<string, Person>();
  const parts = { ...options, appsDir, people };
  const servers: Running[] = [];
  const work: Work = { ...newWork(app), servers, people, random: options.random, isOver: false };
  try {
    // One after the other: the first one publishes what it finds.
    for (let count = 0; count < 2; count++) servers.push(await startServer(parts));
    for (const name of PEOPLE) await login(servers[0] as Running, name, people);
    const busy = PEOPLE.map((name, at) => keepWorking(work, name, at));
    const clock = hurry(options, work);
    for (let kill = 0; kill < options.kills; kill++) {
      await pause(options.workMs);
      servers[kill % 2] = await again(servers[kill % 2] as Running, () => startServer(parts));
    }
    await pause(options.workMs);
    work.isOver = true;
    await Promise.all([...busy, clock]);
    await quiet(options.database);
  } finally {
    work.isOver = true;
    for (const { child } of servers) child.kill('SIGTERM');
    await Promise.all(servers.map(({ child }) => ended(child)));
    await rm(appsDir, { recursive: true, force: true });
  }
  await judge(options, work);
  const { begun, acts, refused, faults } = work;
  return { begun, acts, refused, faults };
}

async function again({ child }: Running, start: () => Promise<Running>): Promise<Running> {
  child.kill('SIGKILL');
  await ended(child);
  return start();
}

/** What the rows say when everybody has gone home; and then each case is brought to its end. */
async function judge({ database }: FlowSoak, work: Work): Promise<void> {
  const { app, faults } = work;
  const all = async (when: string): Promise<void> => {
    await verify(database.knex, { app: app.app }, (fault) => faults.push(`${when}: ${faultText(fault, 'en')}`));
  };
  await all('after the work');
  faults.push(...(await lostVotes(database, work)));
  faults.push(...(await endAll(database, app.app)));
  await all('at the end');
  const stuck = await database.knex('engine.outbox').where({ app: app.app }).whereIn('status', ['waiting', 'sending']);
  if (stuck.length > 0) faults.push(`${stuck.length} outbox rows are stuck`);
}

/** Days pass in a second: some of what is due later is due now. */
async function hurry({ database, random }: FlowSoak, work: Work): Promise<void> {
  while (!work.isOver) {
    await pause(300);
    await database.knex.raw(
      `update engine.timer set next_at = now() where id in (
         select id from engine.timer where app = ? and instance is not null and next_at > now() order by id limit ?)`,
      [work.app.app, Math.floor(random() * 3)],
    );
  }
}

async function keepWorking(work: Work, name: string, at: number): Promise<void> {
  for (let turn = at; !work.isOver; turn++) {
    try {
      if (!(await workOnce(work, { name, random: work.random, ask: asking(work, name, turn) }))) await pause(30);
    } catch (cause) {
      // The connection broke: that server was killed just now.
      if (!(cause instanceof TypeError)) throw cause;
      await pause(50);
    }
  }
}

/** By turns at one of the servers and the other. */
function asking({ servers, people }: Work, name: string, turn: number): Worker['ask'] {
  const server = servers[turn % 2] as Running;
  const person = people.get(name) as Person;
  return async (path, body) => {
    const answer = body
      ? await post(server, person, path, body)
      : await patiently(() => fetch(`${server.url}${path}`, { headers: { cookie: person.cookie } }));
    return { status: answer.status, text: await answer.text() };
  };
}
