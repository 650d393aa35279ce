import { textOf } from '../../form/index.ts';
import type { Person } from '../../wire.ts';
import type { Locale, UserActor } from '../access/actor.ts';
import type { Held } from '../door/held.ts';
import { maySee } from '../door/judge.ts';
import type { DoorParts } from '../door/parts.ts';
import type { Person as Colleague } from '../door/people.ts';
import { Work } from '../door/work.ts';

const MOST_FOUND = 20;

/** The people who may see a record: by their roles, or because they have or had a task of it. */
export interface Audience {
  has(id: string): boolean;
  /** By name or login; without `except`. */
  find(search: string, locale: Locale, except: string): Person[];
}

export async function audienceOf(parts: DoorParts, held: Held): Promise<Audience> {
  const staff = await parts.people.of(held.app.key);
  const tasks = await parts.sql.query<{ id: string }>(
    `select distinct unnest(array[assignee, by]) as id from engine.task where record = $1`,
    [held.head.id],
  );
  const byTask = new Set(tasks.map(({ id }) => id));
  const known = new Map<string, boolean>();
  const sees = (person: Colleague): boolean => {
    const found = known.get(person.id) ?? (byTask.has(person.id) || maySeeAs(parts, held, person));
    known.set(person.id, found);
    return found;
  };
  return {
    has: (id) => {
      const person = staff.person(id);
      return person !== undefined && person.id === id && sees(person);
    },
    find: (search, locale, except) => {
      const wanted = search.trim().toLowerCase();
      const found: Person[] = [];
      for (const person of staff.everybody()) {
        const name = textOf(person.name, locale);
        if (person.id === except || !`${name}\n${person.login}`.toLowerCase().includes(wanted) || !sees(person))
          continue;
        found.push({ id: person.id, login: person.login, name });
        if (found.length >= MOST_FOUND) break;
      }
      return found;
    },
  };
}

function maySeeAs(parts: DoorParts, held: Held, person: Colleague): boolean {
  const actor: UserActor = {
    kind: 'user',
    id: person.id,
    login: person.login,
    name: textOf(person.name, 'zh-CN'),
    locale: 'zh-CN',
    department: person.department,
    roles: { [held.app.key]: person.roles },
    attributes: person.attributes,
    via: 'session',
  };
  return maySee(new Work(parts, actor), held, actor);
}
