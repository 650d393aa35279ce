import type { Rows, Statement } from './connections.ts';

interface Asked {
  statement: Statement;
  resolve(rows: Rows): void;
  reject(cause: unknown): void;
}

/** What the reads go out on. */
interface Way {
  /** The rows of each; one that fails fails them all. */
  each(statements: readonly Statement[]): Promise<Rows[]>;
  alone(statement: Statement): Promise<Rows>;
}

/** None waits for more than a few others. */
const MOST_TOGETHER = 8;

/**
 * Short reads of commands that run side by side. What is asked in one turn goes out together: a round trip costs both
 * sides more than a record found by its index does. Nobody waits for company: a read that is asked alone goes alone.
 */
export class SharedReads {
  readonly #way: Way;
  #asked: Asked[] = [];

  constructor(way: Way) {
    this.#way = way;
  }

  ask(statement: Statement): Promise<Rows> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ statement, resolve, reject });
      // After everything that this turn still has to do: those who waited for the same draw of a number ask then.
      if (this.#asked.length === 1) process.nextTick(() => this.#send());
    });
  }

  #send(): void {
    const asked = this.#asked;
    this.#asked = [];
    for (let at = 0; at < asked.length; at += MOST_TOGETHER) void this.#read(asked.slice(at, at + MOST_TOGETHER));
  }

  async #read(asked: readonly Asked[]): Promise<void> {
    if (asked.length > 1) {
      const found = await this.#way.each(asked.map(({ statement }) => statement)).catch(() => undefined);
      if (found) return asked.forEach(({ resolve }, position) => resolve(found[position] ?? []));
    }
    // By itself each hears its own error, and none that of another.
    for (const { statement, resolve, reject } of asked) this.#way.alone(statement).then(resolve, reject);
  }
}
