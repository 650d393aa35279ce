import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase } from '../../engine/host/database/database.ts';
import { readPostmaster } from '../../engine/host/database/postmaster.ts';
import { Side } from './side.ts';

/** A PostgreSQL of the bench's own that waits for its disk, for all parts of the suite. */
export interface Stage {
  folder: string;
  url: string;
  connection: pg.PoolConfig;
  client: pg.Client;
  /** Process id of the server. */
  postmaster: number;
  stop(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-flow-'));
  const database = await openDatabase({ dataDir: join(folder, 'database'), log: () => undefined });
  const { host, port, user, database: name } = database.config;
  const client = new pg.Client(database.config);
  await client.connect();
  const postmaster = (await readPostmaster(join(folder, 'database/postgres')))?.pid ?? 0;
  return {
    folder,
    connection: database.config,
    // A host is needed for URL to accept a user; the query's one wins.
    url: `postgresql://${user}@localhost:${port}/${name}?host=${encodeURIComponent(host ?? '')}`,
    client,
    postmaster,
    stop: async () => {
      await client.end();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
      await Side.removeBundles();
    },
  };
}
