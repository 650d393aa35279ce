import type { Knex } from 'knex';

/** What went wrong is found without looking at all that went well. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Kept beside the state, not read out of it: a condition on data would make each step of every case touch an index.
    alter table engine.instance add column incident boolean not null default false;
    update engine.instance set incident = true
      where status in ('running', 'suspended') and jsonb_path_exists(data, '$.tokens[*].incident');
    create index instance_incident on engine.instance (app, started_at) where incident;
    create index timer_failing on engine.timer (app) where error is not null;
    create index outbox_failing on engine.outbox (app, seq) where status in ('waiting', 'polling', 'sending') and error is not null;
  `);
}
