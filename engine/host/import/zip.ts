import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;
const MOST_ENTRIES = 2_000;

/** too_big: what is inside is more than is taken; broken: it is no zip that can be read. */
export class ZipProblem extends Error {
  readonly code: 'too_big' | 'broken';

  constructor(code: 'too_big' | 'broken') {
    super(`zip: ${code}`);
    this.code = code;
  }
}

interface Entry {
  method: number;
  packed: number;
  offset: number;
}

/**
 * How much is in an archive, found out by inflating it: what its directory claims is anybody's word. Stops at the first
 * byte too many.
 */
export async function inflatedSize(path: string, most: { packed: number; inflated: number }): Promise<number> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size > most.packed) throw new ZipProblem('too_big');
    let total = 0;
    for (const entry of await entriesOf(file, size)) total += await sizeOf(path, file, entry, most.inflated - total);
    return total;
  } finally {
    await file.close();
  }
}

async function entriesOf(file: FileHandle, size: number): Promise<Entry[]> {
  const tail = await read(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const at = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (at < 0 || at + 22 > tail.length || tail.readUInt32LE(at) !== END) throw new ZipProblem('broken');
  const count = tail.readUInt16LE(at + 10);
  if (count > MOST_ENTRIES) throw new ZipProblem('too_big');
  const directory = await read(file, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12));
  const entries: Entry[] = [];
  for (let from = 0; entries.length < count; ) {
    if (from + 46 > directory.length || directory.readUInt32LE(from) !== CENTRAL) throw new ZipProblem('broken');
    entries.push({
      method: directory.readUInt16LE(from + 10),
      packed: directory.readUInt32LE(from + 20),
      offset: directory.readUInt32LE(from + 42),
    });
    const [name, extra, comment] = [28, 30, 32].map((place) => directory.readUInt16LE(from + place));
    from += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return entries;
}

async function sizeOf(
  path: string,
  file: FileHandle,
  { method, packed, offset }: Entry,
  most: number,
): Promise<number> {
  const head = await read(file, offset, 30);
  if (method !== STORED && method !== DEFLATED) throw new ZipProblem('broken');
  const begin = offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  if (packed === 0) return 0;
  if (method === STORED) {
    if (packed > most) throw new ZipProblem('too_big');
    return packed;
  }
  const inflate = createReadStream(path, { start: begin, end: begin + packed - 1 }).pipe(createInflateRaw());
  let size = 0;
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > most) throw new ZipProblem('too_big');
    }
  } catch (cause) {
    throw cause instanceof ZipProblem ? cause : new ZipProblem('broken');
  }
  return size;
}

async function read(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
  if (bytesRead < length) throw new ZipProblem('broken');
  return buffer;
}
