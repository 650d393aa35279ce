import type { Knex } from 'knex';

/** Files that come in pieces, so that a broken connection costs a piece and not the file. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table engine.upload (
      id uuid primary key,
      app text not null,
      form text not null,
      field text not null,
      name text not null,
      size bigint not null,
      sha256 text,
      uploader jsonb not null,
      -- Once it is whole: the file that it became, for whoever did not hear the answer.
      file uuid,
      created_at timestamptz not null
    );
    create index upload_created on engine.upload (created_at);
  `);
}
