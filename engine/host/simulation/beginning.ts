import type { Knex } from 'knex';
import { type AppModel, canonical, type Label } from '../../definition/index.ts';
import type { Json, SimulationScript } from '../../wire.ts';
import { peopleOf } from '../apps/data.ts';

type People = NonNullable<SimulationScript['people']>;
type Departments = NonNullable<SimulationScript['departments']>;

/**
 * How a simulation begins: at this minute, with those who work in the app. Neither telephone nor password of anybody
 * comes along. Where they are the people of the app's own data, those are meant; a role that nobody holds gets somebody.
 */
export async function beginning(knex: Knex, model: AppModel, now: Date): Promise<SimulationScript> {
  const clock = `${now.toISOString().slice(0, 16)}:00Z`;
  const people = [...(await staffOf(knex, model))];
  const own = peopleOf(model).length > 0 ? comparable(ownPeople(model)) : undefined;
  const isOwn = people.length === 0 || comparable(people) === own;
  const all = isOwn && own !== undefined ? ownPeople(model) : people;
  const lacking = standIns(model, all);
  if (isOwn && own !== undefined && lacking.length === 0) return { clock, steps: [] as never };
  const departments = await departmentsOf(knex, new Set(all.flatMap(({ department }) => department ?? [])));
  return {
    clock,
    people: [...all, ...lacking],
    ...(departments.length > 0 ? { departments } : {}),
    steps: [] as never,
  };
}

function ownPeople(model: AppModel): People {
  const users = [...model.data.values()].flatMap((data) => data.users ?? []);
  return users.map(({ login, name, roles, department, attributes }) => ({
    login,
    name,
    roles,
    ...(department === undefined ? {} : { department }),
    ...(attributes === undefined ? {} : { attributes }),
  }));
}

function comparable(people: People): string {
  const parts = people.map(({ login, roles, department, attributes }) =>
    canonical([login, [...roles].sort(), department ?? null, attributes ?? {}] as Json),
  );
  return parts.sort().join('\n');
}

/** Somebody for each role of the draft that nobody holds yet, called as the role is. */
function standIns(model: AppModel, people: People): People {
  const logins = new Set(people.map(({ login }) => login));
  return model.app.roles.flatMap(({ key, label }) => {
    if (key === model.app.admin || people.some(({ roles }) => roles.includes(key))) return [];
    return [{ login: logins.has(key) ? `${key}_1` : key, name: label, roles: [key] }];
  });
}

interface Row {
  login: string;
  name: Label;
  department: string | null;
  attributes: Record<string, Json>;
  roles: string[];
}

async function staffOf(knex: Knex, model: AppModel): Promise<People> {
  const known = new Set(model.app.roles.map(({ key }) => key));
  const rows = await knex('engine.app_user as u')
    .join('engine.user_role as r', 'r.user_id', 'u.id')
    .where({ 'r.app': model.app.key, 'u.disabled': false })
    .groupBy('u.id')
    .orderBy('u.login')
    .select<Row[]>('u.login', 'u.name', 'u.department', 'u.attributes', knex.raw('array_agg(r.role) as roles'));
  return rows.flatMap(({ login, name, department, attributes, roles }) => {
    const mine = roles.filter((role) => known.has(role)).sort();
    if (mine.length === 0) return [];
    return [
      {
        login,
        name,
        roles: mine,
        ...(department === null ? {} : { department }),
        ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
      },
    ];
  });
}

/** Those that are named and all above them, the uppermost first. */
async function departmentsOf(knex: Knex, named: ReadonlySet<string>): Promise<Departments> {
  if (named.size === 0) return [];
  const rows = await knex('engine.department').select<
    { key: string; label: Label; parent: string | null; head: string | null }[]
  >('key', 'label', 'parent', 'head');
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const found = new Map<string, Departments[number]>();
  const add = (key: string, depth: number): void => {
    const row = byKey.get(key);
    if (row === undefined || found.has(key) || depth > 50) return;
    if (row.parent !== null) add(row.parent, depth + 1);
    const { label, parent, head } = row;
    found.set(key, { key, label, ...(parent === null ? {} : { parent }), ...(head === null ? {} : { head }) });
  };
  for (const key of named) add(key, 0);
  return [...found.values()];
}
