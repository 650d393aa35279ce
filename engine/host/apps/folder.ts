import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { AppFile } from '../../definition/index.ts';
import { type Picture, pictureOf } from './pictures.ts';

/** Beyond this a file is not read at all; the loader's own limit is lower and has words for it. */
const MOST_BYTES = 32 * 1024 * 1024;

const PICTURE = /\.(png|jpe?g|webp|svg)$/i;

export interface AppFolder {
  files: AppFile[];
  /** The pictures beside app.json. */
  pictures: Picture[];
}

/** The folder has no app in it, or cannot be read. */
export class FolderError extends Error {
  readonly folder: string;

  constructor(folder: string, cause: unknown) {
    super(`The folder ${folder} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'FolderError';
    this.folder = folder;
  }
}

async function textOf(path: string): Promise<string> {
  const { size } = await stat(path);
  return size > MOST_BYTES ? ' '.repeat(MOST_BYTES) : readFile(path, 'utf8');
}

async function contentOf(path: string): Promise<Buffer> {
  const { size } = await stat(path);
  return size > MOST_BYTES ? Buffer.alloc(0) : readFile(path);
}

/** All *.json below an app's folder, named by their path in it, in a fixed order. Links out of it are not followed. */
export async function readAppFolder(folder: string): Promise<AppFolder> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const found = entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .sort();
    const definitions = found.filter((path) => path.endsWith('.json'));
    return {
      files: await Promise.all(definitions.map(async (path) => ({ path, text: await textOf(join(folder, path)) }))),
      pictures: await Promise.all(
        found
          .filter((path) => !path.includes('/') && PICTURE.test(path))
          .map(async (path) => pictureOf(path, await contentOf(join(folder, path)))),
      ),
    };
  } catch (error) {
    throw new FolderError(folder, error);
  }
}
