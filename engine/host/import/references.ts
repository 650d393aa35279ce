import type { Knex } from 'knex';
import { validate as isUuid } from 'uuid';
import type { AppModel, Field, FormDefinition } from '../../definition/index.ts';
import type { Json } from '../../expression/types.ts';
import { fieldType, type Pointer } from '../../form/index.ts';
import { quoted, tableName } from '../apps/names.ts';
import { type LineProblem, problems } from './problem.ts';

/** Ids for what a table says in words: a record by its title, an option by its label, a person by login or name. Kept for one run. */
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
      const pointer = fieldType(field).pointsTo?.(field);
      if (!pointer || pointer.kind === 'file' || typeof value !== 'string' || value === '' || isUuid(value)) continue;
      const id = await this.#idOf(pointer, value);
      if (id === undefined) found.push(problems.noSuchRecord(prefix + field.key, value));
      else data[field.key] = id;
    }
  }

  #idOf(pointer: Exclude<Pointer, { kind: 'file' }>, text: string): Promise<string | undefined> {
    const key = JSON.stringify([pointer.kind, 'form' in pointer ? pointer.form : '', text]);
    const known = this.#known.get(key);
    if (known) return known;
    const asked = this.#ask(pointer, text);
    this.#known.set(key, asked);
    return asked;
  }

  #ask(pointer: Exclude<Pointer, { kind: 'file' }>, text: string): Promise<string | undefined> {
    if (pointer.kind === 'user') return this.#person(text);
    if (pointer.kind === 'reference') return this.#recordBy(pointer.form, text);
    if (pointer.kind === 'option') return this.#optionBy(pointer, text);
    return pointer.kind === 'department' ? this.#department(text) : Promise.resolve(this.#role(text));
  }

  /** Two records of the same title are no answer. */
  async #recordBy(formKey: string, text: string): Promise<string | undefined> {
    const title = this.#app.forms.get(formKey)?.title;
    return title === undefined ? undefined : this.#only(formKey, 'id', title, text);
  }

  /** As the field keeps it, or by what people call it; what is no option at all is for the form to refuse. */
  async #optionBy({ form, field, label }: Extract<Pointer, { kind: 'option' }>, text: string): Promise<string> {
    return (await this.#only(form, field, field, text)) ?? (await this.#only(form, field, label, text)) ?? text;
  }

  async #department(text: string): Promise<string | undefined> {
    const { rows } = await this.#knex.raw<{ rows: { key: string }[] }>(
      `select key from engine.department
       where key = :text or label #>> '{}' = :text or label ->> 'zh-CN' = :text or label ->> 'en' = :text
       order by key <> :text limit 1`,
      { text },
    );
    return rows[0]?.key;
  }

  #role(text: string): string | undefined {
    return this.#app.app.roles.find(({ key, label }) => {
      return key === text || (typeof label === 'string' ? label === text : Object.values(label).includes(text));
    })?.key;
  }

  async #only(form: string, wanted: string, by: string, text: string): Promise<string | undefined> {
    const { rows } = await this.#knex.raw<{ rows: { found: string }[] }>(
      `select distinct ${quoted(wanted)}::text as found from ${tableName(this.#app.app.key, form)} where ${quoted(by)}::text = ? limit 2`,
      [text],
    );
    return rows.length === 1 ? rows[0]?.found : undefined;
  }

  /** By login, else by a name that only one person of the app has. */
  async #person(text: string): Promise<string | undefined> {
    const { rows } = await this.#knex.raw<{ rows: { id: string; login: string }[] }>(
      `select distinct u.id, u.login from engine.app_user u left join engine.user_role r on r.user_id = u.id
       where u.login = :text or (r.app = :app and not u.disabled and
         (u.name #>> '{}' = :text or u.name ->> 'zh-CN' = :text or u.name ->> 'en' = :text))`,
      { text, app: this.#app.app.key },
    );
    const byLogin = rows.find(({ login }) => login === text);
    return byLogin?.id ?? (rows.length === 1 ? rows[0]?.id : undefined);
  }
}
