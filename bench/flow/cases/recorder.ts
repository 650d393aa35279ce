import pg from 'pg';
import { listText } from '../../../engine/host/door/writeText.ts';

/** A statement as the engine has sent it: its text and its parameters in PostgreSQL's own writing. */
export interface Sent {
  text: string;
  values: readonly (string | null)[];
}

/** What one command has sent between its `begin` and its `commit`, or its one statement, by round trip. */
export type Transaction = readonly (readonly Sent[])[];

interface Wire {
  parsedStatements: Record<string, string | undefined>;
  parse(query: { name: string; text: string }, more?: boolean): void;
  bind(config: { statement?: string; values?: unknown[] }, more?: boolean): void;
  sync(): void;
}

interface Unfinished {
  begun: Sent[][];
  group: Sent[];
  /** Of the statements that were prepared since it listens, by name. */
  texts: Map<string, string>;
}

/**
 * Listens on the driver's connections while the engine works: which statements went out, with which parameters, and which
 * of them together.
 */
export class Recorder {
  /** By the command's id, which is among the parameters of what it writes. Reads outside a transaction are left out. */
  readonly transactions = new Map<string, Transaction>();
  readonly everything: Sent[] = [];
  readonly #commands = new Set<string>();
  readonly #open = new WeakMap<Wire, Unfinished>();
  #stop: (() => void) | undefined;

  expect(command: string): void {
    this.#commands.add(command);
  }

  start(): this {
    const wire = (pg as unknown as { Connection: { prototype: Wire } }).Connection.prototype;
    const { parse, bind, sync } = wire;
    const of = this.#of.bind(this);
    const ended = this.#ended.bind(this);
    wire.parse = function (this: Wire, query, more) {
      of(this).texts.set(query.name, query.text);
      parse.call(this, query, more);
    };
    wire.bind = function (this: Wire, config, more) {
      const name = config.statement ?? '';
      const text = of(this).texts.get(name) ?? this.parsedStatements[name] ?? '';
      of(this).group.push({ text, values: (config.values ?? []).map(asText) });
      bind.call(this, config, more);
    };
    wire.sync = function (this: Wire) {
      ended(of(this));
      sync.call(this);
    };
    this.#stop = () => Object.assign(wire, { parse, bind, sync });
    return this;
  }

  stop(): void {
    this.#stop?.();
  }

  #of(wire: Wire): Unfinished {
    const unfinished = this.#open.get(wire) ?? { begun: [], group: [], texts: new Map() };
    this.#open.set(wire, unfinished);
    return unfinished;
  }

  #ended(unfinished: Unfinished): void {
    const { begun, group } = unfinished;
    const isInside = begun.length > 0 || group[0]?.text === 'begin';
    const isDone = !isInside || group.at(-1)?.text === 'commit';
    begun.push(group);
    this.everything.push(...group);
    unfinished.group = [];
    if (!isDone) return;
    unfinished.begun = [];
    this.#keep(begun);
  }

  #keep(transaction: Transaction): void {
    for (const { text, values } of transaction.flat()) {
      if (!text.includes('engine.command')) continue;
      const command = values.find((value) => value !== null && this.#commands.has(value));
      if (command) this.transactions.set(command, transaction);
    }
  }
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? listText(value) : String(value);
}
