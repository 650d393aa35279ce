import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../database/database.ts';
import { atEnd } from './endings.ts';
import { onServer, urlOf } from './globalSetup.ts';

export interface TestDatabase extends Database {
  /** For programs that the test starts: DATABASE_URL. */
  url: string;
}

/** What several files begin with: made once a run, by whoever comes first. */
export interface Beginning {
  /** Letters and underscores. */
  name: string;
  /** Fills the database at this URL and leaves it without a connection. */
  make(url: string): Promise<void>;
}

/**
 * A database of the calling test file's own, with the migrations done, dropped when the file is through. A clone of 60
 * tables takes about 45 ms, so there is no reason for anything less real.
 */
export async function testDatabase(beginning?: Beginning): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const template = beginning === undefined ? inject('databaseTemplate') : await templateOf(server, beginning);
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await clone(server, template, name);
  const url = urlOf(server, name);
  const database = await openDatabase({ url, dataDir: '', log: () => undefined, poolSize: 16 });
  atEnd(async () => {
    await database.stop();
    await onServer(server, `drop database if exists ${name} with (force)`);
  });
  return { ...database, url };
}

/** Its name begins as the run's own template does, by which it is found and dropped at the end. */
async function templateOf(server: string, { name, make }: Beginning): Promise<string> {
  const template = `${inject('databaseTemplate')}_${name}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    // Another file may be making it at this moment.
    await client.query('select pg_advisory_lock(hashtext($1))', [template]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount === 0) {
      await clone(server, inject('databaseTemplate'), `${template}_half`);
      await make(urlOf(server, `${template}_half`));
      await client.query(`alter database ${template}_half rename to ${template}`);
    }
  } finally {
    await client.end();
  }
  return template;
}

/** A template has no connections of its own during the run, which is what PostgreSQL asks of one. */
async function clone(server: string, template: string, name: string): Promise<void> {
  await onServer(server, `create database ${name} template ${template}`);
}
