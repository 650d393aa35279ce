import type { Field, FormDefinition } from '../../definition/index.ts';
import { type ExistsRequirement, fieldType } from '../../form/index.ts';
import type { Values } from '../../wire.ts';
import type { TableShape } from '../records/storage.ts';
import type { Held } from './held.ts';
import { isUuid, type Work } from './work.ts';

const shape: TableShape = {
  name: 'engine.file',
  columns: [
    ['id', 'uuid'],
    ['form', 'text'],
    ['record', 'uuid'],
    ['field', 'text'],
  ],
};

/** What a media type counts as; judged from the content when the file came in. */
const KINDS: Record<string, (mediaType: string) => boolean> = {
  image: (type) => type.startsWith('image/'),
  video: (type) => type.startsWith('video/'),
  pdf: (type) => type === 'application/pdf',
  text: (type) => type.startsWith('text/'),
  zip: (type) => type === 'application/zip',
  office: (type) => /officedocument|msword|ms-excel|ms-powerpoint|opendocument/.test(type),
};

/**
 * A file may be named by whoever brought it, once: one that lies with another record, or that somebody else brought,
 * would otherwise be opened by naming it.
 */
export async function fileExists(work: Work, held: Held, one: ExistsRequirement): Promise<boolean> {
  if (!isUuid(one.value)) return false;
  const [file] = await work.query<{ record: string | null; uploader: Uploader; media_type: string; size: string }>(
    'select record, uploader, media_type, size from engine.file where id = $1 and app = $2',
    [one.value, held.app.key],
  );
  if (file === undefined) return false;
  const isOurs = file.record === held.head.id || (file.record === null && brought(work, file.uploader));
  const fits = one.accept === undefined || one.accept.some((kind) => KINDS[kind]?.(file.media_type) ?? false);
  return isOurs && fits && (one.maxSize === undefined || Number(file.size) <= one.maxSize);
}

interface Uploader {
  kind?: string;
  id?: string;
  proof?: Record<string, string>;
}

function brought(work: Work, uploader: Uploader): boolean {
  const { actor } = work;
  if (actor.kind === 'engine') return true;
  if (actor.kind === 'user') return uploader.id === actor.id;
  // Somebody who applies has proved nothing yet when the pictures are taken: the unguessable id is the proof.
  return uploader.kind === 'visitor';
}

/** Files that the record and its rows name now belong to it. */
export function attachFiles(work: Work, held: Held): void {
  const { fields } = held.form.form;
  if (!mayHoldFiles(held.form.form)) return;
  const before = new Set(filesIn(fields, held.original ?? {}).map(({ id }) => id));
  for (const { id, field } of filesIn(fields, held.values)) {
    if (!before.has(id)) work.writes.patch(shape, id, { form: held.form.key, record: held.head.id, field });
  }
}

const holders = new WeakMap<FormDefinition, boolean>();

function mayHoldFiles(form: FormDefinition): boolean {
  let may = holders.get(form);
  if (may === undefined) {
    const all = form.fields.flatMap((field) => (field.type === 'table' ? field.fields : [field]));
    may = all.some((field) => fieldType(field).admits !== undefined);
    holders.set(form, may);
  }
  return may;
}

/** `field`: "evidence" or "lines.photo". */
function filesIn(fields: readonly Field[], values: Values, prefix = ''): { id: string; field: string }[] {
  return fields.flatMap((field) => {
    const value = values[field.key];
    if (field.type === 'table') {
      const rows = Array.isArray(value) ? (value as Values[]) : [];
      return rows.flatMap((row) => filesIn(field.fields, row, `${field.key}.`));
    }
    if (fieldType(field).admits === undefined) return [];
    return asIds(value).map((id) => ({ id, field: prefix + field.key }));
  });
}

function asIds(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(isUuid) : [];
}
