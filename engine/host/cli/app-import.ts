/** `npm run app:import -- <file> [--key key] [--admin login]`: publishes an exported app; ADMIN_PASSWORD for a new login. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openDatabase } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { importFromShell } from '../design/import-from-shell.ts';

const { values, positionals } = parseArgs({
  options: { key: { type: 'string' }, admin: { type: 'string' } },
  allowPositionals: true,
});
const [file] = positionals;
if (file === undefined) {
  console.error('Usage: npm run app:import -- <file> [--key <key>] [--admin <login>]');
  process.exit(2);
}

const { env } = process;
const database = await openDatabase({
  url: env.DATABASE_URL,
  dataDir: env.DATA_DIR ?? 'data',
  join: true,
  poolSize: 4,
  log: console.error,
});
try {
  await migrate(database.knex);
  const bundle = JSON.parse(await readFile(file, 'utf8')) as unknown;
  const { app, number, isNew } = await importFromShell(database, bundle, {
    key: values.key,
    admin: values.admin,
    password: env.ADMIN_PASSWORD,
  });
  console.log(isNew ? `${app}: version ${number} is published.` : `${app}: version ${number} is this already.`);
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 1;
} finally {
  await database.stop();
}
