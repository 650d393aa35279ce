import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { completeBinaries, copyBinaries, packagedBinaries } from './binaries.ts';
import type { Log } from './embedded.ts';
import { chooseGuise, type Guise } from './guise.ts';
import { DatabaseProblem } from './problem.ts';

/** Where the server's programs, data, socket and log are, and as whom it runs. */
export interface Place {
  guise: Guise;
  bin: string;
  pgdata: string;
  socketDir: string;
  logDir: string;
  /** Hands a folder to the user that the server runs as. */
  give(folder: string): Promise<void>;
}

export async function preparePlace(dataDir: string, log: Log): Promise<Place> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const native = await completeBinaries(packagedBinaries(), join(dataDir, 'postgres-programs'));
  const bin = join(native, 'bin');
  const guise = await chooseGuise(bin, dataDir);
  if (guise.as === 'user') return elsewhere(dataDir, native, guise, log);
  return {
    guise,
    bin,
    pgdata: join(dataDir, 'postgres'),
    socketDir: join(dataDir, 'socket'),
    logDir: dataDir,
    give: () => Promise.resolve(),
  };
}

/**
 * Root without user namespaces (many containers): PostgreSQL has to run as another user, and that user may be unable to
 * enter the project's folder. Programs and data go where it can, one folder for each data folder.
 */
async function elsewhere(dataDir: string, native: string, guise: Guise & { as: 'user' }, log: Log): Promise<Place> {
  const base = join('/var/tmp', `platform-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`);
  await mkdir(base, { recursive: true, mode: 0o711 });
  const owner = await lstat(base);
  if (!owner.isDirectory() || owner.uid !== 0) throw notOurs(base);
  await chmod(base, 0o711);
  log(`User namespaces are refused here: the database runs as uid ${guise.uid} and keeps its data in ${base}`);
  const programs = await copyBinaries(native, join(base, 'programs'));
  // initdb makes its folder beside the final one, so the user has to own the folder above both.
  const data = join(base, 'data');
  await mkdir(data, { recursive: true, mode: 0o700 });
  await chown(data, guise.uid, guise.gid);
  return {
    guise,
    bin: join(programs, 'bin'),
    pgdata: join(data, 'postgres'),
    socketDir: join(data, 'socket'),
    logDir: base,
    give: (folder) => chown(folder, guise.uid, guise.gid),
  };
}

function notOurs(base: string): DatabaseProblem {
  return new DatabaseProblem(
    'database_folder_not_ours',
    { 'zh-CN': `目录 ${base} 已存在且不属于 root。`, en: `The folder ${base} exists and does not belong to root.` },
    {
      'zh-CN': '请删除该目录，或用 DATABASE_URL 指定一个 PostgreSQL。',
      en: 'Remove it, or name a PostgreSQL in DATABASE_URL.',
    },
  );
}
