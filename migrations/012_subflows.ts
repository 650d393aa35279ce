import type { Knex } from 'knex';

/** Flows that another flow has begun, and whom whoever begins has chosen while they still write. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table engine.instance
      -- The instance that began this one, at which node of it, and the call by which it did.
      add column parent uuid,
      add column parent_node text,
      add column parent_call uuid,
      -- Suspended because the one above is: resumed with it.
      add column parent_paused boolean;
    create unique index instance_parent_call on engine.instance (parent_call) where parent_call is not null;
    create index instance_parent on engine.instance (parent, started_at) where parent is not null;
    alter table engine.draft add column chosen jsonb;
  `);
}
