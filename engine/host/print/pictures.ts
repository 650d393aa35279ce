import { readFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import type { PrintPartView, PrintView } from '../../wire.ts';
import type { StoredFile } from '../files/files.ts';
import { jpegSize } from '../files/jpeg.ts';
import { smallOf } from '../files/previews.ts';

/** Bytes of each that is drawn whole because no small one came with it, and of all of them together. */
const LARGEST_JPEG = 4 * 1024 * 1024;
const LARGEST_PNG = 2 * 1024 * 1024;
const MOST = 32 * 1024 * 1024;
/** Their holes are taken out pixel by pixel, which takes 0.1 s for so many. */
const MOST_PIXELS = 2_000_000;

/** The pictures of a page by their ids, as far as a PDF can draw them; the others are named. */
export type Pictures = ReadonlyMap<string, Buffer>;

const shownBy = (part: PrintPartView): string[] => {
  if (part.kind !== 'fields' && part.kind !== 'table') return [];
  const cells = part.kind === 'fields' ? part.items : part.rows.flat();
  return cells.flatMap(({ pictures }) => (pictures ?? []).map(({ id }) => id));
};

export const picturesIn = (view: PrintView): string[] => [...new Set(view.parts.flatMap(shownBy))];

export async function readPictures(files: readonly StoredFile[]): Promise<Pictures> {
  const pictures = new Map<string, Buffer>();
  let sum = 0;
  for (const file of files) {
    const bytes = await drawable(file);
    if (bytes === undefined || sum + bytes.length > MOST) continue;
    sum += bytes.length;
    pictures.set(file.id, bytes);
  }
  return pictures;
}

/** The small JPEG where there is one: sharp at the size that paper shows. */
async function drawable(file: StoredFile): Promise<Buffer | undefined> {
  const { path, mediaType, size } = await smallOf(file);
  if (mediaType === 'image/jpeg' && size <= LARGEST_JPEG) {
    const bytes = await readFile(path);
    const { width = 0, height = 0 } = jpegSize(bytes) ?? {};
    return width > 0 && height > 0 ? bytes : undefined;
  }
  if (mediaType !== 'image/png' || size > LARGEST_PNG) return undefined;
  const bytes = await readFile(path);
  return isSoundPng(bytes) ? bytes : undefined;
}

/** A logo as a PDF can draw it; WebP it cannot. */
export function drawableLogo(mediaType: string, bytes: Buffer): Buffer | undefined {
  const { width = 0, height = 0 } = mediaType === 'image/jpeg' ? (jpegSize(bytes) ?? {}) : {};
  return (width > 0 && height > 0) || (mediaType === 'image/png' && isSoundPng(bytes)) ? bytes : undefined;
}

/** Values a pixel by the kind of colour; a palette's is one. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Whether it holds as many pixels as its head says. The PDF library inflates it later, where a picture that does not
 * would end the process and not the answer.
 */
export function isSoundPng(bytes: Buffer): boolean {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return false;
  const [width, height, depth] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20), bytes[24] ?? 0];
  const [colour, interlaced] = [bytes[25] ?? 0, bytes[28]];
  const channels = CHANNELS[colour];
  if (channels === undefined || interlaced !== 0 || width * height === 0 || width * height > MOST_PIXELS) return false;
  if (![1, 2, 4, 8, 16].includes(depth)) return false;
  const chunks = chunksOf(bytes);
  if (chunks === undefined || (colour === 3 && !chunks.some(({ type }) => type === 'PLTE'))) return false;
  // One byte before each row says how it was filtered.
  const length = height * (1 + Math.ceil((width * channels * depth) / 8));
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  try {
    return inflateSync(packed, { maxOutputLength: length + 1 }).length === length;
  } catch {
    // Not deflate, or more than its head says.
    return false;
  }
}

/** undefined: it ends before its end. */
function chunksOf(bytes: Buffer): { type: string; data: Buffer }[] | undefined {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > bytes.length) return undefined;
    chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + length) });
    if (type === 'IEND') return chunks;
    at += 12 + length;
  }
  return undefined;
}
