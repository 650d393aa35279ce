/** `npm run app:import -- <file> [--key key] [--admin login]`: publishes an exported app; ADMIN_PASSWORD for a new login. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { migrate } from '../database/migrate.ts';
import { importFromShell } from '../design/import-from-shell.ts';
import { inShell, withDatabase } from './database.ts';

const { values, positionals } = parseArgs({
  options: { key: { type: 'string' }, admin: { type: 'string' } },
  allowPositionals: true,
});
const [file] = positionals;
if (file === undefined) {
  console.error('Usage: npm run app:import -- <file> [--key <key>] [--admin <login>]');
  process.exit(2);
}

await inShell(async () => {
  const bundle = await bundleIn(file);
  await withDatabase(4, async (database) => {
    await migrate(database.knex);
    const { app, number, isNew } = await importFromShell(database, bundle, {
      key: values.key,
      admin: values.admin,
      password: process.env.ADMIN_PASSWORD,
    });
    console.log(isNew ? `${app}: version ${number} is published.` : `${app}: version ${number} is this already.`);
  });
});

/** What is no JSON is no bundle either, and the import has words for that. */
async function bundleIn(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
