/** `npm run restore -- file.tar.gz`: a backup into an empty database; nothing is ever written over. */
import { restore } from '../backup/restore.ts';
import { withDatabase } from './database.ts';

const source = process.argv[2];
if (source === undefined) {
  console.error('Usage: npm run restore -- <backup.tar.gz>');
  process.exit(2);
}

await withDatabase(2, async (database, { dataDir }) => {
  const { tables, files, created_at } = await restore(database, dataDir, source);
  const rows = tables.reduce((total, table) => total + table.rows, 0);
  console.log(
    `Restored what was there at ${created_at}: ${tables.length} tables, ${rows} rows, ${files.length} files.`,
  );
});
