import type { Knex } from 'knex';

/** Who works here, in which roles, and how they come in. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table engine.department (
      key text primary key,
      label jsonb not null,
      parent text references engine.department (key) deferrable initially deferred,
      head text
    );

    create table engine.app_user (
      id uuid primary key,
      login text not null unique,
      name jsonb not null,
      password_hash text,
      disabled boolean not null default false,
      locale text,
      phone text,
      email text,
      department text references engine.department (key),
      attributes jsonb not null default '{}',
      channels jsonb not null default '{}',
      created_at timestamptz not null default now()
    );
    create index app_user_department on engine.app_user (department);

    create table engine.user_role (
      user_id uuid not null references engine.app_user (id) on delete cascade,
      app text not null,
      role text not null,
      primary key (user_id, app, role)
    );
    create index user_role_members on engine.user_role (app, role, user_id);

    create table engine.session (
      token_hash text primary key,
      user_id uuid not null references engine.app_user (id) on delete cascade,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      csrf text not null
    );
    create index session_of_user on engine.session (user_id);
    create index session_expiry on engine.session (expires_at);

    create table engine.api_key (
      id uuid primary key,
      name text not null,
      token_hash text not null unique,
      user_id uuid not null references engine.app_user (id) on delete cascade,
      app text,
      scopes text[] not null default '{}',
      created_at timestamptz not null,
      expires_at timestamptz,
      revoked_at timestamptz,
      used_at timestamptz
    );
    create index api_key_user on engine.api_key (user_id);

    create table engine.audit (
      id uuid primary key,
      at timestamptz not null,
      app text,
      actor jsonb not null,
      action text not null,
      target text,
      data jsonb
    );
    create index audit_at on engine.audit (at);
    create index audit_target on engine.audit (target, at);
  `);
}
