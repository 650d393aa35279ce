import type pg from 'pg';
import { typeParsers } from '../database/types.ts';

/** A statement with a name on the connections that have prepared it. */
export interface Named {
  name: string;
  text: string;
  values: readonly (string | null)[];
}

interface Column {
  name: string;
  parse(text: string): unknown;
}

/** What the driver's connection offers to whoever speaks the protocol on it; its published types name less. */
interface Wire {
  stream: { cork?(): void; uncork?(): void };
  parsedStatements: Record<string, string | undefined>;
  submittedNamedStatements: Record<string, string | undefined>;
  parse(statement: { name: string; text: string }): void;
  bind(of: { statement: string; values: readonly (string | null)[] }): void;
  describe(of: { type: 'P'; name: '' }): void;
  execute(of: undefined): void;
  sync(): void;
  sendCopyFail(reason: string): void;
}

interface Described {
  name: string;
  dataTypeID: number;
}

/** By connection and statement: told once, for a statement's columns never change under its name. */
const described = new WeakMap<object, Map<string, readonly Column[]>>();

export function isPrepared(connection: pg.Client, { name, text }: Named): boolean {
  const { connection: wire } = connection as unknown as { connection: Wire };
  return wire.parsedStatements[name] === text && (described.get(wire)?.has(name) ?? false);
}

/**
 * Prepared statements on one connection in one go: all are sent together, each sees what those before it have done, and
 * after one that fails the rest are not carried out. Of a single statement it is what the driver's own query does, without
 * having its columns described anew each time. Several have to be prepared already.
 */
export class Execution implements pg.Submittable {
  readonly name: string | undefined;
  readonly text: string | undefined;
  readonly done: Promise<Record<string, unknown>[][]>;
  readonly #statements: readonly Named[];
  readonly #results: Record<string, unknown>[][];
  #known: Map<string, readonly Column[]> = new Map();
  #at = 0;
  #columns: readonly Column[] | undefined;
  #failure: unknown;
  #resolve: (results: Record<string, unknown>[][]) => void = () => undefined;
  #reject: (cause: unknown) => void = () => undefined;

  constructor(statements: readonly Named[]) {
    this.#statements = statements;
    this.#results = statements.map(() => []);
    // The driver keeps what it has prepared by these.
    this.name = statements.length === 1 ? statements[0]?.name : undefined;
    this.text = statements.length === 1 ? statements[0]?.text : undefined;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(connection: unknown): void {
    const wire = connection as Wire;
    this.#known = described.get(wire) ?? new Map();
    described.set(wire, this.#known);
    wire.stream.cork?.();
    try {
      for (const { name, text, values } of this.#statements) {
        if (wire.parsedStatements[name] !== text) {
          wire.parse({ name, text });
          wire.submittedNamedStatements[name] = text;
        }
        wire.bind({ statement: name, values });
        if (!this.#known.has(name)) wire.describe({ type: 'P', name: '' });
        wire.execute(undefined);
      }
      wire.sync();
    } finally {
      wire.stream.uncork?.();
    }
    this.#begin();
  }

  handleRowDescription({ fields }: { fields: readonly Described[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({
      name,
      parse: typeParsers.getTypeParser(dataTypeID, 'text') as Column['parse'],
    }));
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const columns = this.#columns ?? [];
    const row: Record<string, unknown> = {};
    try {
      for (let at = 0; at < columns.length; at++) {
        const column = columns[at];
        const text = fields[at] ?? null;
        if (column) row[column.name] = text === null ? null : column.parse(text);
      }
      this.#results[this.#at]?.push(row);
    } catch (cause) {
      this.#failure ??= cause;
    }
  }

  handleCommandComplete(): void {
    const statement = this.#statements[this.#at];
    if (statement) this.#known.set(statement.name, this.#columns ?? []);
    this.#at += 1;
    this.#begin();
  }

  handleError(cause: unknown): void {
    this.#reject(cause);
  }

  handleReadyForQuery(): void {
    if (this.#failure === undefined) this.#resolve(this.#results);
    else this.#reject(this.#failure);
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete();
  }

  handlePortalSuspended(): void {
    this.#failure ??= new Error('A statement was interrupted that has no limit of rows.');
  }

  handleCopyInResponse(wire: Wire): void {
    wire.sendCopyFail('Nothing is copied in here.');
  }

  handleCopyData(): void {
    this.#failure ??= new Error('Nothing is copied out here.');
  }

  #begin(): void {
    const statement = this.#statements[this.#at];
    this.#columns = statement && this.#known.get(statement.name);
  }
}
