/** `npm run app:export -- <app> [file] [--version 3]`: a published version as one file. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openDatabase } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { bundleName, exportVersion } from '../design/bundle.ts';
import { publishedNumber } from '../design/versions.ts';

const { values, positionals } = parseArgs({
  options: { version: { type: 'string' } },
  allowPositionals: true,
});
const [app, target] = positionals;
if (app === undefined) {
  console.error('Usage: npm run app:export -- <app> [file] [--version <number>]');
  process.exit(2);
}

const { env } = process;
const database = await openDatabase({
  url: env.DATABASE_URL,
  dataDir: env.DATA_DIR ?? 'data',
  join: true,
  poolSize: 2,
  log: console.error,
});
try {
  await migrate(database.knex);
  const number = values.version === undefined ? await publishedNumber(database.knex, app) : Number(values.version);
  const bundle = await exportVersion(database.knex, app, number);
  const file = target ?? bundleName(bundle);
  await writeFile(file, `${JSON.stringify(bundle, null, 2)}\n`);
  console.log(`${file}: version ${bundle.number} of ${app}, ${Object.keys(bundle.files).length} files.`);
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 1;
} finally {
  await database.stop();
}
