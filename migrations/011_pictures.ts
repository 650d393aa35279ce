import type { Knex } from 'knex';

/** Pictures that an app’s definitions name, such as its logo: beside its texts, so that every process and a backup has them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table engine.picture (
      app text not null,
      -- As brand.logo says it; of an upload with its hash in it, so that it never changes.
      name text not null,
      media_type text not null,
      content bytea not null,
      sha256 text not null,
      created_at timestamptz not null default now(),
      created_by uuid,
      primary key (app, name)
    );
  `);
}
