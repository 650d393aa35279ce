import type { AppModel } from '../definition/index.ts';
import type { ProxyStore } from './absence/proxies.ts';
import type { Clock } from './clock.ts';
import type { Comments } from './comments/ports.ts';
import type { Database } from './database/database.ts';
import type { Door } from './door/index.ts';
import type { Drafts } from './drafts/ports.ts';
import type { HandOverJobs } from './handover/handovers.ts';
import type { RecordReads } from './records/ports.ts';
import type { Boards } from './reports/ports.ts';
import type { TaskReads } from './tasks/ports.ts';

/** The apps as they are published now; versions that work under way still needs are the door's own business. */
export interface Apps {
  get(app: string): AppModel | undefined;
  list(): readonly AppModel[];
  /** Number of the published version. */
  number(app: string): number;
  /** The settings' values: the operator's, else the definition's. */
  settings(app: string): Record<string, import('../wire.ts').Json>;
}

/** Everything that an outer layer (HTTP, imports, commands of the shell) needs of the running server. */
export interface Host {
  database: Database;
  clock: Clock;
  env: Readonly<Record<string, string | undefined>>;
  apps: Apps;
  door: Door;
  records: RecordReads;
  tasks: TaskReads;
  boards: Boards;
  drafts: Drafts;
  comments: Comments;
  proxies: ProxyStore;
  handOvers: HandOverJobs;
  /** Reads which versions are published; after a publish in this process. */
  refresh(): Promise<void>;
  /** Resolves when nothing is left that is due: outbox, timers, retries. For stories and tests. */
  settle(): Promise<void>;
}
