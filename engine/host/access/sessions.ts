import type { Knex } from 'knex';
import type { Clock } from '../clock.ts';
import type { UserActor } from './actor.ts';
import { digest, randomToken } from './digest.ts';
import { findPerson } from './people.ts';

export interface LiveSession {
  user: UserActor;
  csrf: string;
}

interface Cached extends LiveSession {
  expiresAt: number;
  readAt: number;
}

interface Row {
  user_id: string;
  created_at: string;
  expires_at: string;
  csrf: string;
}

const HOUR_MS = 3_600_000;
/** Ends twelve hours after the last use, and a week after the login at the latest. */
const IDLE_MS = 12 * HOUR_MS;
const LONGEST_MS = 7 * 24 * HOUR_MS;
/** Only a second net: the database tells when a person changes. */
const CACHE_MS = 60_000;
const CACHE_SIZE = 10_000;

/** Sessions of the browser. The table holds hashes of tokens; a cache spares the look-up and is emptied by NOTIFY. */
export class Sessions {
  readonly #knex: Knex;
  readonly #clock: Clock;
  readonly #cache = new Map<string, Cached>();
  /** Counts what was forgotten, so that a look-up that was under way meanwhile is not kept. */
  #generation = 0;

  constructor(knex: Knex, clock: Clock) {
    this.#knex = knex;
    this.#clock = clock;
  }

  async begin(userId: string): Promise<{ token: string; csrf: string }> {
    const [token, csrf, now] = [randomToken(), randomToken(), this.#clock.now()];
    await this.#knex('engine.session').insert({
      token_hash: digest(token),
      user_id: userId,
      created_at: now,
      expires_at: new Date(now.getTime() + IDLE_MS),
      csrf,
    });
    return { token, csrf };
  }

  async find(token: string): Promise<LiveSession | undefined> {
    const hash = digest(token);
    const now = this.#clock.now().getTime();
    const cached = this.#cache.get(hash);
    if (cached && cached.expiresAt > now && now - cached.readAt < CACHE_MS) return cached;
    const generation = this.#generation;
    const row = await this.#knex('engine.session').where({ token_hash: hash }).first<Row | undefined>();
    if (!row || Date.parse(row.expires_at) <= now) return undefined;
    const user = await findPerson(this.#knex, row.user_id, 'session');
    if (!user) return undefined;
    const expiresAt = await this.#prolong(hash, row, now);
    const found: Cached = { user, csrf: row.csrf, expiresAt, readAt: now };
    if (generation === this.#generation) this.#keep(hash, found);
    return found;
  }

  async end(token: string): Promise<void> {
    const hash = digest(token);
    this.#cache.delete(hash);
    this.#generation += 1;
    await this.#knex('engine.session').where({ token_hash: hash }).delete();
  }

  /** Every session of a person but one: after a change of password. */
  async endOthers(userId: string, token: string): Promise<void> {
    await this.#knex('engine.session')
      .where({ user_id: userId })
      .whereNot({ token_hash: digest(token) })
      .delete();
    this.forget(userId);
  }

  /** What is cached of one person, or of everybody. */
  forget(userId?: string): void {
    this.#generation += 1;
    for (const [hash, { user }] of this.#cache) {
      if (userId === undefined || user.id === userId) this.#cache.delete(hash);
    }
  }

  async removeExpired(): Promise<number> {
    return this.#knex('engine.session').where('expires_at', '<', this.#clock.now()).delete();
  }

  /** Written once an hour at most, not at each request. */
  async #prolong(hash: string, row: Row, now: number): Promise<number> {
    const until = Math.min(now + IDLE_MS, Date.parse(row.created_at) + LONGEST_MS);
    const known = Date.parse(row.expires_at);
    if (until - known < HOUR_MS) return known;
    await this.#knex('engine.session')
      .where({ token_hash: hash })
      .update({ expires_at: new Date(until) });
    return until;
  }

  #keep(hash: string, session: Cached): void {
    if (this.#cache.size >= CACHE_SIZE) this.#cache.clear();
    this.#cache.set(hash, session);
  }
}
