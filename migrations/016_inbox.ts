import type { Knex } from 'knex';

/**
 * Boxes are read in the order in which people want to see them, no further than they look: my own tasks, those of each of
 * my roles, and copies, which had to be looked for among all tasks. The two older indexes are the beginnings of these.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create index task_inbox on engine.task (assignee, due_at, created_at, id)
      where status = 'open' and kind <> 'copy' and assignee is not null;
    create index task_group on engine.task (app, role, due_at, created_at, id)
      where status = 'open' and assignee is null;
    create index task_copy on engine.task (assignee, created_at desc) where kind = 'copy';
    drop index engine.task_open_assignee;
    drop index engine.task_open_role;
  `);
}
