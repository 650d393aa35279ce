/** `npm run backup [-- file.tar.gz]`: everything at one moment, while the server may go on. */
import { backup } from '../backup/backup.ts';
import { withDatabase } from './database.ts';

const now = new Date();
const target = process.argv[2] ?? `backup-${now.toISOString().slice(0, 19).replaceAll(':', '')}.tar.gz`;

await withDatabase(1, async (database, { dataDir }) => {
  const { tables, files, missing } = await backup(database, dataDir, target, now);
  const rows = tables.reduce((total, table) => total + table.rows, 0);
  console.log(`${target}: ${tables.length} tables, ${rows} rows, ${files.length} files.`);
  if (missing.length > 0)
    console.error(`${missing.length} files are named in the database but not in ${dataDir}/files.`);
  if (!process.env.MASTER_KEY)
    console.log(
      `Keep ${dataDir}/master.key too, in another place: without it stored secrets have to be entered again.`,
    );
});
