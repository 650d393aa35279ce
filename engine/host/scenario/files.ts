import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { validate as isUuid } from 'uuid';
import type { AppModel, Field } from '../../definition/index.ts';
import type { Values } from '../../wire.ts';
import type { Actor } from '../access/actor.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { uploaderOf } from '../files/owner.ts';

/** A grey picture, one pixel large: stories tell that something was shown, not what. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

/** By the kind of file that the field takes first. */
const MEDIA_TYPES: Readonly<Record<string, string>> = { pdf: 'application/pdf', video: 'video/mp4' };

export interface StandIn {
  app: AppModel;
  form: string;
  data: Values;
  actor: Actor;
  /** Where the product keeps its files; without it, as in a story that nobody looks at, there is no content. */
  folder?: string;
}

/** Files that a story's people hand in by an id of its own: there is a stand-in for each that is not there yet. */
export async function standInFiles(database: Database, clock: Clock, story: StandIn): Promise<void> {
  const fields = story.app.forms.get(story.form)?.fields ?? [];
  const named = fields.flatMap((field) => idsIn(field, story.data).map((id) => ({ id, mediaType: typeOf(field) })));
  if (named.length === 0) return;
  for (const { id } of named) await keep(story.folder, id);
  const rows = named.map(({ id, mediaType }) => ({
    id,
    app: story.app.app.key,
    name: `${id.slice(-4)}.${mediaType.split('/').at(-1)}`,
    media_type: mediaType,
    size: PICTURE.length,
    sha256: createHash('sha256').update(PICTURE).digest('hex'),
    path: pathOf(id),
    uploader: JSON.stringify(uploaderOf(story.actor)),
    created_at: clock.now(),
  }));
  await database.knex('engine.file').insert(rows).onConflict('id').ignore();
}

function idsIn({ key, type }: Field, data: Values): string[] {
  const ids = data[key];
  if (!['file', 'image', 'video'].includes(type) || !Array.isArray(ids)) return [];
  return ids.filter((id): id is string => typeof id === 'string' && isUuid(id));
}

function typeOf(field: Field): string {
  const kind = field.type === 'file' ? (field.accept?.[0] ?? 'image') : field.type;
  return MEDIA_TYPES[kind] ?? 'image/png';
}

const pathOf = (id: string): string => join(id.slice(0, 2), id);

async function keep(folder: string | undefined, id: string): Promise<void> {
  if (folder === undefined) return;
  const path = join(folder, pathOf(id));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, PICTURE);
}
