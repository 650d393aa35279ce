import type { Knex } from 'knex';
import { rolesIn, type UserActor } from '../access/index.ts';
import { refusals } from '../door/refusal.ts';
import type { Apps } from '../host.ts';
import { designRefusals } from './refusals.ts';

/** Who may design an app: whoever holds its administrators' role, and nobody else. */
export class Designers {
  readonly #knex: Knex;
  readonly #apps: Apps;

  constructor(knex: Knex, apps: Apps) {
    this.#knex = knex;
    this.#apps = apps;
  }

  /** The role that designs the app: as published; of an app that never was, as it was made. */
  async roleOf(app: string): Promise<string | undefined> {
    const model = this.#apps.get(app);
    if (model) return model.app.admin;
    const row = await this.#knex('engine.design').where({ app }).first<{ admin: string } | undefined>('admin');
    return row?.admin;
  }

  async must(user: UserActor, app: string): Promise<void> {
    const role = await this.roleOf(app);
    // An app that one may not design and one that is not there are told apart by nobody.
    if (role === undefined || !rolesIn(user, app).includes(role)) throw designRefusals.unknownApp(app);
  }

  /** Apps that this person designs, by key. */
  async appsOf(user: UserActor): Promise<string[]> {
    const drafts = await this.#knex('engine.design').pluck<string[]>('app');
    const all = new Set([...this.#apps.list().map(({ app }) => app.key), ...drafts]);
    const own: string[] = [];
    for (const app of [...all].sort()) {
      const role = await this.roleOf(app);
      if (role !== undefined && rolesIn(user, app).includes(role)) own.push(app);
    }
    return own;
  }

  /** Apps are made by whoever designs one already. */
  async mustDesignSome(user: UserActor): Promise<void> {
    if ((await this.appsOf(user)).length === 0) throw refusals.notAllowed();
  }
}
