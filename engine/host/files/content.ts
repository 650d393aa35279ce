import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';

/** What a file is, by its content. `kind` is what the fields' `accept` names. */
export interface Content {
  kind: 'image' | 'video' | 'pdf' | 'office' | 'text' | 'zip';
  mediaType: string;
}

const TYPES: Readonly<Record<string, Content['kind']>> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/webp': 'image',
  'image/gif': 'image',
  'image/heic': 'image',
  'image/heif': 'image',
  'video/mp4': 'video',
  'video/quicktime': 'video',
  'video/webm': 'video',
  'video/x-m4v': 'video',
  'video/3gpp': 'video',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'office',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'office',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'office',
  'application/vnd.oasis.opendocument.text': 'office',
  'application/vnd.oasis.opendocument.spreadsheet': 'office',
  'application/vnd.oasis.opendocument.presentation': 'office',
};

/** The old office formats are one container; only the name says which. */
const OLD_OFFICE: Readonly<Record<string, string>> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
};

const CHUNK = 256 * 1024;
/** Longer than any of the marks, so that none is missed between two chunks. */
const OVERLAP = 32;
/** A browser that is told to guess would run these; no picture or video has a reason to hold them. */
const ACTIVE = /<script|<html|<!doctype html|<\?php|<svg[\s>]|<iframe|javascript:/i;

/** undefined: nothing that is taken here, or a file that is two things at once. The name is only looked at for old office files and CSV. */
export async function judge(path: string, name: string): Promise<Content | undefined> {
  const found = await fileTypeFromFile(path);
  if (!found) return judgeText(path, name);
  const extension = name.split('.').at(-1)?.toLowerCase() ?? '';
  if (found.mime === 'application/x-cfb') {
    const mediaType = OLD_OFFICE[extension];
    return mediaType === undefined ? undefined : { kind: 'office', mediaType };
  }
  const kind = Object.hasOwn(TYPES, found.mime) ? TYPES[found.mime] : undefined;
  if (kind === undefined) return undefined;
  if ((kind === 'image' || kind === 'video') && (await isTwoThings(path))) return undefined;
  return { kind, mediaType: found.mime };
}

async function judgeText(path: string, name: string): Promise<Content | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    let before = '';
    for await (const chunk of chunksOf(path)) {
      const text = decoder.decode(chunk, { stream: true });
      if (hasControls(text) || ACTIVE.test(before + text) || /^\s*<\?xml/.test(before + text)) return undefined;
      before = text.slice(-OVERLAP);
    }
    decoder.decode();
  } catch (cause) {
    // Not UTF-8.
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
  return { kind: 'text', mediaType: /\.csv$/i.test(name) ? 'text/csv' : 'text/plain' };
}

/** Tabs and line ends are text; anything else below the space is not. */
function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) return true;
  }
  return false;
}

/** A polyglot: a picture that is a page, a PDF or an archive as well. */
async function isTwoThings(path: string): Promise<boolean> {
  let before = '';
  for await (const chunk of chunksOf(path)) {
    const text = before + chunk.toString('latin1');
    if (ACTIVE.test(text) || text.includes('%PDF-1.')) return true;
    before = text.slice(-OVERLAP);
  }
  return endsAsArchive(path);
}

/** A zip's directory stands at the end, with a comment exactly as long as the rest of the file. */
async function endsAsArchive(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const length = Math.min(size, 65_557);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    for (
      let at = buffer.lastIndexOf('PK\x05\x06', undefined, 'latin1');
      at >= 0;
      at = at === 0 ? -1 : buffer.lastIndexOf('PK\x05\x06', at - 1, 'latin1')
    ) {
      if (at + 22 <= length && buffer.readUInt16LE(at + 20) === length - at - 22) return true;
    }
    return false;
  } finally {
    await file.close();
  }
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    for await (const chunk of file.createReadStream({ highWaterMark: CHUNK, autoClose: false })) yield chunk as Buffer;
  } finally {
    await file.close();
  }
}
