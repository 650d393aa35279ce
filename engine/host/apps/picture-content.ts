import { jpegSize } from '../files/jpeg.ts';

/** What a picture is, by its bytes: PNG, JPEG or WebP, small enough to be drawn at once. */
export interface PictureContent {
  mediaType: 'image/png' | 'image/jpeg' | 'image/webp';
  extension: 'png' | 'jpg' | 'webp';
}

export const MOST_PICTURE_BYTES = 512 * 1024;
/** A few kilobytes can unpack to a gigabyte of pixels in the browser of everybody who opens the portal. */
const MOST_PIXELS = 4096;
/** No logo has a reason to be a page, a PDF or an archive as well. */
const ACTIVE = /<script|<html|<!doctype|<\?php|<svg[\s>]|<iframe|javascript:|%PDF-1\.|PK\x05\x06/i;

export type PictureFault = 'not_a_picture' | 'picture_too_large' | 'picture_too_wide';

export function judgePicture(bytes: Buffer): PictureContent | PictureFault {
  if (bytes.length > MOST_PICTURE_BYTES) return 'picture_too_large';
  const found = png(bytes) ?? jpeg(bytes) ?? webp(bytes);
  if (found === undefined || ACTIVE.test(bytes.toString('latin1'))) return 'not_a_picture';
  const { width, height, ...content } = found;
  if (width < 1 || height < 1) return 'not_a_picture';
  return Math.max(width, height) > MOST_PIXELS ? 'picture_too_wide' : content;
}

type Measured = PictureContent & { width: number; height: number };

function png(bytes: Buffer): Measured | undefined {
  if (bytes.length < 33 || bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') return undefined;
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { mediaType: 'image/png', extension: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function jpeg(bytes: Buffer): Measured | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  const size = jpegSize(bytes);
  return size && { mediaType: 'image/jpeg', extension: 'jpg', ...size };
}

/** Three kinds: lossy, lossless, extended. */
function webp(bytes: Buffer): Measured | undefined {
  if (bytes.length < 30 || bytes.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  if (bytes.toString('latin1', 8, 12) !== 'WEBP') return undefined;
  const content = { mediaType: 'image/webp', extension: 'webp' } as const;
  const kind = bytes.toString('latin1', 12, 16);
  if (kind === 'VP8 ') {
    return { ...content, width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  }
  if (kind === 'VP8L') {
    const bits = bytes.readUInt32LE(21);
    return { ...content, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (kind !== 'VP8X') return undefined;
  return { ...content, width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
}
