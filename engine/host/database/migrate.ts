import type { Knex } from 'knex';
import { migrations as all, type Migration } from '../../../migrations/index.ts';

/** Any number that no other program on the same database uses for its own advisory lock. */
const LOCK = 7_264_911_350;

/**
 * Brings the engine's own tables to this version and returns the names of the steps that were taken. Any number of
 * processes may start at once: one works, the others wait. A process that is killed in between leaves nothing half done
 * and nothing locked: each step is a transaction, and the lock ends with the connection.
 */
export async function migrate(knex: Knex, migrations: readonly Migration[] = all): Promise<string[]> {
  return knex.transaction(async (lock) => {
    await lock.raw('select pg_advisory_xact_lock(?)', [LOCK]);
    const migrator = knex.migrate;
    const config = { migrationSource: new StaticSource(migrations), tableName: 'migration' };
    // Knex notes its own lock in a table, where a killed process leaves it for ever; under ours it is never of use.
    await migrator.forceFreeMigrationsLock(config);
    const [, names] = (await migrator.latest(config)) as [number, string[]];
    return names;
  });
}

/** The migrations are imported, not read from a folder: the bundled server has no such folder. */
class StaticSource implements Knex.MigrationSource<Migration> {
  readonly #migrations: readonly Migration[];

  constructor(migrations: readonly Migration[]) {
    this.#migrations = migrations;
  }

  getMigrations(): Promise<Migration[]> {
    return Promise.resolve([...this.#migrations]);
  }

  getMigrationName(migration: Migration): string {
    return migration.name;
  }

  getMigration(migration: Migration): Promise<Knex.Migration> {
    const down = migration.down ?? (() => Promise.reject(new Error(`${migration.name} cannot be undone.`)));
    return Promise.resolve({ up: migration.up, down });
  }
}
