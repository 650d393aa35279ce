import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { type AppModel, loadApp } from '../../../engine/definition/index.ts';
import type { UserActor } from '../../../engine/host/access/actor.ts';
import { loadData } from '../../../engine/host/apps/data.ts';
import { installApp } from '../../../engine/host/apps/install.ts';
import { composeHost, type RunningHost } from '../../../engine/host/compose.ts';
import { openDatabase } from '../../../engine/host/database/database.ts';
import { migrate } from '../../../engine/host/database/migrate.ts';
import { createMessageSender } from '../../../engine/host/messages/index.ts';
import { StoryConnectors } from '../../../engine/host/scenario/answers.ts';
import { personActor } from '../../../engine/host/scenario/story.ts';
import { answerAs, cpu, inFlight } from '../side.ts';
import { APP, approvals, entered, FORM, files } from './definition.ts';
import { Recorder, type Sent } from './recorder.ts';

export interface Ran {
  commands: number;
  seconds: number;
  /** Microseconds of this process. */
  cpu: number;
  /** Microseconds of PostgreSQL. */
  server?: number;
}

interface Case {
  record: string;
  task: string;
  /** Of its commands, in order. */
  commands: string[];
}

let host: RunningHost;
const actors = new Map<string, UserActor>();

async function setup({ url }: { url: string }): Promise<void> {
  const database = await openDatabase({ url, dataDir: '', log: () => undefined });
  await migrate(database.knex);
  const { app: model, problems } = loadApp(files);
  if (model === undefined || problems.length > 0) throw new Error(JSON.stringify(problems));
  await installApp(database.knex, model);
  host = await composeHost({
    database,
    env: {},
    connectors: () => new StoryConnectors(),
    messages: (shelf) => createMessageSender({ app: (key) => shelf.get(key), publicUrl: 'http://localhost' }),
    log: (line) => console.error(line),
  });
  await people(model);
  await host.start();
}

async function people(model: AppModel): Promise<void> {
  await loadData({ knex: host.database.knex, door: host.door, model, now: new Date(), demo: true });
  host.people.forget();
  for (const login of ['eve', 'mia', 'fay']) actors.set(login, await personActor(host, APP, login));
}

function actorOf(login: string): UserActor {
  const actor = actors.get(login);
  if (actor === undefined) throw new Error(`There is no ${login}.`);
  return actor;
}

/** Cases from their start to their end, so many commands at once. Looking for the tasks that came of it does not count. */
async function run({ cases, most, record }: { cases: number; most: number; record?: string }): Promise<Ran> {
  const recorder = record === undefined ? undefined : new Recorder();
  recorder?.start();
  const all = Array.from({ length: cases }, (): Case => ({ record: '', task: '', commands: [] }));
  const ran: Ran = { commands: 0, seconds: 0, cpu: 0 };
  const phase = async (work: (one: Case, command: string) => Promise<void>): Promise<void> => {
    const before = { at: performance.now(), cpu: cpu() };
    await inFlight(all, most, (one) => {
      const command = randomUUID();
      one.commands.push(command);
      recorder?.expect(command);
      return work(one, command);
    });
    ran.seconds += (performance.now() - before.at) / 1000;
    ran.cpu += cpu() - before.cpu;
    ran.commands += all.length;
  };
  await phase((one, command) => begin(one, command));
  for (const { login, data } of approvals) {
    await findTasks(all);
    await phase((one, command) => approve(one, command, login, data));
  }
  recorder?.stop();
  if (recorder && record !== undefined) {
    const sent = all.map(({ commands }) => commands.map((command) => recorder.transactions.get(command) ?? []));
    await writeFile(record, JSON.stringify(sent));
  }
  return ran;
}

async function begin(one: Case, command: string): Promise<void> {
  const done = await host.door.execute(
    { type: 'create', command, app: APP, form: FORM, data: entered },
    actorOf('eve'),
  );
  one.record = done.record;
}

async function approve(one: Case, command: string, login: string, data: Record<string, string>): Promise<void> {
  const at = { form: FORM, record: one.record };
  await host.door.execute(
    { type: 'task', command, app: APP, task: one.task, at, operation: 'approve', data },
    actorOf(login),
  );
}

async function findTasks(all: readonly Case[]): Promise<void> {
  const records = all.map(({ record }) => record);
  const { rows } = await host.database.knex.raw<{ rows: { id: string; record: string }[] }>(
    `select id, record from engine.task where status = 'open' and record = any (?)`,
    [records],
  );
  const found = new Map(rows.map(({ id, record }) => [record, id]));
  for (const one of all) one.task = found.get(one.record) ?? '';
}

export interface Looked {
  /** Of one look, the median in microseconds of this process. */
  list: number;
  counts: number;
  rows: number;
  total: number;
  todo: number;
  /** What the two looks have asked the database. */
  asked: { list: Sent[]; counts: Sent[] };
}

/** Somebody looks at what is to be done, and at their badges, so many times. */
async function look({ login, times }: { login: string; times: number }): Promise<Looked> {
  const actor = actorOf(login);
  const list = () => host.tasks.list({ box: 'todo' }, actor, 'en');
  const counts = () => host.tasks.counts(actor);
  const asked = { list: await askedBy(list), counts: await askedBy(counts) };
  const { rows, total } = await list();
  const { todo } = await counts();
  return {
    rows: rows.length,
    total,
    todo,
    asked,
    list: await costOf(list, times),
    counts: await costOf(counts, times),
  };
}

async function askedBy(work: () => Promise<unknown>): Promise<Sent[]> {
  const recorder = new Recorder().start();
  await work();
  recorder.stop();
  return recorder.everything.filter(({ text }) => text.includes('engine.task'));
}

async function costOf(work: () => Promise<unknown>, times: number): Promise<number> {
  const before = cpu();
  for (let time = 0; time < times; time += 1) await work();
  return (cpu() - before) / times;
}

async function stop(): Promise<void> {
  await host.stop();
  await host.database.stop();
}

answerAs({ setup, run, look, stop });
