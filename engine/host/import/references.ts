import type { Knex } from 'knex';
import { validate as isUuid } from 'uuid';
import type { AppModel, Field, FormDefinition } from '../../definition/index.ts';
import type { Json } from '../../expression/types.ts';
import { quoted, tableName } from '../apps/names.ts';
import { type LineProblem, problems } from './problem.ts';

/** Ids for what a CSV says in words: a record by its title, a person by login. Kept for one run. */
export class References {
  readonly #knex: Knex;
  readonly #app: AppModel;
  readonly #known = new Map<string, Promise<string | undefined>>();

  constructor(knex: Knex, app: AppModel) {
    this.#knex = knex;
    this.#app = app;
  }

  /** Replaces the words in `data`, sub-tables included. */
  async resolve(form: FormDefinition, data: Record<string, Json>, found: LineProblem[]): Promise<void> {
    await this.#inFields(form.fields, data, found, '');
    for (const field of form.fields) {
      const rows = field.type === 'table' ? data[field.key] : undefined;
      if (field.type !== 'table' || !Array.isArray(rows)) continue;
      for (const row of rows as Record<string, Json>[]) {
        await this.#inFields(field.fields as Field[], row, found, `${field.key}.`);
      }
    }
  }

  async #inFields(
    fields: readonly Field[],
    data: Record<string, Json>,
    found: LineProblem[],
    prefix: string,
  ): Promise<void> {
    for (const field of fields) {
      const value = data[field.key];
      if ((field.type !== 'reference' && field.type !== 'user') || typeof value !== 'string' || isUuid(value)) continue;
      const id = await this.#idOf(field, value);
      if (id === undefined) found.push(problems.noSuchRecord(prefix + field.key, value));
      else data[field.key] = id;
    }
  }

  #idOf(field: Extract<Field, { type: 'reference' | 'user' }>, text: string): Promise<string | undefined> {
    const key = `${field.type === 'reference' ? field.form : 'user'}\n${text}`;
    const known = this.#known.get(key);
    if (known) return known;
    const asked = field.type === 'reference' ? this.#recordBy(field.form, text) : this.#person(text);
    this.#known.set(key, asked);
    return asked;
  }

  /** Two records of the same title are no answer. */
  async #recordBy(formKey: string, text: string): Promise<string | undefined> {
    const title = this.#app.forms.get(formKey)?.title;
    if (title === undefined) return undefined;
    const { rows } = await this.#knex.raw<{ rows: { id: string }[] }>(
      `select id from ${tableName(this.#app.app.key, formKey)} where ${quoted(title)}::text = ? limit 2`,
      [text],
    );
    return rows.length === 1 ? rows[0]?.id : undefined;
  }

  async #person(login: string): Promise<string | undefined> {
    const row = await this.#knex('engine.app_user').where({ login }).first<{ id: string } | undefined>('id');
    return row?.id;
  }
}
