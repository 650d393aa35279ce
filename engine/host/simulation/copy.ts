import type { Field, Label } from '../../definition/index.ts';
import { canonical } from '../../definition/index.ts';
import type { Condition } from '../../expression/types.ts';
import type { Json, RecordView, SimulationCopy, Values } from '../../wire.ts';
import type { UserActor } from '../access/index.ts';
import { quoted, tableName } from '../apps/names.ts';
import { Refusal } from '../door/index.ts';
import type { Host } from '../host.ts';
import { byTitle, pointed } from '../scenario/pointers.ts';
import { copyWords } from './copyWords.ts';
import type { Session } from './session.ts';

export interface CopyOrder {
  form: string;
  record: string;
  /** One that is there before the story begins: also what nobody types in themselves. */
  whole: boolean;
}

type Told = SimulationCopy['told'];
const COMPUTED = new Set(['serial', 'rollup']);
const FILES = new Set(['file', 'image', 'video', 'signature']);

/**
 * A record of the live app as a story can have it: the same text and numbers, stand-ins for files, people of the story for
 * those who are named, and what it points to as records of the story. What could not come along is told.
 */
export class Copier {
  readonly #live: Host;
  readonly #session: Session;
  readonly #user: UserActor;
  readonly #given: SimulationCopy['given'] = [];
  #told: Told = [];

  constructor(live: Host, session: Session, user: UserActor) {
    this.#live = live;
    this.#session = session;
    this.#user = user;
  }

  async copy({ form, record, whole }: CopyOrder): Promise<SimulationCopy> {
    const fields = this.#fieldsOf(form);
    const data = await this.#record(form, await this.#read(form, record), whole ? 'whole' : 'typed', true);
    await this.#asked(form, data);
    const isReady = this.#given.length === 0;
    return {
      data,
      given: this.#given,
      told: this.#told,
      ...(isReady && { values: await pointed(this.#parts, fields, data) }),
    };
  }

  /** What its linked queries find in other forms comes along too, or they would find nothing. */
  async #asked(form: string, data: Values): Promise<void> {
    for (const { from, else: or, match } of this.#session.place.app.model.forms.get(form)?.lookups ?? []) {
      const [source] = [from, or].flatMap((one) => (one !== undefined && 'form' in one ? [one.form] : []));
      const wanted = valuesOf(match ?? {}, data);
      if (source === undefined || wanted === undefined || (await this.#isThere(source, wanted))) continue;
      try {
        await this.#found(source, wanted);
      } catch (cause) {
        // What one may not see cannot be copied: the query finds nothing, and its form says so.
        if (!(cause instanceof Refusal)) throw cause;
      }
    }
  }

  async #found(form: string, wanted: Values): Promise<void> {
    const { app } = this.#session.parts;
    const all = Object.entries(wanted).map(([fact, value]) => ({ fact, operator: 'equal', value }));
    const query = { size: 1, filter: { all } as Condition };
    const { rows } = await this.#live.records.list(app, form, query, this.#user, this.#user.locale);
    if (rows[0] === undefined) return;
    const view = await this.#read(form, rows[0].id);
    const data = await this.#record(form, view, 'whole', false);
    if (this.#known(form, data) === undefined) this.#add(form, data);
    const { label = form } = this.#session.place.app.model.forms.get(form) ?? {};
    this.#tell(label, copyWords.copied(view.title));
  }

  /** A record of the story already answers the query. */
  async #isThere(form: string, wanted: Values): Promise<boolean> {
    const { host, app } = this.#session.place;
    const where = Object.keys(wanted)
      .map((key) => `${quoted(key)}::text = ?`)
      .join(' and ');
    const { rows } = await host.database.knex.raw<{ rows: object[] }>(
      `select 1 from ${tableName(app.key, form)} where ${where} limit 1`,
      Object.values(wanted).map(String),
    );
    return rows.length > 0;
  }

  get #parts() {
    const { host, app, story } = this.#session.place;
    return { host, app: app.key, records: story.records };
  }

  #fieldsOf(form: string): readonly Field[] {
    return this.#session.place.app.model.forms.get(form)?.fields ?? [];
  }

  #read(form: string, record: string): Promise<RecordView> {
    return this.#live.records.get(this.#session.parts.app, form, record, this.#user, this.#user.locale);
  }

  async #record(form: string, view: RecordView, kind: 'whole' | 'typed', isFirst: boolean): Promise<Values> {
    const wanted = this.#fieldsOf(form).filter(({ type, readonly, value }) => {
      const isOwn = value === undefined && !COMPUTED.has(type);
      return kind === 'whole' ? isOwn : isOwn && !readonly;
    });
    if (isFirst && kind === 'whole') this.#numbersAnew(form, view);
    return this.#values(wanted, view.data, view, '', isFirst);
  }

  /** A number that the engine gives is another one here: what looks for it finds nothing. */
  #numbersAnew(form: string, { data }: RecordView): void {
    for (const { key, type, label } of this.#fieldsOf(form)) {
      if (type === 'serial' && data[key]) this.#tell(label, copyWords.number(String(data[key])));
    }
  }

  async #values(fields: readonly Field[], data: Values, view: RecordView, at: string, isFirst: boolean) {
    const kept: [string, Json][] = [];
    for (const field of fields) {
      const value = data[field.key] ?? null;
      if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) continue;
      if (view.rights[`${at}${field.key}`] === 'mask') {
        this.#tell(field.label, copyWords.masked());
        continue;
      }
      const found = await this.#value(field, value, view, isFirst);
      if (found !== undefined) kept.push([field.key, found]);
    }
    return Object.fromEntries(kept) as Values;
  }

  async #value(field: Field, value: Json, view: RecordView, isFirst: boolean): Promise<Json | undefined> {
    if (field.type === 'table' && Array.isArray(value)) {
      const rows = value.filter((row): row is Values => row !== null && typeof row === 'object');
      const copied: Values[] = [];
      for (const row of rows) copied.push(await this.#values(field.fields, row, view, `${field.key}.`, isFirst));
      return copied;
    }
    if (FILES.has(field.type) && Array.isArray(value)) {
      const names = value.map((id) => view.files[String(id)]?.name ?? '').filter(Boolean);
      this.#tell(field.label, copyWords.files(value.length, names));
      return value;
    }
    if (field.type === 'user') return this.#person(field.label, field.role, String(value), view);
    if (field.type !== 'reference') return value;
    return this.#pointer(field.label, field.form, String(value), view, isFirst);
  }

  /** The same person where they are in the story; else whoever holds a role of theirs, or the one that the field asks for. */
  async #person(label: Label, wanted: string | undefined, id: string, view: RecordView): Promise<string | undefined> {
    const { knex } = this.#live.database;
    const app = this.#session.parts.app;
    const staff = await this.#session.place.host.people.of(app);
    const person = await knex('engine.app_user').where({ id }).first<{ login: string } | undefined>('login');
    const same = person && staff.person(person.login);
    if (same) return same.login;
    const roles = await knex('engine.user_role').where({ user_id: id, app }).pluck<string[]>('role');
    const holders = [...(wanted === undefined ? [] : [wanted]), ...roles].flatMap((role) => staff.members(role));
    const [other] = holders.flatMap((one) => staff.person(one) ?? []);
    const name = view.texts[id] ?? person?.login ?? id;
    this.#tell(label, other ? copyWords.otherPerson(name, other.name) : copyWords.nobody(name));
    return other?.login;
  }

  /** One that is there by its title is meant; else it is copied as well, but not what that one points to. */
  async #pointer(
    label: Label,
    form: string,
    id: string,
    view: RecordView,
    isFirst: boolean,
  ): Promise<string | undefined> {
    const title = view.texts[id] ?? '';
    if (title !== '' && (await byTitle(this.#parts, form, title)) !== undefined) return title;
    if (!isFirst) {
      this.#tell(label, copyWords.farther(title || id));
      return undefined;
    }
    try {
      const data = await this.#record(form, await this.#read(form, id), 'whole', false);
      const name = this.#known(form, data) ?? this.#add(form, data);
      this.#tell(label, copyWords.copied(title || id));
      return name;
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      this.#tell(label, copyWords.unseen(title || id));
      return undefined;
    }
  }

  #known(form: string, data: Values): string | undefined {
    const all = [...(this.#session.script.given ?? []), ...this.#given];
    return all.find((one) => one.form === form && canonical(one.data) === canonical(data))?.name;
  }

  #add(form: string, data: Values): string {
    const taken = new Set([...(this.#session.script.given ?? []), ...this.#given].map(({ name }) => name));
    let number = 1;
    while (taken.has(`copied_${number}`)) number += 1;
    this.#given.push({ form, name: `copied_${number}`, data });
    return `copied_${number}`;
  }

  /** Once for each field, however many rows say the same. */
  #tell(label: Label, text: Told[number]['text']): void {
    const line = { label, text };
    if (!this.#told.some((one) => canonical(one) === canonical(line))) this.#told = [...this.#told, line];
  }
}

/** The values that a query asks with, where each is a field's own and is filled in. */
function valuesOf(match: object, data: Values): Values | undefined {
  const pairs = Object.entries(match).map(([key, value]): [string, Json] => {
    const name = typeof value === 'string' ? /^=\s*([\p{L}_][\p{L}\p{N}_]*)\s*$/u.exec(value)?.[1] : undefined;
    return [key, name === undefined ? null : (data[name] ?? null)];
  });
  return pairs.length > 0 && pairs.every(([, value]) => value !== null && typeof value !== 'object')
    ? Object.fromEntries(pairs)
    : undefined;
}
