import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type pg from 'pg';
import { ConnectionQueue } from './connectionQueue.ts';
import { Execution, isPrepared, type Named } from './execution.ts';
import { Lanes } from './lanes.ts';
import { SharedReads } from './sharedReads.ts';
import { listText } from './writeText.ts';

export type Rows = Record<string, unknown>[];

export interface Statement {
  text: string;
  values: readonly unknown[];
}

/** The product's own statements are few; what a filter or a report makes up stays unnamed. */
const MOST_PREPARED = 600;
/** A column has got another type since the statement was prepared on this connection. */
export const OTHER_RESULT = '0A000';

/**
 * Statements straight on the pool's connections: the paths that every command takes do without a query builder (16 % of
 * bare pg), and their texts are prepared once for each connection.
 */
export class Connections {
  readonly #queue: ConnectionQueue;
  readonly #lanes: Lanes;
  readonly #names = new Map<string, string>();
  readonly #reads = new SharedReads({
    each: (statements) => this.#each(statements),
    alone: ({ text, values }) => this.query(text, [...values]),
  });

  constructor(knex: Knex) {
    this.#queue = new ConnectionQueue(knex);
    const { max } = (knex.client as { pool: { max: number } }).pool;
    this.#lanes = new Lanes(Math.ceil(max / 2));
  }

  /** For all that a command does in its transaction. */
  async enter(): Promise<pg.Client> {
    await this.#lanes.enter();
    try {
      return await this.acquire();
    } catch (cause) {
      this.#lanes.leave();
      throw cause;
    }
  }

  leave(connection: pg.Client): Promise<void> {
    this.#lanes.leave();
    return this.release(connection);
  }

  acquire(): Promise<pg.Client> {
    return this.#queue.acquire();
  }

  release(connection: pg.Client): Promise<void> {
    return this.#queue.release(connection);
  }

  /** The one statement of a command that has locked nothing. */
  async carryOut({ text, values }: Statement): Promise<void> {
    await this.#lanes.enter();
    try {
      await this.query(text, [...values]);
    } finally {
      this.#lanes.leave();
    }
  }

  /** One statement of its own. */
  async query<T extends object = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> {
    const connection = await this.acquire();
    try {
      return await this.on<T>(connection, text, values).catch((cause: unknown) => {
        if (sqlState(cause) !== OTHER_RESULT) throw cause;
        return this.on<T>(connection, text, values);
      });
    } finally {
      await this.release(connection);
    }
  }

  /** Only for what reads a few rows by an index and locks nothing: others that are asked in the same turn wait for it. */
  read<T extends object = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> {
    return this.#reads.ask({ text, values }) as Promise<T[]>;
  }

  /** A statement that somebody's filters made up: not prepared. */
  async ask(text: string, values: unknown[]): Promise<Rows> {
    const connection = await this.acquire();
    try {
      return (await connection.query<Record<string, unknown>>({ text, values })).rows;
    } finally {
      await this.release(connection);
    }
  }

  async on<T extends object>(connection: pg.Client, text: string, values: readonly unknown[]): Promise<T[]> {
    const name = this.#nameOf(text);
    try {
      const plain = name === undefined ? undefined : plainTexts(values);
      if (name !== undefined && plain) {
        const [rows] = await execute(connection, { name, text, values: plain });
        return (rows ?? []) as T[];
      }
      const { rows } = await connection.query<T & pg.QueryResultRow>(
        name === undefined ? { text, values: [...values] } : { name, text, values: [...values] },
      );
      return rows;
    } catch (cause) {
      // The next one is prepared anew, under another name.
      if (name !== undefined && sqlState(cause) === OTHER_RESULT) this.#names.set(text, nextName(name));
      throw cause;
    }
  }

  /**
   * Several statements one after the other, sent together once they are prepared on this connection: one round trip. The
   * rows of the last.
   */
  async together<T extends object>(connection: pg.Client, ...statements: readonly Statement[]): Promise<T[]> {
    const results = await this.#results(connection, statements);
    return (results.at(-1) ?? []) as T[];
  }

  async #each(statements: readonly Statement[]): Promise<Rows[]> {
    const connection = await this.acquire();
    try {
      return await this.#results(connection, statements);
    } finally {
      await this.release(connection);
    }
  }

  async #results(connection: pg.Client, statements: readonly Statement[]): Promise<Rows[]> {
    const named = statements.map(({ text, values }) => {
      const [name, plain] = [this.#nameOf(text), plainTexts(values)];
      return name === undefined || plain === undefined ? undefined : { name, text, values: plain };
    });
    const all = named.filter((one) => one !== undefined);
    if (all.length === named.length && all.every((one) => isPrepared(connection, one))) {
      try {
        return await execute(connection, ...all);
      } catch (cause) {
        if (sqlState(cause) === OTHER_RESULT) for (const { name, text } of all) this.#names.set(text, nextName(name));
        throw cause;
      }
    }
    const results: Rows[] = [];
    for (const { text, values } of statements) results.push(await this.on(connection, text, values));
    return results;
  }

  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (this.#names.size >= MOST_PREPARED) return undefined;
    // By content: several of these may share the pool's connections.
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 40);
    this.#names.set(text, name);
    return name;
  }
}

/** All of them as the protocol has them; undefined where one needs the driver's own way of writing. */
function plainTexts(values: readonly unknown[]): (string | null)[] | undefined {
  const texts: (string | null)[] = [];
  for (const value of values) {
    if (typeof value === 'string') texts.push(value);
    else if (value === null || value === undefined) texts.push(null);
    else if (typeof value === 'number' || typeof value === 'boolean') texts.push(String(value));
    else if (Array.isArray(value) && value.every(isTextOrNull)) texts.push(listText(value));
    else return undefined;
  }
  return texts;
}

const isTextOrNull = (item: unknown): boolean => typeof item === 'string' || item === null;

async function execute(connection: pg.Client, ...statements: Named[]): Promise<Rows[]> {
  const execution = new Execution(statements);
  connection.query(execution);
  try {
    return await execution.done;
  } catch (cause) {
    // Where it was asked says more than where the socket was read.
    if (cause instanceof Error) Error.captureStackTrace(cause);
    throw cause;
  }
}

function nextName(name: string): string {
  const [base = name, number = '0'] = name.split('#');
  return `${base}#${Number(number) + 1}`;
}

/** knex.raw's places (`?`, and `\?` for the operator) as PostgreSQL's, counted on from `from`. */
export function numbered(sql: string, from = 0): string {
  let next = from;
  return sql.replaceAll(/\\\?|\?/g, (place) => (place === '?' ? `$${++next}` : '?'));
}

/** PostgreSQL's error code, if it is one of its errors. */
export function sqlState(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause)) return undefined;
  return typeof cause.code === 'string' && /^[0-9A-Z]{5}$/.test(cause.code) ? cause.code : undefined;
}
