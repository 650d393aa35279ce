import type { Knex } from 'knex';

/** Where somebody's clock is, as their own screen last said: absences begin and end by it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table engine.app_user add column time_zone text');
}
