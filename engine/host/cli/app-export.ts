/** `npm run app:export -- <app> [file] [--version 3]`: a published version as one file. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { migrate } from '../database/migrate.ts';
import { bundleName, exportVersion } from '../design/bundle.ts';
import { publishedNumber } from '../design/versions.ts';
import { withDatabase } from './database.ts';

const { values, positionals } = parseArgs({
  options: { version: { type: 'string' } },
  allowPositionals: true,
});
const [app, target] = positionals;
if (app === undefined) {
  console.error('Usage: npm run app:export -- <app> [file] [--version <number>]');
  process.exit(2);
}

await withDatabase(2, async ({ knex }) => {
  await migrate(knex);
  const number = values.version === undefined ? await publishedNumber(knex, app) : Number(values.version);
  const bundle = await exportVersion(knex, app, number);
  const file = target ?? bundleName(bundle);
  await writeFile(file, `${JSON.stringify(bundle, null, 2)}\n`);
  console.log(`${file}: version ${bundle.number} of ${app}, ${Object.keys(bundle.files).length} files.`);
});
