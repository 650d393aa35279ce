import { join } from 'node:path';
import { type AppFile, type AppModel, loadApp } from '../../definition/index.ts';
import type { UserActor } from '../access/actor.ts';
import { loadData } from '../apps/data.ts';
import { readAppFolder } from '../apps/folder.ts';
import { installApp } from '../apps/install.ts';
import { ManualClock } from '../clock.ts';
import type { HostOptions, RunningHost } from '../compose.ts';
import type { Database } from '../database/database.ts';
import { StoryConnectors } from '../scenario/answers.ts';
import { stageHost } from '../scenario/run.ts';
import { personActor } from '../scenario/story.ts';

export const EXPENSES = join(import.meta.dirname, 'apps/expenses');

export interface Stage {
  host: RunningHost;
  clock: ManualClock;
  connectors: StoryConnectors;
  model: AppModel;
  app: string;
  actor(login: string): Promise<UserActor>;
}

/** A host on a test's own database, with an app, its people and its data; clock and outside systems are the test's. */
export async function stage(
  database: Database,
  folder: string = EXPENSES,
  connectors: StoryConnectors = new StoryConnectors(),
  now = '2026-03-02T01:00:00.000Z',
  changed: (files: AppFile[]) => AppFile[] = (files) => files,
  env: HostOptions['env'] = {},
): Promise<Stage> {
  const { app: model, problems, ok } = loadApp(changed((await readAppFolder(folder)).files));
  if (!ok || model === undefined) throw new Error(`The app has errors: ${JSON.stringify(problems[0])}`);
  await installApp(database.knex, model);
  const clock = new ManualClock(now);
  const host = await stageHost(database, { clock, connectors, env, model });
  await loadData({ knex: database.knex, door: host.door, model, now: clock.now(), demo: true });
  host.people.forget();
  const app = model.app.key;
  return { host, clock, connectors, model, app, actor: (login) => personActor(host, app, login) };
}
