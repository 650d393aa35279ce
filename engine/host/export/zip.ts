import { crc32, createDeflateRaw } from 'node:zlib';

interface Entry {
  name: string;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

export interface ZipPart {
  name: string;
  content: AsyncIterable<string> | Iterable<string>;
}

/** Sizes come after the content (bit 3), names are UTF-8 (bit 11): nothing has to be known before it is written. */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** 1 January 1980: a file that is made twice from the same rows is the same file. */
const DAY = 0x0021;

/** A zip written as it is made, with one part after the other and nothing held back. */
export async function* zipOf(parts: AsyncIterable<ZipPart> | Iterable<ZipPart>): AsyncGenerator<Buffer> {
  const entries: Entry[] = [];
  let offset = 0;
  const count = (chunk: Buffer): Buffer => {
    offset += chunk.length;
    return chunk;
  };
  for await (const { name, content } of parts) {
    const entry: Entry = { name, crc: 0, packed: 0, size: 0, offset };
    yield count(localHeader(name));
    for await (const chunk of deflated(content, entry)) yield count(chunk);
    yield count(descriptor(entry));
    entries.push(entry);
  }
  const begin = offset;
  for (const entry of entries) yield count(centralHeader(entry));
  yield endOf(entries.length, begin, offset - begin);
}

async function* deflated(content: ZipPart['content'], entry: Entry): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw({ level: 6 });
  const feed = async (): Promise<void> => {
    for await (const text of content) {
      const bytes = Buffer.from(text);
      entry.crc = crc32(bytes, entry.crc);
      entry.size += bytes.length;
      if (!deflate.write(bytes)) await new Promise<void>((resolve) => deflate.once('drain', resolve));
    }
    deflate.end();
  };
  const feeding = feed();
  // Told to whoever reads: a source that breaks off breaks the file off.
  feeding.catch((cause: Error) => deflate.destroy(cause));
  for await (const chunk of deflate as AsyncIterable<Buffer>) {
    entry.packed += chunk.length;
    yield chunk;
  }
  await feeding;
}

function localHeader(name: string): Buffer {
  const bytes = Buffer.from(name);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(FLAGS, 6);
  head.writeUInt16LE(DEFLATED, 8);
  head.writeUInt16LE(DAY, 12);
  head.writeUInt16LE(bytes.length, 26);
  return Buffer.concat([head, bytes]);
}

function descriptor({ crc, packed, size }: Entry): Buffer {
  const tail = Buffer.alloc(16);
  tail.writeUInt32LE(0x08074b50, 0);
  tail.writeUInt32LE(crc, 4);
  tail.writeUInt32LE(packed, 8);
  tail.writeUInt32LE(size, 12);
  return tail;
}

function centralHeader({ name, crc, packed, size, offset }: Entry): Buffer {
  const bytes = Buffer.from(name);
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(20, 6);
  head.writeUInt16LE(FLAGS, 8);
  head.writeUInt16LE(DEFLATED, 10);
  head.writeUInt16LE(DAY, 14);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(packed, 20);
  head.writeUInt32LE(size, 24);
  head.writeUInt16LE(bytes.length, 28);
  head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, bytes]);
}

function endOf(count: number, offset: number, size: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
