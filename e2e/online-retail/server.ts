import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../engine/host/place.ts';
import { type Server, startServer } from '../../engine/host/server.ts';
import { type RunningCounterparts, startAll } from '../counterparts/index.ts';

export interface Stage {
  server: Server;
  outside: RunningCounterparts;
  stop(): Promise<void>;
}

/** The product as `npm start` runs it, with the counterparts within reach: the order system has to hear of the orders. */
export async function startStage(env: Record<string, string>, log: (line: string) => void): Promise<Stage> {
  const orders: unknown = JSON.parse(await readFile(join(projectRoot(), 'apps/returns/data/orders.json'), 'utf8'));
  const outside = await startAll({ orders, prefix: 'RETURNS' });
  try {
    const full = { PORT: '0', APPS_DIR: join(projectRoot(), 'apps'), ...env, ...outside.env };
    const server = await startServer({ env: full, log });
    return {
      server,
      outside,
      stop: async () => {
        await server.stop();
        await outside.stop();
      },
    };
  } catch (cause) {
    await outside.stop();
    throw cause;
  }
}
