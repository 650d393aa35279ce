import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface Anchor {
  instance: string;
  seq: number;
  head: string;
}

/**
 * What `--write-anchors` wrote down some time ago, one line an instance, in the order of their ids: read along with the
 * walk, so that a file of any length costs no memory. Kept where whoever writes to the database cannot, it tells also of
 * histories that were cut off together with all that stands beside them.
 */
export class Anchors {
  readonly #lines: AsyncIterator<string>;
  #next: Anchor | undefined;
  #begun = false;

  constructor(path: string) {
    this.#lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity })[Symbol.asyncIterator]();
  }

  /** That of this instance, and those before it that are not there any more. */
  async at(instance: string): Promise<{ anchor: Anchor | undefined; gone: string[] }> {
    if (!this.#begun) await this.#read();
    const gone: string[] = [];
    for (; this.#next && this.#next.instance < instance; await this.#read()) gone.push(this.#next.instance);
    if (this.#next?.instance !== instance) return { anchor: undefined, gone };
    const anchor = this.#next;
    await this.#read();
    return { anchor, gone };
  }

  /** Those behind the last one that is there. */
  async rest(): Promise<string[]> {
    if (!this.#begun) await this.#read();
    const gone: string[] = [];
    for (; this.#next; await this.#read()) gone.push(this.#next.instance);
    return gone;
  }

  async #read(): Promise<void> {
    this.#begun = true;
    const { value, done } = (await this.#lines.next()) as IteratorResult<string>;
    this.#next = done || value.trim() === '' ? undefined : anchorOf(value);
  }
}

export const anchorLine = ({ instance, seq, head }: Anchor): string => `${instance} ${seq} ${head}\n`;

function anchorOf(line: string): Anchor {
  const [, instance, seq, head] = /^([0-9a-f-]{36}) (\d+) (\S+)$/.exec(line) ?? [];
  if (instance === undefined || seq === undefined || head === undefined) {
    throw new Error(`Not a line of anchors: ${line.slice(0, 80)}`);
  }
  return { instance, seq: Number(seq), head };
}
