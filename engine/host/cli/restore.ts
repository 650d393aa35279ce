/** `npm run restore -- file.tar.gz`: a backup into an empty database; nothing is ever written over. */
import { restore } from '../backup/restore.ts';
import { openDatabase } from '../database/database.ts';

const source = process.argv[2];
if (source === undefined) {
  console.error('Usage: npm run restore -- <backup.tar.gz>');
  process.exit(2);
}

const { env } = process;
const dataDir = env.DATA_DIR ?? 'data';
const database = await openDatabase({ url: env.DATABASE_URL, dataDir, join: true, poolSize: 2, log: console.error });
try {
  const { tables, files, created_at } = await restore(database, dataDir, source);
  const rows = tables.reduce((total, table) => total + table.rows, 0);
  console.log(
    `Restored what was there at ${created_at}: ${tables.length} tables, ${rows} rows, ${files.length} files.`,
  );
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 1;
} finally {
  await database.stop();
}
