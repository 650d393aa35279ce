import type { Knex } from 'knex';

/** What people keep beside records: how they like a list to look, and what they say to each other about a record. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table engine.view (
      id uuid primary key,
      app text not null,
      form text not null,
      owner uuid not null references engine.app_user (id) on delete cascade,
      label text not null,
      -- Everybody who may see the form may use it.
      is_shared boolean not null default false,
      -- {columns: [{key, width}], sort, search, filter}
      look jsonb not null,
      created_at timestamptz not null,
      updated_at timestamptz not null
    );
    create index view_form on engine.view (app, form, label);

    -- The view that a person's list begins with.
    create table engine.view_default (
      user_id uuid not null references engine.app_user (id) on delete cascade,
      app text not null,
      form text not null,
      view uuid not null references engine.view (id) on delete cascade,
      primary key (user_id, app, form)
    );

    create table engine.comment (
      id uuid primary key,
      app text not null,
      form text not null,
      record uuid not null,
      author uuid not null references engine.app_user (id),
      text text not null,
      mentions uuid[] not null default '{}',
      files uuid[] not null default '{}',
      created_at timestamptz not null,
      edited_at timestamptz,
      removed_at timestamptz
    );
    create index comment_record on engine.comment (record, created_at);

    -- What it said before each change; only ever added to.
    create table engine.comment_version (
      comment uuid not null references engine.comment (id),
      at timestamptz not null,
      action text not null,
      text text not null,
      files uuid[] not null,
      primary key (comment, at)
    );
  `);
}
