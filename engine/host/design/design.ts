import type { DesignSummary, DesignView, DraftChange, SaveResult } from '../../wire.ts';
import type { Access, UserActor } from '../access/index.ts';
import type { Host } from '../host.ts';
import { Editing } from './editing.ts';
import { Designers } from './may.ts';
import { summaryOf, viewOf } from './overview.ts';

/** What the designer asks of the server. Every call says first whether this person may. */
export class Design {
  readonly #host: Host;
  readonly #access: Access;
  readonly #designers: Designers;
  readonly #editing: Editing;

  constructor(host: Host, access: Access) {
    this.#host = host;
    this.#access = access;
    this.#designers = new Designers(host.database.knex, host.apps);
    this.#editing = new Editing(host.database.knex, host.clock);
  }

  async apps(user: UserActor): Promise<DesignSummary[]> {
    const apps = await this.#designers.appsOf(user);
    const drafts = await Promise.all(apps.map((app) => this.#editing.read(app)));
    return Promise.all(drafts.map((draft) => summaryOf(this.#host.database.knex, draft)));
  }

  async view(app: string, user: UserActor): Promise<DesignView> {
    await this.#designers.must(user, app);
    return viewOf(this.#host.database.knex, await this.#editing.read(app), undefined);
  }

  async save(app: string, changes: readonly DraftChange[], user: UserActor): Promise<SaveResult> {
    await this.#designers.must(user, app);
    return this.#editing.save(app, changes, user);
  }

  async discard(app: string, paths: readonly string[] | undefined, user: UserActor): Promise<SaveResult> {
    await this.#designers.must(user, app);
    const result = await this.#editing.discard(app, paths, user);
    const data = { files: result.files.map(({ path }) => path) };
    await this.#access.audit.write(user, { action: 'draft_discarded', app, data });
    return result;
  }
}
