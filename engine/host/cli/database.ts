import { type Database, openDatabase } from '../database/database.ts';
import { type DatabaseSettings, readDatabaseSettings } from '../settings/settings.ts';
import { shellLocale, told } from '../shell.ts';

/** What goes wrong is told on standard error, and the process ends with 1. */
export async function inShell(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    console.error(told(cause, shellLocale(process.env)));
    process.exitCode = 1;
  }
}

/** A command's work on the database that the environment names, beside a server that may be running. */
export function withDatabase(
  poolSize: number,
  work: (database: Database, settings: DatabaseSettings) => Promise<void>,
): Promise<void> {
  return inShell(async () => {
    const settings = await readDatabaseSettings(process.env);
    const { url, dataDir } = settings;
    const database = await openDatabase({ url, dataDir, join: true, poolSize, log: console.error });
    try {
      await work(database, settings);
    } finally {
      await database.stop();
    }
  });
}
