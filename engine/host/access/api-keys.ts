import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import type { Clock } from '../clock.ts';
import type { UserActor } from './actor.ts';
import { digest, randomToken } from './digest.ts';
import { findPerson } from './people.ts';

/** read: what the person may see; write: what the person may do; import: loading files. */
export const SCOPES = ['read', 'write', 'import'] as const;
export type Scope = (typeof SCOPES)[number];

export interface ApiKey {
  id: string;
  name: string;
  app: string | null;
  scopes: Scope[];
  created_at: string;
  expires_at: string | null;
  used_at: string | null;
}

interface Row extends ApiKey {
  user_id: string;
}

interface Cached {
  user: UserActor;
  key: string;
  expiresAt: number;
  readAt: number;
}

const PREFIX = 'ffk_';
const CACHE_MS = 60_000;
const USED_EVERY_MS = 60_000;

/** Keys for programs: they act as the person who made them, within their scopes and one app where it is named. */
export class ApiKeys {
  readonly #knex: Knex;
  readonly #clock: Clock;
  readonly #cache = new Map<string, Cached>();
  #generation = 0;

  constructor(knex: Knex, clock: Clock) {
    this.#knex = knex;
    this.#clock = clock;
  }

  /** The token is shown this once. */
  async create(
    user: string,
    wanted: { name: string; scopes: readonly Scope[]; app?: string; expiresAt?: string },
  ): Promise<{ id: string; token: string }> {
    const [id, token] = [uuid(), PREFIX + randomToken()];
    await this.#knex('engine.api_key').insert({
      id,
      name: wanted.name,
      token_hash: digest(token),
      user_id: user,
      app: wanted.app ?? null,
      scopes: [...wanted.scopes],
      created_at: this.#clock.now(),
      expires_at: wanted.expiresAt ?? null,
    });
    return { id, token };
  }

  list(user: string): Promise<ApiKey[]> {
    return this.#knex('engine.api_key')
      .where({ user_id: user, revoked_at: null })
      .orderBy('created_at')
      .select<ApiKey[]>('id', 'name', 'app', 'scopes', 'created_at', 'expires_at', 'used_at');
  }

  async revoke(user: string, id: string): Promise<boolean> {
    const found = await this.#knex('engine.api_key')
      .where({ id, user_id: user, revoked_at: null })
      .update({ revoked_at: this.#clock.now() });
    this.forget(user);
    return found === 1;
  }

  async find(token: string): Promise<UserActor | undefined> {
    if (!token.startsWith(PREFIX)) return undefined;
    const hash = digest(token);
    const now = this.#clock.now().getTime();
    const cached = this.#cache.get(hash);
    if (cached && cached.expiresAt > now && now - cached.readAt < CACHE_MS) return cached.user;
    const generation = this.#generation;
    const row = await this.#knex('engine.api_key')
      .where({ token_hash: hash, revoked_at: null })
      .first<Row | undefined>();
    const expiresAt = row?.expires_at ? Date.parse(row.expires_at) : Number.POSITIVE_INFINITY;
    if (!row || expiresAt <= now) return undefined;
    const person = await findPerson(this.#knex, row.user_id, 'api_key');
    if (!person) return undefined;
    const user = limited(person, row);
    if (!row.used_at || now - Date.parse(row.used_at) > USED_EVERY_MS) await this.#markUsed(row.id);
    if (generation === this.#generation) this.#cache.set(hash, { user, key: row.id, expiresAt, readAt: now });
    return user;
  }

  forget(userId?: string): void {
    this.#generation += 1;
    for (const [hash, { user }] of this.#cache) {
      if (userId === undefined || user.id === userId) this.#cache.delete(hash);
    }
  }

  async #markUsed(id: string): Promise<void> {
    await this.#knex('engine.api_key').where({ id }).update({ used_at: this.#clock.now() });
  }
}

function limited(person: UserActor, row: Row): UserActor {
  const roles = row.app === null ? person.roles : { [row.app]: person.roles[row.app] ?? [] };
  return { ...person, roles, scopes: row.scopes };
}
