import type { Knex } from 'knex';
import type { Label } from '../../definition/index.ts';
import type { Json } from '../../expression/types.ts';
import { LOCALES, type Locale, type UserActor } from './actor.ts';

interface PersonRow {
  id: string;
  login: string;
  name: Label;
  locale: string | null;
  time_zone: string | null;
  department: string | null;
  attributes: Record<string, Json>;
  roles: { app: string; role: string }[];
}

/** Chinese where the person has not chosen. */
export function localeOf(text: string | null | undefined): Locale {
  return LOCALES.find((locale) => locale === text) ?? 'zh-CN';
}

export function textOf(label: Label, locale: Locale): string {
  return typeof label === 'string' ? label : label[locale];
}

/** A person with all roles as they are now; undefined where disabled or unknown. */
export async function findPerson(knex: Knex, id: string, via: UserActor['via']): Promise<UserActor | undefined> {
  const row = await knex('engine.app_user as u')
    .where({ 'u.id': id, 'u.disabled': false })
    .first<PersonRow | undefined>(
      'u.id',
      'u.login',
      'u.name',
      'u.locale',
      'u.time_zone',
      'u.department',
      'u.attributes',
      knex.raw(`(select coalesce(json_agg(json_build_object('app', app, 'role', role) order by app, role), '[]')
        from engine.user_role where user_id = u.id) as roles`),
    );
  return row && personOf(row, via);
}

function personOf(row: PersonRow, via: UserActor['via']): UserActor {
  const locale = localeOf(row.locale);
  const roles: Record<string, string[]> = {};
  for (const { app, role } of row.roles) (roles[app] ??= []).push(role);
  return {
    kind: 'user',
    id: row.id,
    login: row.login,
    name: textOf(row.name, locale),
    locale,
    ...(row.time_zone === null ? {} : { timeZone: row.time_zone }),
    department: row.department,
    roles,
    attributes: row.attributes,
    via,
  };
}
