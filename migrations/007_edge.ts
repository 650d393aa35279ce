import type { Knex } from 'knex';

/** What the edge of the server keeps: limits held over all processes, tokens, secrets, and who must be let out at once. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The moments of the last calls under one limit; unlogged, because after a crash it may begin anew.
    create unlogged table engine.rate_limit (
      key text primary key,
      calls timestamptz[] not null,
      expires_at timestamptz not null
    );

    -- Encrypted with the installation's key, as the values of engine.secret are.
    create table engine.connector_token (
      app text not null,
      connector text not null,
      token bytea,
      expires_at timestamptz,
      -- Who fetches a new one has until then.
      fetching_until timestamptz,
      primary key (app, connector)
    );

    create table engine.secret (
      app text not null,
      connector text not null,
      name text not null,
      value bytea not null,
      updated_at timestamptz not null default now(),
      primary key (app, connector, name)
    );

    -- Things that may be used once: a customer token's id.
    create table engine.used_once (
      key text primary key,
      expires_at timestamptz not null
    );

    -- Whoever works on a job holds it until then; a process that was killed lets it go by itself.
    alter table engine.import_job add column lease_until timestamptz;

    -- Sessions die at once, in every process, whoever changes a person: also an operator with psql.
    create function engine.tell_people() returns trigger language plpgsql as $$
    declare
      person uuid;
    begin
      if tg_table_name = 'app_user' then
        person := coalesce(new.id, old.id);
      else
        person := coalesce(new.user_id, old.user_id);
      end if;
      perform pg_notify('engine', json_build_object('kind', 'people', 'id', person)::text);
      return null;
    end $$;
    create trigger tell_people after update or delete on engine.app_user
      for each row execute function engine.tell_people();
    create trigger tell_people after insert or update or delete on engine.user_role
      for each row execute function engine.tell_people();
    create trigger tell_people after delete on engine.session
      for each row execute function engine.tell_people();
    create trigger tell_people after delete or update of revoked_at, expires_at, scopes, app, user_id on engine.api_key
      for each row execute function engine.tell_people();
  `);
}
