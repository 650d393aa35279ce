import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeProblem, loadApp } from '../../definition/index.ts';
import { readAppFolder } from '../apps/folder.ts';
import { type Database, openDatabase } from '../database/database.ts';
import type { ScenarioResult } from '../scenario/run.ts';
import { playScenarios } from '../scenario/scratch.ts';
import { shellLocale } from '../shell.ts';
import { inShell } from './database.ts';

const folder = process.argv[2];
const wanted = process.argv.slice(3);
if (folder === undefined) {
  console.error('Usage: npm run scenarios -- apps/<app> [scenario …]');
  process.exit(2);
}
await inShell(async () => {
  process.exitCode = await main(folder, wanted);
});
process.exit();

async function main(path: string, only: readonly string[]): Promise<number> {
  const { app: model, problems, ok } = loadApp((await readAppFolder(path)).files);
  if (!ok || model === undefined) {
    for (const problem of problems.filter(({ severity }) => severity === 'error'))
      console.error(describeProblem(problem, shellLocale(process.env)));
    return 1;
  }
  const scenarios = [...model.scenarios.values()].filter(({ key }) => only.length === 0 || only.includes(key));
  const { database, stop } = await openServer();
  try {
    let failures = 0;
    for await (const result of playScenarios(database, model, scenarios)) {
      if (!result.passed) failures += 1;
      report(result);
    }
    console.log(`${scenarios.length - failures} of ${scenarios.length} scenarios passed.`);
    return failures === 0 ? 0 : 1;
  } finally {
    await stop();
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

/** DATABASE_URL's server, or one of our own without fsync: a story survives no power cut and need not. */
async function openServer(): Promise<{ database: Database; stop(): Promise<void> }> {
  const log = (): void => undefined;
  const url = process.env.DATABASE_URL;
  if (url) {
    const database = await openDatabase({ url, dataDir: '', log, poolSize: 1 });
    return { database, stop: () => database.stop() };
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'scenarios-'));
  const settings = { fsync: 'off', full_page_writes: 'off' };
  const database = await openDatabase({ url: undefined, dataDir, log, poolSize: 1, settings });
  return {
    database,
    stop: async () => {
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
