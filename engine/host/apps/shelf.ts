import { type AppModel, loadApp } from '../../definition/index.ts';
import type { Values } from '../../wire.ts';
import type { Connections } from '../door/connections.ts';
import type { Apps } from '../host.ts';
import { LiveApp } from './live.ts';

interface Published {
  app: LiveApp;
  settings: Values;
}

/**
 * Published apps, ready to run, and older versions for the work that began on them. A version never changes, so it is
 * kept for good; which one is published, and the settings, are read again when a NOTIFY says so.
 */
export class Shelf implements Apps {
  readonly #sql: Connections;
  readonly #loaded: ReadonlyMap<string, AppModel>;
  readonly #published = new Map<string, Published>();
  readonly #versions = new Map<string, Promise<LiveApp>>();

  /** `loaded`: a version of the same content needs no loading. */
  constructor(sql: Connections, loaded: readonly AppModel[] = []) {
    this.#sql = sql;
    this.#loaded = new Map(loaded.map((model) => [model.hash, model]));
  }

  get(app: string): AppModel | undefined {
    return this.#published.get(app)?.app.model;
  }

  list(): readonly AppModel[] {
    return [...this.#published.values()].map(({ app }) => app.model);
  }

  number(app: string): number {
    return this.#published.get(app)?.app.number ?? 0;
  }

  settings(app: string): Values {
    return this.#published.get(app)?.settings ?? {};
  }

  current(app: string): LiveApp | undefined {
    return this.#published.get(app)?.app;
  }

  live(): readonly LiveApp[] {
    return [...this.#published.values()].map(({ app }) => app);
  }

  /** This version; the published one where nothing else is asked for. */
  at(app: string, number: number): Promise<LiveApp> {
    const name = `${app}/${number}`;
    let version = this.#versions.get(name);
    if (version === undefined) {
      version = this.#read(app, number);
      this.#versions.set(name, version);
      version.catch(() => this.#versions.delete(name));
    }
    return version;
  }

  /** Reads which versions are published and the settings; models that are known already are kept. */
  async refresh(): Promise<void> {
    const rows = await this.#sql.query<{ key: string; number: number; settings: Values | null }>(
      `select a.key, a.number, (select jsonb_object_agg(s.key, s.value) from engine.setting s where s.app = a.key) as settings
       from engine.app a order by a.key`,
    );
    for (const { key, number, settings } of rows) {
      if (this.number(key) !== number) this.#forgetOlder(key, number);
      const app = await this.at(key, number);
      const defaults = (app.model.app.settings ?? []).map((setting) => [setting.key, setting.value]);
      this.#published.set(key, { app, settings: { ...Object.fromEntries(defaults), ...settings } as Values });
    }
  }

  /** The published version, where it is another one. */
  async #otherThan(app: string, number: number): Promise<AppModel | undefined> {
    const [row] = await this.#sql.query<{ number: number }>('select number from engine.app where key = $1', [app]);
    if (row === undefined || row.number === number) return undefined;
    return (await this.at(app, row.number)).model;
  }

  /** Older versions read the columns of the published one. */
  #forgetOlder(app: string, number: number): void {
    for (const name of this.#versions.keys()) {
      if (name.startsWith(`${app}/`) && name !== `${app}/${number}`) this.#versions.delete(name);
    }
    // What was the published version was made without looking at another, and so was one that is published again.
    this.#versions.delete(`${app}/${number}`);
  }

  async #read(app: string, number: number): Promise<LiveApp> {
    const [row] = await this.#sql.query<{ hash: string; definition: { path: string; json: unknown }[] | null }>(
      `select hash, case when hash = any ($3::text[]) then null else definition end as definition
       from engine.app_version where app = $1 and number = $2`,
      [app, number, [...this.#loaded.keys()]],
    );
    if (row === undefined) throw new Error(`Version ${number} of ${app} is not in the database.`);
    const { app: model, problems } = row.definition
      ? loadApp(row.definition)
      : { app: this.#loaded.get(row.hash), problems: [] };
    if (model === undefined) throw new Error(`Version ${number} of ${app} cannot be read: ${problems[0]?.code}`);
    return new LiveApp(model, number, await this.#otherThan(app, number));
  }
}
