import { randomBytes } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { type Database, openDatabase } from '../database/database.ts';
import { onServer, urlOf } from './globalSetup.ts';

export interface TestDatabase extends Database {
  /** For programs that the test starts: DATABASE_URL. */
  url: string;
}

/**
 * A database of the calling test file's own, with the migrations done, dropped when the file is through. Call it at the
 * top of a file or in beforeAll. A clone of 60 tables takes about 45 ms, so there is no reason for anything less real.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await cloneTemplate(server, name);
  const url = urlOf(server, name);
  const database = await openDatabase({ url, dataDir: '', log: () => undefined, poolSize: 16 });
  afterAll(async () => {
    await database.stop();
    await onServer(server, `drop database if exists ${name} with (force)`);
  });
  return { ...database, url };
}

/** The template has no connections of its own during the run, which is what PostgreSQL asks of one. */
async function cloneTemplate(server: string, name: string): Promise<void> {
  await onServer(server, `create database ${name} template ${inject('databaseTemplate')}`);
}
