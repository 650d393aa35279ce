import { tableName } from '../apps/names.ts';
import type { RunningHost } from '../compose.ts';

export interface Named {
  form: string;
  id: string;
}

/** The records of a story, by the names that steps call them by. */
export class StoryRecords {
  readonly #known = new Map<string, Named>();
  readonly #gone = new Set<string>();
  #last: Named | undefined;

  get named(): ReadonlyMap<string, Named> {
    return this.#known;
  }

  /** Without a name: the one that was submitted last. */
  get(name: string | undefined): Named | undefined {
    return name === undefined ? this.#last : this.#known.get(name);
  }

  nameOf(id: string): string | undefined {
    return [...this.#known].find(([, record]) => record.id === id)?.[0];
  }

  /** There before the story begins, by a name of its own. */
  given(record: Named, name: string): void {
    this.#known.set(name, record);
  }

  submitted(record: Named, name: string | undefined): void {
    this.#last = record;
    if (name !== undefined) this.#known.set(name, record);
  }

  /** It has been deleted; its history stays, and is no new record. */
  forget(id: string): void {
    this.#gone.add(id);
    if (this.#last?.id === id) this.#last = undefined;
    for (const [name, record] of this.#known) if (record.id === id) this.#known.delete(name);
  }

  /** Records without a flow, which rules and flows have made, are called so too: the second parcel is parcel_2. */
  async find(host: RunningHost, app: string, name: string): Promise<void> {
    const [, form = '', number = ''] = /^(.+)_(\d+)$/.exec(name) ?? [];
    if (this.#known.has(name) || host.apps.get(app)?.forms.has(form) !== true) return;
    const { rows } = await host.database.knex.raw<{ rows: { id: string }[] }>(
      `select id from ${tableName(app, form)} order by created_at, id offset ? limit 1`,
      [Number(number) - 1],
    );
    const [row] = rows;
    if (row) this.#known.set(name, { form, id: row.id });
  }

  /** One that something has come to from outside is called as `find` would call it. */
  async met(host: RunningHost, app: string, record: Named): Promise<void> {
    const isKnown = record.id === this.#last?.id || this.nameOf(record.id) !== undefined;
    if (isKnown) return;
    const { rows } = await host.database.knex.raw<{ rows: { id: string }[] }>(
      `select id from ${tableName(app, record.form)} order by created_at, id`,
    );
    this.#known.set(`${record.form}_${rows.findIndex(({ id }) => id === record.id) + 1}`, record);
  }

  /** What flows and rules have begun by themselves is called by its form and a number. */
  async meet(host: RunningHost, app: string): Promise<void> {
    const met = [...this.#known.values(), ...(this.#last ? [this.#last] : [])].map(({ id }) => id);
    const known = new Set([...met, ...this.#gone]);
    const rows = await host.database
      .knex('engine.instance')
      .where({ app })
      .orderBy(['started_at', 'id'])
      .select<{ form: string; record: string }[]>('form', 'record');
    for (const { form, record } of rows) {
      if (known.has(record)) continue;
      let number = 1;
      while (this.#known.has(`${form}_${number}`)) number += 1;
      this.#known.set(`${form}_${number}`, { form, id: record });
    }
  }
}
