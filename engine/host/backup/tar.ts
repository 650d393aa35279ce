import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';

const BLOCK = 512;
/** Eleven octal digits: 8 GiB, which one table's text or one file would have to pass. */
const MOST_BYTES = 8 ** 11 - 1;

/** A tar archive as any tar program reads it: entries one after another, each with its size before it. */
export async function* writeTar(
  entries: AsyncIterable<{ name: string; from: string | Buffer }>,
): AsyncGenerator<Buffer> {
  for await (const { name, from } of entries) {
    const size = typeof from === 'string' ? (await stat(from)).size : from.length;
    yield header(name, size);
    if (typeof from === 'string') for await (const chunk of createReadStream(from)) yield chunk as Buffer;
    else yield from;
    yield Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

function header(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > 99 || size > MOST_BYTES)
    throw new RangeError(`${name} does not fit into a tar archive.`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, length: number): string => value.toString(8).padStart(length - 1, '0');
  block.write(name, 0);
  block.write(octal(0o600, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\u000000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 7)}\0 `, 148, 'latin1');
  return block;
}

export interface TarEntry {
  name: string;
  size: number;
  /** To be read to its end before the next entry is asked for. */
  content(): AsyncGenerator<Buffer>;
}

/** The entries of an archive that writeTar made, in order. */
export async function* readTar(source: Readable): AsyncGenerator<TarEntry> {
  const bytes = new Bytes(source);
  for (;;) {
    const block = await bytes.exactly(BLOCK);
    if (block.every((byte) => byte === 0)) return;
    const name = block.toString('utf8', 0, block.indexOf(0));
    const size = Number.parseInt(block.toString('latin1', 124, 135), 8);
    yield { name, size, content: () => bytes.take(size) };
    await bytes.exactly((BLOCK - (size % BLOCK)) % BLOCK);
  }
}

class Bytes {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: Readable) {
    this.#source = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async *take(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0; ) {
      if (this.#held.length === 0) this.#held = await this.#more();
      const part = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async exactly(size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.take(size)) parts.push(part);
    return Buffer.concat(parts);
  }

  async #more(): Promise<Buffer> {
    const next = await this.#source.next();
    if (next.done) throw new Error('The archive is cut short.');
    return next.value;
  }
}
