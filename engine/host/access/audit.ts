import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import type { Json } from '../../expression/types.ts';
import type { Clock } from '../clock.ts';
import type { Actor } from './actor.ts';

export interface AuditEntry {
  /** login, login_failed, logout, proof, proof_failed, customer_token, key_created, key_revoked, export, import, … */
  action: string;
  app?: string;
  target?: string;
  data?: Json;
}

/** Who did what beside the changes of records, which have a history of their own. */
export class Audit {
  readonly #knex: Knex;
  readonly #clock: Clock;

  constructor(knex: Knex, clock: Clock) {
    this.#knex = knex;
    this.#clock = clock;
  }

  async write(actor: Actor | { kind: 'nobody'; ip: string }, entry: AuditEntry): Promise<void> {
    await this.#knex('engine.audit').insert({
      id: uuid(),
      at: this.#clock.now(),
      app: entry.app ?? null,
      actor: JSON.stringify(shortOf(actor)),
      action: entry.action,
      target: entry.target ?? null,
      data: entry.data === undefined ? null : JSON.stringify(entry.data),
    });
  }
}

function shortOf(actor: Actor | { kind: 'nobody'; ip: string }): Json {
  if (actor.kind === 'user') return { kind: 'user', id: actor.id, login: actor.login, via: actor.via };
  if (actor.kind === 'visitor') return { kind: 'visitor', app: actor.app };
  if (actor.kind === 'engine') return { kind: 'engine', cause: actor.cause };
  return { kind: 'nobody', ip: actor.ip };
}
