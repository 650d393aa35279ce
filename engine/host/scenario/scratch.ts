import { createHash } from 'node:crypto';
import type { AppModel, ScenarioDefinition } from '../../definition/index.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { prepareStage, runScenario, type ScenarioResult } from './run.ts';

/** When stories are staged; each moves its own clock. */
const STAGED_AT = '2026-03-01T00:00:00Z';
const POOL_SIZE = 8;

/**
 * Plays an app's scenarios in databases of their own beside this one, made for it and dropped after: nothing of what they
 * do can touch live data, and no connector is called. Throws 42501 where the database's user may not make databases.
 */
export async function* playScenarios(
  database: Database,
  model: AppModel,
  scenarios: readonly ScenarioDefinition[] = [...model.scenarios.values()],
): AsyncGenerator<ScenarioResult> {
  if (scenarios.length === 0) return;
  const stage = await stageName(database, model.app.key);
  const play = `${stage}_play`;
  await drop(database, play);
  try {
    await makeStage(database, stage, model);
    for (const scenario of scenarios) {
      await create(database, play, stage);
      yield await using(database, play, (scratch) => runScenario(scratch, model, scenario));
    }
  } finally {
    await drop(database, play);
    await drop(database, stage);
  }
}

/** The same for one app of one database, so that what a killed process left is found and replaced. */
async function stageName({ knex }: Database, app: string): Promise<string> {
  const { rows } = await knex.raw<{ rows: { name: string }[] }>('select current_database() as name');
  const mark = createHash('sha256').update(`${rows[0]?.name}/${app}`).digest('hex').slice(0, 16);
  return `scratch_${mark}`;
}

/** Empty, or a copy of another that nobody is connected to. What had the name before is dropped. */
export async function create(database: Database, name: string, template: string): Promise<void> {
  await drop(database, name);
  await database.knex.raw(`create database ${name} template ${template}`);
}

export async function drop({ knex }: Database, name: string): Promise<void> {
  await knex.raw(`drop database if exists ${name} with (force)`);
}

/** Another database of the same server. */
export function open(database: Database, name: string): Promise<Database> {
  return openDatabase({ url: urlOf(database, name), dataDir: '', log: () => undefined, poolSize: POOL_SIZE });
}

/** A database with the app in it, its people and its master data, that stories are cloned from. */
export async function makeStage(database: Database, stage: string, model: AppModel): Promise<void> {
  await create(database, stage, 'template0');
  await using(database, stage, async (scratch) => {
    await migrate(scratch.knex);
    await prepareStage(scratch, model, new Date(STAGED_AT));
  });
}

async function using<T>(database: Database, name: string, work: (scratch: Database) => Promise<T>): Promise<T> {
  const scratch = await open(database, name);
  try {
    return await work(scratch);
  } finally {
    await scratch.stop();
  }
}

function urlOf({ config }: Database, name: string): string {
  const { connectionString, host = '', port, user } = config;
  if (connectionString === undefined) {
    return `postgresql://${user}@localhost:${port}/${name}?host=${encodeURIComponent(host)}`;
  }
  const url = new URL(connectionString);
  url.pathname = `/${name}`;
  return url.href;
}
