import { tableName } from '../apps/names.ts';
import type { RunningHost } from '../compose.ts';

export interface Named {
  form: string;
  id: string;
}

/** The records of a story, by the names that steps call them by. */
export class StoryRecords {
  readonly #known = new Map<string, Named>();
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
    const known = new Set([...this.#known.values(), ...(this.#last ? [this.#last] : [])].map(({ id }) => id));
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
