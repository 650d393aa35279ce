import { randomUUID } from 'node:crypto';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import type { Actor } from '../access/actor.ts';
import { judge } from './content.ts';
import type { Files, StoredFile } from './files.ts';
import { jpegSize } from './jpeg.ts';
import { tooBig, wrongContent } from './refused.ts';

/** Bytes. A picture of 480 pixels takes 20 to 45 kB. */
export const LARGEST_PREVIEW = 60 * 1024;
const MOST_PIXELS = 640;

/** Where the small picture of a file lies: beside it. */
export const previewPath = (path: string): string => `${path}.small`;

/**
 * A small JPEG of a picture, made by the browser that sent the picture: lists and paper show it instead of the whole.
 * It is a convenience, not the file: whoever opens it is given the whole, and where there is none the whole is shown.
 */
export class Previews {
  readonly #files: Files;

  constructor(files: Files) {
    this.#files = files;
  }

  /** Once, by whoever brought the picture, before anything holds it: what others have seen does not change. */
  async keep(app: string, id: string, bytes: Buffer, actor: Actor): Promise<void> {
    const file = await this.#files.unheld(app, id, actor);
    if (bytes.length > LARGEST_PREVIEW) throw tooBig('preview', LARGEST_PREVIEW);
    if (!file.mediaType.startsWith('image/')) throw wrongContent('preview', ['image']);
    const to = previewPath(file.path);
    if ((await sizeOf(to)) !== undefined) return;
    const part = `${to}.${randomUUID()}.part`;
    try {
      await writeFile(part, bytes, { mode: 0o600, flag: 'wx' });
      const size = jpegSize(bytes);
      const isSmall = size !== undefined && Math.max(size.width, size.height) <= MOST_PIXELS;
      if (!isSmall || (await judge(part, 'preview.jpg'))?.mediaType !== 'image/jpeg')
        throw wrongContent('preview', ['image']);
      await rename(part, to);
    } finally {
      await rm(part, { force: true });
    }
  }
}

/** The small picture of a file, where there is one; else the file. */
export async function smallOf(file: StoredFile): Promise<StoredFile> {
  const path = previewPath(file.path);
  const size = await sizeOf(path);
  return size === undefined
    ? file
    : { ...file, path, size, mediaType: 'image/jpeg', name: `${file.name}.jpg`, sha256: `${file.sha256}-small` };
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
}
