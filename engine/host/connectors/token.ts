import { setTimeout as delay } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { SecretBox } from './secrets.ts';

export interface FetchedToken {
  token: string;
  ttlMs: number;
}

interface Row {
  token: Buffer | null;
  valid: boolean;
}

const LEASE_SECONDS = 30;
const POLL_MS = 50;

/**
 * Access tokens for all processes: fetched by one of them while the others wait, because providers such as WeCom
 * invalidate the older token as soon as a second one is asked for.
 */
export class TokenCache {
  readonly #knex: Knex;
  readonly #box: SecretBox;
  readonly #inFlight = new Map<string, Promise<string>>();

  constructor(knex: Knex, box: SecretBox) {
    this.#knex = knex;
    this.#box = box;
  }

  /** `stale` is a token that the other side has just refused: another one is fetched, unless somebody did so already. */
  get(app: string, connector: string, fetch: () => Promise<FetchedToken>, stale?: string): Promise<string> {
    const key = `${app}.${connector}.${stale ?? ''}`;
    const running = this.#inFlight.get(key);
    if (running) return running;
    const mine = this.#obtain(app, connector, fetch, stale).finally(() => this.#inFlight.delete(key));
    this.#inFlight.set(key, mine);
    return mine;
  }

  async #obtain(app: string, connector: string, fetch: () => Promise<FetchedToken>, stale?: string): Promise<string> {
    for (;;) {
      const known = await this.#read(app, connector);
      if (known !== undefined && known !== stale) return known;
      if (await this.#lease(app, connector)) break;
      await delay(POLL_MS);
    }
    try {
      // Another one may have fetched it and let the lease go since it was read.
      const known = await this.#read(app, connector);
      if (known !== undefined && known !== stale) {
        await this.#rows(app, connector).update({ fetching_until: null });
        return known;
      }
      const { token, ttlMs } = await fetch();
      await this.#rows(app, connector).update({
        token: this.#box.seal(token),
        expires_at: this.#knex.raw('now() + make_interval(secs => ?)', [ttlMs / 1000]),
        fetching_until: null,
      });
      return token;
    } catch (cause) {
      await this.#rows(app, connector).update({ fetching_until: null });
      throw cause;
    }
  }

  async #read(app: string, connector: string): Promise<string | undefined> {
    const row = await this.#rows(app, connector).first<Row | undefined>(
      'token',
      this.#knex.raw('coalesce(expires_at > now(), false) as valid'),
    );
    return row?.valid && row.token ? this.#box.open(row.token) : undefined;
  }

  async #lease(app: string, connector: string): Promise<boolean> {
    const taken = await this.#knex.raw<{ rowCount: number }>(
      `insert into engine.connector_token as t (app, connector, fetching_until)
       values (?, ?, now() + make_interval(secs => ?))
       on conflict (app, connector) do update set fetching_until = excluded.fetching_until
       where t.fetching_until is null or t.fetching_until < now()`,
      [app, connector, LEASE_SECONDS],
    );
    return taken.rowCount === 1;
  }

  #rows(app: string, connector: string): Knex.QueryBuilder {
    return this.#knex('engine.connector_token').where({ app, connector });
  }
}
