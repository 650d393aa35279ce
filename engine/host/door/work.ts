import type pg from 'pg';
import type { Actor } from '../access/actor.ts';
import type { AgendaItem } from './agenda.ts';
import type { Already } from './command.ts';
import type { Connections, Statement } from './connections.ts';
import type { Held } from './held.ts';
import type { Notice } from './notice.ts';
import type { DoorParts } from './parts.ts';
import { Outside } from './questions.ts';
import { WriteSet } from './writeSet.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}

const BEGIN: Statement = { text: 'begin', values: [] };
/** For a lock that somebody else holds. */
const PATIENCE: Statement = { text: "set local lock_timeout = '20s'", values: [] };
const COMMIT: Statement = { text: 'commit', values: [] };

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
  /** What was asked for had been settled by somebody else. */
  already: Already | undefined;
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

  /** As `query`, for what reads a few rows by an index. */
  look<T extends object = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> {
    const connection = this.#connection;
    return connection ? this.#sql.on<T>(connection, text, values) : this.#sql.read<T>(text, values);
  }

  /** Begins the transaction if there is none yet. Nothing has been written before, so nothing is missed. */
  async begin(): Promise<void> {
    if (!this.#connection) await this.#inside();
  }

  /**
   * Locks the record's row and then reads. Two statements, because what is read together with a lock that had to be waited
   * for is as old as the statement: tasks and instance would be those of before the other's commit. They go out with the
   * BEGIN, so all of it is one round trip.
   */
  async lockAndRead<T extends object>(table: string, id: string, text: string): Promise<T[]> {
    const lock = { text: `select 1 from ${table} where id = $1 for update`, values: [id] };
    return this.#inside<T>(lock, { text, values: [id] });
  }

  /** Locks what is counted, in sorted order so that two commands never wait for each other. */
  async lockKeys(keys: readonly bigint[]): Promise<void> {
    const sorted = [...new Set(keys)].sort((a, b) => (a < b ? -1 : 1));
    await this.#inside({
      text: 'select pg_advisory_xact_lock(k) from unnest($1::bigint[]) with ordinality as x (k, n) order by n',
      values: [`{${sorted.join(',')}}`],
    });
  }

  /** Sends what is gathered so far, so that what is read next sees it. Only inside a transaction. */
  async flush(): Promise<void> {
    const statement = this.writes.statement();
    if (statement === undefined) return;
    this.writes.clear();
    await this.#inside(statement);
  }

  /** All of it, or nothing. */
  async commit(): Promise<void> {
    const statement = this.writes.statement();
    this.writes.clear();
    if (this.#connection === undefined) {
      if (statement) await this.#sql.carryOut(statement);
      return;
    }
    await this.#inside(...(statement ? [statement] : []), COMMIT);
    await this.#letGo();
  }

  async rollback(): Promise<void> {
    if (this.#connection === undefined) return;
    try {
      await this.#connection.query('rollback');
    } finally {
      await this.#letGo();
    }
  }

  /** In the transaction, which begins with the first of these. The rows of the last. */
  async #inside<T extends object = Record<string, unknown>>(...statements: Statement[]): Promise<T[]> {
    if (this.#connection) return this.#sql.together<T>(this.#connection, ...statements);
    this.#connection = await this.#sql.enter();
    return this.#sql.together<T>(this.#connection, BEGIN, PATIENCE, ...statements);
  }

  async #letGo(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection) await this.#sql.leave(connection);
  }
}
