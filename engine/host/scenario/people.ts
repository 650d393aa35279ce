import { v5 as uuidOf } from 'uuid';
import type { ScenarioDefinition } from '../../definition/index.ts';
import { DATA_NAMESPACE } from '../apps/data.ts';
import type { Database } from '../database/database.ts';

export type StoryPeople = Pick<ScenarioDefinition, 'people' | 'departments'>;

/**
 * The people of a story take the place of those whom the app's data brings along: nobody else holds a role. Their ids
 * follow from their logins, so that whatever goes by the order of ids goes the same way each time.
 */
export async function setPeople({ knex }: Database, app: string, { people, departments }: StoryPeople): Promise<void> {
  if (people === undefined) return;
  await knex.transaction(async (trx) => {
    await trx('engine.user_role').where({ app }).delete();
    for (const { key, label, parent, head } of departments ?? []) {
      const row = { key, label: JSON.stringify(label), parent: parent ?? null, head: head ?? null };
      await trx('engine.department').insert(row).onConflict('key').merge();
    }
    // A department that nobody describes is one by its key.
    const named = [...new Set(people.flatMap(({ department }) => department ?? []))];
    const rows = named.map((key) => ({ key, label: JSON.stringify(key) }));
    if (rows.length > 0) await trx('engine.department').insert(rows).onConflict('key').ignore();
    for (const { login, name, roles, department, attributes } of people) {
      const id = uuidOf(`${app}/${login}`, DATA_NAMESPACE);
      const known = { department: department ?? null, attributes: JSON.stringify(attributes ?? {}) };
      const [row] = await trx('engine.app_user')
        .insert({ id, login, name: JSON.stringify(name), ...known })
        .onConflict('login')
        .merge({ name: JSON.stringify(name), ...known })
        .returning<{ id: string }[]>('id');
      await trx('engine.user_role').insert([...new Set(roles)].map((role) => ({ user_id: row?.id ?? id, app, role })));
    }
  });
}
