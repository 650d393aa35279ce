import type { Knex } from 'knex';

/** Files, drafts and imports: what belongs to records, or will. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table engine.file (
      id uuid primary key,
      app text not null,
      form text,
      record uuid,
      field text,
      name text not null,
      media_type text not null,
      size bigint not null,
      sha256 text not null,
      path text not null,
      uploader jsonb not null,
      created_at timestamptz not null
    );
    create index file_record on engine.file (record) where record is not null;
    create index file_unused on engine.file (created_at) where record is null;

    create table engine.draft (
      id uuid primary key,
      app text not null,
      form text not null,
      owner_user uuid,
      owner_proof jsonb,
      data jsonb not null,
      step integer,
      -- While it is being submitted: {status: checking | failed | done, until, error, record}.
      submit jsonb,
      updated_at timestamptz not null
    );
    create index draft_owner on engine.draft (owner_user, app, form) where owner_user is not null;
    create index draft_proof on engine.draft using gin (owner_proof jsonb_path_ops) where owner_proof is not null;

    create table engine.import_job (
      id uuid primary key,
      app text not null,
      form text not null,
      owner uuid,
      file uuid,
      name text not null,
      mapping jsonb not null,
      options jsonb not null default '{}',
      status text not null,
      total integer not null default 0,
      position integer not null default 0,
      accepted integer not null default 0,
      refused integer not null default 0,
      error jsonb,
      created_at timestamptz not null,
      started_at timestamptz,
      ended_at timestamptz
    );
    create index import_job_open on engine.import_job (created_at) where status in ('waiting', 'running');
    create index import_job_owner on engine.import_job (owner, created_at desc);

    -- One row for each line that did not get in, with its reasons; and for those that did, the record.
    create table engine.import_row (
      job uuid not null references engine.import_job (id) on delete cascade,
      line integer not null,
      status text not null,
      record uuid,
      problems jsonb,
      data jsonb,
      primary key (job, line)
    );
    create index import_row_refused on engine.import_row (job, line) where status = 'refused';
  `);
}
