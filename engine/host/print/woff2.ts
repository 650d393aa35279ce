import { brotliDecompressSync } from 'node:zlib';
import { rebuiltGlyphs } from './glyphs.ts';
import { Reader } from './reader.ts';

const KNOWN =
  'cmap head hhea hmtx maxp name OS/2 post cvt_ fpgm glyf loca prep CFF_ VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG_ sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill'
    .split(' ')
    .map((tag) => tag.replace('_', ' '));
const SIGNATURE = 0x774f4632;
const OTHER = 63;
const UNTOUCHED_GLYPHS = 3;

interface Entry {
  tag: string;
  transform: number;
  length: number;
}

/**
 * A WOFF2 font as the TrueType font that it was (W3C, WOFF File Format 2.0): what makes a PDF can take only glyphs that
 * lie as TrueType lays them.
 */
export function truetypeOf(woff2: Buffer): Buffer {
  const reader = new Reader(woff2);
  if (reader.u32() !== SIGNATURE) throw new Error('This is no WOFF2 font.');
  const flavour = reader.u32();
  reader.skip(4);
  const count = reader.u16();
  reader.skip(6);
  const packed = reader.u32();
  reader.skip(24);
  const entries = Array.from({ length: count }, () => entryOf(reader));
  const data = brotliDecompressSync(woff2.subarray(reader.at, reader.at + packed));
  const tables = new Map<string, Buffer>();
  let at = 0;
  for (const { tag, length } of entries) {
    tables.set(tag, data.subarray(at, at + length));
    at += length;
  }
  const transformed = (tag: string) => entries.some((entry) => entry.tag === tag && isTransformed(entry));
  if (transformed('glyf')) putGlyphs(tables, transformed('hmtx'));
  return sfntOf(flavour, tables);
}

function entryOf(reader: Reader): Entry {
  const flags = reader.u8();
  const index = flags & 63;
  const tag = index === OTHER ? reader.bytes(4).toString('latin1') : (KNOWN[index] ?? '');
  const entry = { tag, transform: flags >> 6, length: 0 };
  const original = reader.base128();
  return { ...entry, length: isTransformed(entry) ? reader.base128() : original };
}

/** Of these two the number 0 means changed, of all others unchanged. */
function isTransformed({ tag, transform }: Pick<Entry, 'tag' | 'transform'>): boolean {
  return tag === 'glyf' || tag === 'loca' ? transform !== UNTOUCHED_GLYPHS : transform !== 0;
}

function putGlyphs(tables: Map<string, Buffer>, withoutBearings: boolean): void {
  const { glyf, loca, left } = rebuiltGlyphs(table(tables, 'glyf'));
  tables.set('glyf', glyf);
  tables.set('loca', loca);
  const head = Buffer.from(table(tables, 'head'));
  head.writeInt16BE(1, 50);
  tables.set('head', head);
  if (withoutBearings) tables.set('hmtx', rebuiltMetrics(tables, left));
}

/** Bearings that are the left edges of the outlines were left out. */
function rebuiltMetrics(tables: ReadonlyMap<string, Buffer>, left: readonly number[]): Buffer {
  const proportional = table(tables, 'hhea').readUInt16BE(34);
  const reader = new Reader(table(tables, 'hmtx'));
  const flags = reader.u8();
  const widths = Array.from({ length: proportional }, () => reader.u16());
  const own = flags & 1 ? undefined : widths.map(() => reader.i16());
  const rest = flags & 2 ? undefined : left.slice(proportional).map(() => reader.i16());
  const out = Buffer.alloc(proportional * 4 + (left.length - proportional) * 2);
  left.forEach((edge, glyph) => {
    const bearing = (glyph < proportional ? own?.[glyph] : rest?.[glyph - proportional]) ?? edge;
    if (glyph >= proportional) out.writeInt16BE(bearing, proportional * 4 + (glyph - proportional) * 2);
    else {
      out.writeUInt16BE(widths[glyph] ?? 0, glyph * 4);
      out.writeInt16BE(bearing, glyph * 4 + 2);
    }
  });
  return out;
}

function table(tables: ReadonlyMap<string, Buffer>, tag: string): Buffer {
  const found = tables.get(tag);
  if (!found) throw new Error(`The font has no table ${tag}.`);
  return found;
}

function sfntOf(flavour: number, tables: ReadonlyMap<string, Buffer>): Buffer {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const head = Buffer.alloc(12 + sorted.length * 16);
  head.writeUInt32BE(flavour, 0);
  head.writeUInt16BE(sorted.length, 4);
  const parts = [head];
  let offset = head.length;
  sorted.forEach(([tag, data], index) => {
    const at = 12 + index * 16;
    head.write(tag, at, 'latin1');
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(data.length, at + 12);
    const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
    parts.push(padded);
    offset += padded.length;
  });
  return Buffer.concat(parts);
}
