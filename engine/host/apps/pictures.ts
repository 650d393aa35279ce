import { createHash } from 'node:crypto';
import type { Knex } from 'knex';

/** A picture that an app’s definitions name. */
export interface Picture {
  name: string;
  mediaType: string;
  content: Buffer;
  sha256: string;
}

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  svg: 'image/svg+xml',
};

/** By its extension, as an app’s folder names it. */
export function pictureOf(name: string, content: Buffer): Picture {
  const mediaType = TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
  return { name, mediaType, content, sha256: createHash('sha256').update(content).digest('hex') };
}

/** A name of its content: it never changes, so that it is kept by whoever has seen it. */
export function hashedName(content: Buffer, extension: string): string {
  return `logo-${createHash('sha256').update(content).digest('hex').slice(0, 20)}.${extension}`;
}

export function isHashed(name: string): boolean {
  return /^logo-[0-9a-f]{20}\./.test(name);
}

export async function keepPictures(knex: Knex, app: string, pictures: readonly Picture[], by?: string): Promise<void> {
  for (const { name, mediaType, content, sha256 } of pictures) {
    await knex('engine.picture')
      .insert({ app, name, media_type: mediaType, content, sha256, ...(by !== undefined && { created_by: by }) })
      .onConflict(['app', 'name'])
      .merge(['media_type', 'content', 'sha256'])
      .whereRaw('picture.sha256 <> excluded.sha256');
  }
}

export async function findPicture(knex: Knex, app: string, name: string): Promise<Picture | undefined> {
  const row = await knex('engine.picture')
    .where({ app, name })
    .first<{ media_type: string; content: Buffer; sha256: string } | undefined>('media_type', 'content', 'sha256');
  return row && { name, mediaType: row.media_type, content: row.content, sha256: row.sha256 };
}
