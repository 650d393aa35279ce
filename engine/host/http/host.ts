import type { Knex } from 'knex';
import type { AppModel } from '../../definition/index.ts';
import type { Json } from '../../expression/types.ts';
import type { Actor } from '../access/actor.ts';

/** What buildHttp needs of the rest of the server. */
export interface HttpHost {
  knex: Knex;
  config: HttpConfig;
  /** Published apps, the newest version of each. */
  apps: AppShelf;
  door: DoorPort;
  now: () => Date;
}

export interface HttpConfig {
  /** DATA_DIR. */
  dataDir: string;
  /** PUBLIC_URL, no slash at the end. */
  publicUrl: string;
  /** Folder of the built screens (dist/client); absent while developing. */
  clientDir?: string;
  tls?: { cert: string; key: string };
  /** Environment to read secrets from: <APP>_PORTAL_SECRET and the connectors' own. */
  env: Readonly<Record<string, string | undefined>>;
}

export interface AppShelf {
  get(app: string): AppModel | undefined;
  list(): readonly AppModel[];
}

/** Everything that changes data goes through here; see engine/host/door. */
export interface DoorPort {
  execute(command: DoorCommand, actor: Actor): Promise<DoorResult>;
}

interface CommandBase {
  /** uuid: done once, whoever repeats it. */
  command: string;
  app: string;
}

export type DoorCommand =
  | (CommandBase & { type: 'create'; form: string; data: Record<string, Json> })
  | (CommandBase & { type: 'update'; form: string; record: string; revision: number; data: Record<string, Json> })
  | (CommandBase & { type: 'delete'; form: string; record: string })
  | (CommandBase & { type: 'signal'; form: string; record: string; signal: string; data?: Record<string, Json> })
  | (CommandBase & { type: 'edge'; form: string; record: string; on: string; reason?: string })
  | (CommandBase & { type: 'button'; form: string; record: string; rule: string })
  | (CommandBase & {
      type: 'task';
      task: string;
      operation: string;
      outcome?: string;
      data?: Record<string, Json>;
      to?: string;
      reason?: string;
    });

export interface DoorResult {
  form: string;
  record: string;
  revision: number;
  state: string | null;
}
