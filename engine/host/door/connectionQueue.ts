import type { Knex } from 'knex';
import type pg from 'pg';

/** Of the pool's connections, for so long. */
const MOST_KEPT = 10;
const KEPT_MS = 20;
/** The pool is asked anew before it gives up by itself. */
const OLD_MS = 5_000;

interface Waiter {
  since: number;
  resolve(connection: pg.Client): void;
  reject(cause: unknown): void;
}

/**
 * Who waits for a connection gets it from whoever is done with one, without the pool's long ways in between (timers and
 * promises that took more of a command's time than reading its record). Whoever waits at the pool itself comes first.
 */
export class ConnectionQueue {
  readonly #pool: PoolClient;
  readonly #kept: pg.Client[] = [];
  readonly #waiting: Waiter[] = [];
  /** When the pool was asked for those that it has not given yet. */
  readonly #asked = new Set<number>();
  /** Connections that came from here and are in use, and those that are waited for. */
  #out = 0;
  #sweep: NodeJS.Timeout | undefined;

  constructor(knex: Knex) {
    this.#pool = knex.client as PoolClient;
  }

  async acquire(): Promise<pg.Client> {
    this.#out += 1;
    for (let kept = this.#kept.pop(); kept; kept = this.#kept.pop()) {
      if (isSound(kept)) return kept;
      await this.#pool.releaseConnection(kept);
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ since: performance.now(), resolve, reject });
      this.#ask();
    });
  }

  /** To whoever waits, or kept for a moment, because the next command is near. */
  async release(connection: pg.Client): Promise<void> {
    this.#out -= 1;
    const [oldest = Number.POSITIVE_INFINITY] = this.#asked;
    const mustBeGiven = this.#othersWait() || performance.now() - oldest > OLD_MS;
    if (mustBeGiven || !isSound(connection)) return this.#pool.releaseConnection(connection);
    const next = this.#waiting.shift();
    if (next) return next.resolve(connection);
    // What the pool has been asked for in vain is worked off, or it would be found waiting when the pool ends.
    if (this.#asked.size > 0 || this.#kept.length >= MOST_KEPT) return this.#pool.releaseConnection(connection);
    this.#kept.push(connection);
    this.#sweep ??= setTimeout(() => this.#giveBack(), KEPT_MS);
  }

  #giveBack(): void {
    this.#sweep = undefined;
    for (const kept of this.#kept.splice(0)) void this.#pool.releaseConnection(kept);
  }

  #othersWait(): boolean {
    return (this.#pool.pool?.numPendingAcquires() ?? 0) > this.#asked.size;
  }

  /**
   * As many as wait, while the pool has room; then one, in case somebody else gives one back. What was asked for somebody
   * who has been served meanwhile is for the next.
   */
  #ask(): void {
    const { pool } = this.#pool;
    const isFull = pool !== undefined && pool.numUsed() + pool.numPendingCreates() >= pool.max;
    const most = isFull && this.#out > this.#waiting.length ? Math.min(1, this.#waiting.length) : this.#waiting.length;
    while (this.#asked.size < most) this.#askOnce();
  }

  #askOnce(): void {
    let began = performance.now();
    while (this.#asked.has(began)) began += 0.001;
    this.#asked.add(began);
    this.#pool.acquireConnection().then(
      (connection) => {
        this.#asked.delete(began);
        const next = this.#waiting.shift();
        if (next) next.resolve(connection);
        else void this.#pool.releaseConnection(connection);
        this.#ask();
      },
      (cause: unknown) => {
        this.#asked.delete(began);
        this.#failed(cause, began);
        this.#ask();
      },
    );
  }

  /** Only who has waited as long as that has waited too long. */
  #failed(cause: unknown, began: number): void {
    const [oldest] = this.#waiting;
    if (oldest === undefined || (isTimeout(cause) && oldest.since > began)) return;
    this.#waiting.shift();
    this.#out -= 1;
    oldest.reject(cause);
  }
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'KnexTimeoutError';
}

/** Knex marks a connection that has broken. */
function isSound(connection: pg.Client): boolean {
  return (connection as { __knex__disposed?: unknown }).__knex__disposed === undefined;
}

interface PoolClient {
  pool?: { max: number; numUsed(): number; numPendingCreates(): number; numPendingAcquires(): number };
  acquireConnection(): Promise<pg.Client>;
  releaseConnection(connection: pg.Client): Promise<void>;
}
