import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeProblem, loadApp } from '../../definition/index.ts';
import { readAppFolder } from '../apps/folder.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { startEmbedded } from '../database/embedded.ts';
import { migrate } from '../database/migrate.ts';
import { prepareStage, runScenario, type ScenarioResult } from '../scenario/run.ts';

const folder = process.argv[2];
const wanted = process.argv.slice(3);
if (folder === undefined) {
  console.error('Usage: npm run scenarios -- apps/<app> [scenario …]');
  process.exit(2);
}
process.exit(await main(folder, wanted));

async function main(path: string, only: readonly string[]): Promise<number> {
  const { app: model, problems, ok } = loadApp((await readAppFolder(path)).files);
  if (!ok || model === undefined) {
    for (const problem of problems.filter(({ severity }) => severity === 'error'))
      console.error(describeProblem(problem, 'en'));
    return 1;
  }
  const server = await openServer();
  try {
    const scenarios = [...model.scenarios.values()].filter(({ key }) => only.length === 0 || only.includes(key));
    const stage = `stage_${randomBytes(6).toString('hex')}`;
    await server.create(stage);
    await using(server, stage, async (database) => {
      await migrate(database.knex);
      await prepareStage(database, model, new Date('2026-03-01T00:00:00Z'));
    });
    let failures = 0;
    for (const scenario of scenarios) {
      const name = `${stage}_${failures}_${scenarios.indexOf(scenario)}`;
      await server.create(name, stage);
      const result = await using(server, name, (database) => runScenario(database, model, scenario));
      await server.drop(name);
      if (!result.passed) failures += 1;
      report(result);
    }
    await server.drop(stage);
    console.log(`${scenarios.length - failures} of ${scenarios.length} scenarios passed.`);
    return failures === 0 ? 0 : 1;
  } finally {
    await server.stop();
  }
}

function report({ key, passed, step, what, message, mismatches }: ScenarioResult): void {
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${key}`);
  if (passed) return;
  const place = step === undefined ? 'at the end' : step === 0 ? 'in what is given' : `step ${step} ${what ?? ''}`;
  console.log(`     ${place}\n     ${message ?? ''}`);
  for (const mismatch of mismatches) {
    console.log(
      `     ${mismatch.what}: expected ${JSON.stringify(mismatch.expected)}, found ${JSON.stringify(mismatch.actual)}`,
    );
  }
}

interface Server {
  url(name: string): string;
  create(name: string, template?: string): Promise<void>;
  drop(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** DATABASE_URL's server, or one of our own without fsync: a story survives no power cut and need not. */
async function openServer(): Promise<Server> {
  const given = process.env.DATABASE_URL;
  const dir = given ? undefined : await mkdtemp(join(tmpdir(), 'scenarios-'));
  const own = dir ? await startEmbedded(dir, () => undefined, { fsync: 'off', full_page_writes: 'off' }) : undefined;
  const base = given ?? socketUrl(own?.connection);
  const admin = await openDatabase({ url: base, dataDir: '', log: () => undefined, poolSize: 1 });
  const urlOf = (name: string): string => {
    const url = new URL(base);
    url.pathname = `/${name}`;
    return url.href;
  };
  return {
    url: urlOf,
    create: async (name, template = 'template0') =>
      void (await admin.knex.raw(`create database ${name} template ${template}`)),
    drop: async (name) => void (await admin.knex.raw(`drop database if exists ${name} with (force)`)),
    stop: async () => {
      await admin.stop();
      await own?.stop();
      if (dir) await rm(dir, { recursive: true, force: true });
    },
  };
}

function socketUrl(connection: { host: string; port: number; user: string; database: string } | undefined): string {
  if (connection === undefined) throw new Error('No database server.');
  const { host, port, user, database } = connection;
  return `postgresql://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}

async function using<T>(server: Server, name: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url: server.url(name), dataDir: '', log: () => undefined, poolSize: 8 });
  try {
    return await work(database);
  } finally {
    await database.stop();
  }
}
