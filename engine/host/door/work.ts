import type pg from 'pg';
import type { Actor } from '../access/actor.ts';
import type { AgendaItem } from './agenda.ts';
import type { Connections } from './connections.ts';
import type { Held } from './held.ts';
import type { Notice } from './notice.ts';
import type { DoorParts } from './parts.ts';
import { Outside } from './questions.ts';
import { type Statement, WriteSet } from './writeSet.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}

/**
 * One attempt at one command: what it has read and locked, what it is going to write, what is still to be done. It begins
 * without a transaction; the first lock opens one. A command that locks nothing is one autocommitted statement.
 */
export class Work {
  readonly parts: DoorParts;
  readonly actor: Actor;
  readonly now: string;
  readonly outside: Outside;
  readonly writes = new WriteSet();
  /** Records by id, as this command has them now. */
  readonly held = new Map<string, Held>();
  readonly agenda: AgendaItem[] = [];
  readonly notices: Notice[] = [];
  steps = 0;
  readonly #sql: Connections;
  #connection: pg.Client | undefined;

  constructor(parts: DoorParts, actor: Actor, outside = new Outside()) {
    this.parts = parts;
    this.actor = actor;
    this.outside = outside;
    this.#sql = parts.sql;
    this.now = parts.clock.now().toISOString();
  }

  /** Something is locked: no network now. */
  get isLocking(): boolean {
    return this.#connection !== undefined;
  }

  query<T extends object = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> {
    const connection = this.#connection;
    return connection ? this.#sql.on<T>(connection, text, values) : this.#sql.query<T>(text, values);
  }

  /** Begins the transaction if there is none yet. Nothing has been written before, so nothing is missed. */
  async begin(first = ''): Promise<void> {
    if (this.#connection) {
      if (first !== '') await this.#connection.query(first);
      return;
    }
    this.#connection = await this.#sql.acquire();
    await this.#connection.query(`begin; set local lock_timeout = '20s'; ${first}`);
  }

  /**
   * Locks the record's row. A statement of its own, because what is read together with a lock that had to be waited for
   * is as old as the statement: tasks and instance would be those of before the other's commit. It goes out with the
   * BEGIN, so it costs no round trip.
   */
  async lock(table: string, id: string): Promise<void> {
    if (!isUuid(id)) return;
    await this.begin(`select 1 from ${table} where id = '${id}' for update`);
  }

  /** Locks what is counted, in sorted order so that two commands never wait for each other. */
  async lockKeys(keys: readonly bigint[]): Promise<void> {
    const sorted = [...new Set(keys)].sort((a, b) => (a < b ? -1 : 1)).map(String);
    await this.begin();
    await this.query(
      'select pg_advisory_xact_lock(k) from unnest($1::bigint[]) with ordinality as x (k, n) order by n',
      [sorted],
    );
  }

  /** Sends what is gathered so far, so that what is read next sees it. Only inside a transaction. */
  async flush(): Promise<void> {
    const statement = this.writes.statement();
    if (statement === undefined) return;
    await this.begin();
    this.writes.clear();
    await this.#run(statement);
  }

  /** All of it, or nothing. */
  async commit(): Promise<void> {
    const statement = this.writes.statement();
    this.writes.clear();
    if (statement) await this.#run(statement);
    if (this.#connection) await this.#end('commit');
  }

  async rollback(): Promise<void> {
    if (this.#connection) await this.#end('rollback');
  }

  async #run({ text, values }: Statement): Promise<void> {
    await this.query(text, values);
  }

  async #end(how: 'commit' | 'rollback'): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) return;
    try {
      await connection.query(how);
    } finally {
      this.#connection = undefined;
      await this.#sql.release(connection);
    }
  }
}
