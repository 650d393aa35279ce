import type { Knex } from 'knex';
import type { AppDefinition, Label } from '../../definition/index.ts';
import type { DesignPeople } from '../../wire.ts';
import { departmentsOf } from '../access/departments.ts';
import { type Draft, filesOf } from './draft.ts';

/** The draft's roles with how many hold each, who works in the app, and the departments there are. */
export async function peopleOf(knex: Knex, draft: Draft): Promise<DesignPeople> {
  const people = await knex('engine.app_user as u')
    .join('engine.user_role as r', 'r.user_id', 'u.id')
    .where('r.app', draft.app)
    .groupBy('u.id')
    .orderBy('u.login')
    .select<
      {
        id: string;
        login: string;
        name: Label;
        disabled: boolean;
        department: string | null;
        zone: string | null;
        roles: string[];
      }[]
    >(
      'u.id',
      'u.login',
      'u.name',
      'u.disabled',
      'u.department',
      'u.time_zone as zone',
      knex.raw('array_agg(r.role order by r.role) as roles'),
    );
  const definition = filesOf(draft).get('app.json') as Partial<AppDefinition> | undefined;
  const roles = Array.isArray(definition?.roles) ? definition.roles : [];
  return {
    people: people.map(({ zone, ...person }) => ({ ...person, ...(zone === null ? {} : { timeZone: zone }) })),
    departments: await departmentsOf(knex),
    roles: roles.map(({ key, label }) => ({
      key,
      label,
      people: people.filter((person) => person.roles.includes(key) && !person.disabled).length,
    })),
  };
}
