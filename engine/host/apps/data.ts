import type { Knex } from 'knex';
import { v7 as uuid, v5 as uuidOf } from 'uuid';
import { type AppModel, canonical, type DataDefinition, sha256 } from '../../definition/index.ts';
import type { Json, Values } from '../../wire.ts';
import { hashPassword } from '../access/index.ts';
import type { Door } from '../door/index.ts';
import { relativeDates } from './dates.ts';
import { quoted, tableName } from './names.ts';

/** Names commands that follow from data, so that a load that was cut short goes on where it stopped. */
export const DATA_NAMESPACE = '2f9a6c1e-7d0b-5e43-8a3c-4b1f8f0c9d52';

export interface LoadOptions {
  knex: Knex;
  door: Door;
  model: AppModel;
  now: Date;
  /** Demo data too; `people`: the people of the demo, but not its records. */
  demo: boolean | 'people';
  /** Demo people can log in with it; undefined: nobody can. */
  password?: string;
}

export interface LoadedPerson {
  login: string;
  name: string | { 'zh-CN': string; en: string };
  roles: string[];
}

/**
 * What an app brings along: people first, because records name them, then master data. Rows that are there already, by
 * their `by` field, are left as they are. The demo's runs are the story's business (engine/host/scenario).
 */
export async function loadData(options: LoadOptions): Promise<void> {
  const { knex, model, demo } = options;
  const all = [...model.data.values()];
  const wanted = all.filter((data) => demo === true || data.demo !== true);
  await loadPeople(options, demo === false ? wanted : all);
  for (const data of wanted) {
    if (data.form === undefined || data.rows === undefined) continue;
    if (await isLoaded(knex, model.app.key, data)) continue;
    await loadRows(options, data);
    await markLoaded(knex, model.app.key, data);
  }
}

export function peopleOf(model: AppModel): LoadedPerson[] {
  return [...model.data.values()].flatMap((data) => data.users ?? []);
}

export async function isLoaded(knex: Knex, app: string, data: DataDefinition): Promise<boolean> {
  const row = await knex('engine.loaded_data')
    .where({ app, key: data.key })
    .first<{ hash: string } | undefined>('hash');
  // Demo data is loaded once, even where its definition has changed since; master data may bring new rows.
  return row !== undefined && (data.demo === true || row.hash === hashOf(data));
}

export async function markLoaded(knex: Knex, app: string, data: DataDefinition): Promise<void> {
  await knex('engine.loaded_data')
    .insert({ app, key: data.key, hash: hashOf(data) })
    .onConflict(['app', 'key'])
    .merge();
}

function hashOf(data: DataDefinition): string {
  return sha256(canonical(data));
}

async function loadPeople({ knex, model, password }: LoadOptions, wanted: readonly DataDefinition[]): Promise<void> {
  const departments = wanted.flatMap((data) => data.departments ?? []);
  const users = wanted.flatMap((data) => data.users ?? []);
  if (departments.length + users.length === 0) return;
  await knex.transaction(async (trx) => {
    for (const { key, label, parent, head } of departments) {
      const row = { key, label: JSON.stringify(label), parent: parent ?? null, head: head ?? null };
      await trx('engine.department').insert(row).onConflict('key').ignore();
    }
    for (const { login, name, roles, department, phone, email, attributes } of users) {
      const known = await trx('engine.app_user').where({ login }).first<{ id: string } | undefined>('id');
      const id = known?.id ?? uuid();
      if (known === undefined) {
        await trx('engine.app_user').insert({
          id,
          login,
          name: JSON.stringify(name),
          department: department ?? null,
          phone: phone ?? null,
          email: email ?? null,
          attributes: JSON.stringify(attributes ?? {}),
          password_hash: password === undefined ? null : await hashPassword(password),
        });
      }
      const rows = roles.map((role) => ({ user_id: id, app: model.app.key, role }));
      // Roles that somebody has taken since do not come back with the next start.
      if (known === undefined)
        await trx('engine.user_role').insert(rows).onConflict(['user_id', 'app', 'role']).ignore();
      else await addFirstRoles(trx, id, model.app.key, rows);
    }
    await trx.raw('select pg_notify(?, ?)', ['engine', JSON.stringify({ kind: 'people' })]);
  });
}

/** A person of another app who is named here as well gets this app's roles once. */
async function addFirstRoles(trx: Knex.Transaction, user: string, app: string, rows: object[]): Promise<void> {
  const has = await trx('engine.user_role').where({ user_id: user, app }).first();
  if (!has) await trx('engine.user_role').insert(rows);
}

async function loadRows({ knex, door, model, now }: LoadOptions, data: DataDefinition): Promise<void> {
  const { form: key = '', by, rows = [] } = data;
  const form = model.forms.get(key);
  if (form === undefined) return;
  const app = model.app.key;
  const there = await existing(knex, app, key, by);
  for (const [position, row] of rows.entries()) {
    if (by !== undefined && there.has(String((row as Values)[by] ?? ''))) continue;
    const values = relativeDates(row as Json, now, model.app.timeZone, form.fields) as Values;
    const command = uuidOf(
      `${app}/${data.key}/${by === undefined ? position : String((row as Values)[by])}`,
      DATA_NAMESPACE,
    );
    await door.execute(
      { command, app, type: 'create', form: key, data: values },
      { kind: 'engine', cause: `data ${data.key}` },
    );
  }
}

async function existing(knex: Knex, app: string, form: string, by: string | undefined): Promise<Set<string>> {
  if (by === undefined) return new Set();
  const { rows } = await knex.raw<{ rows: { value: string }[] }>(
    `select ${quoted(by)}::text as value from ${tableName(app, form)}`,
  );
  return new Set(rows.map(({ value }) => value));
}
