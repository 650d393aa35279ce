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
  await create(database, stage, 'template0');
  try {
    await using(database, stage, async (scratch) => {
      await migrate(scratch.knex);
      await prepareStage(scratch, model, new Date(STAGED_AT));
    });
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

async function create(database: Database, name: string, template: string): Promise<void> {
  await drop(database, name);
  await database.knex.raw(`create database ${name} template ${template}`);
}

async function drop({ knex }: Database, name: string): Promise<void> {
  await knex.raw(`drop database if exists ${name} with (force)`);
}

async function using<T>(database: Database, name: string, work: (scratch: Database) => Promise<T>): Promise<T> {
  const scratch = await openDatabase({
    url: urlOf(database, name),
    dataDir: '',
    log: () => undefined,
    poolSize: POOL_SIZE,
  });
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
