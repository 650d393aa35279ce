import type { Knex } from 'knex';

/** One step of the engine's own tables. Steps that have been released are never edited: a new one follows. */
export interface Migration {
  /** In the order of their names: "0001_…". */
  name: string;
  up(knex: Knex): Promise<void>;
  down?(knex: Knex): Promise<void>;
}

export const migrations: readonly Migration[] = [];
