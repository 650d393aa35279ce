import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { v4 as uuid } from 'uuid';
import type { AppModel, Field } from '../../definition/index.ts';
import type { FileView } from '../../wire.ts';
import type { Actor, Locale } from '../access/actor.ts';
import { rolesIn } from '../access/actor.ts';
import { COMMENT_FIELD } from '../comments/ports.ts';
import { takeTurn } from '../connectors/rate-limit.ts';
import { refusals } from '../door/refusal.ts';
import type { Host } from '../host.ts';
import { type Content, judge } from './content.ts';
import { safeName } from './name.ts';
import { tooBig, tooManyUploads, wrongContent } from './refused.ts';

export interface StoredFile extends FileView {
  /** Where its content lies. */
  path: string;
  sha256: string;
}

interface Row {
  id: string;
  app: string;
  form: string | null;
  record: string | null;
  field: string | null;
  name: string;
  media_type: string;
  size: string;
  sha256: string;
  path: string;
  uploader: { kind: string; id?: string; app?: string; proof?: Record<string, string> };
}

type Accept = readonly Content['kind'][];

const EVERYTHING: Accept = ['image', 'video', 'pdf', 'office', 'text', 'zip'];

const MB = 1024 * 1024;
const MOST_BYTES: Readonly<Record<Content['kind'], number>> = {
  image: 20 * MB,
  video: 200 * MB,
  pdf: 50 * MB,
  office: 50 * MB,
  text: 50 * MB,
  zip: 50 * MB,
};
const UPLOADS = { calls: 300, perMs: 3_600_000 };
const UNUSED_MS = 24 * 3_600_000;

/** Content in DATA_DIR/files under names of our own; what it is called and whose it is stands in engine.file. */
export class Files {
  readonly #host: Host;
  readonly #folder: string;

  constructor(host: Host, dataDir: string) {
    this.#host = host;
    this.#folder = join(dataDir, 'files');
  }

  /** Keeps an upload for a field. Nothing points to it until a record does; unused ones are removed after a day. */
  async receive(
    app: AppModel,
    place: { form: string; field: string },
    upload: { name: string | undefined; stream: Readable & { truncated?: boolean } },
    actor: Actor,
  ): Promise<FileView> {
    if (rolesIn(actor, app.app.key).length === 0) throw refusals.notAllowed();
    const field = place.field === COMMENT_FIELD ? undefined : fileField(app, place.form, place.field);
    if (field === undefined && actor.kind !== 'user') throw refusals.notAllowed();
    const accept = field ? acceptOf(field) : EVERYTHING;
    const wait = await takeTurn(this.#host.database.knex, `upload:${ownerKey(actor)}`, UPLOADS);
    if (wait > 0) throw tooManyUploads();
    const own = field && 'maxSize' in field ? field.maxSize : undefined;
    const most = Math.min(own ?? Number.POSITIVE_INFINITY, Math.max(...accept.map((kind) => MOST_BYTES[kind])));
    return this.#keep(app.app.key, upload, actor, most, (content, size) => {
      if (!content || !accept.includes(content.kind)) throw wrongContent(place.field, accept);
      if (size > Math.min(most, MOST_BYTES[content.kind]))
        throw tooBig(place.field, Math.min(most, MOST_BYTES[content.kind]));
    });
  }

  /** A CSV for an import: read by its owner and the import only. */
  async receiveTable(
    app: string,
    upload: { name: string | undefined; stream: Readable },
    actor: Actor,
  ): Promise<FileView> {
    // GBK is no UTF-8: the import's reader judges what the bytes mean.
    return this.#keep(app, upload, actor, 500 * MB, () => undefined);
  }

  /** The file, if this person may see the record it belongs to and the field it stands in; else not_found. */
  async find(app: string, id: string, actor: Actor, locale: Locale): Promise<StoredFile> {
    const row = await this.#host.database.knex('engine.file').where({ id, app }).first<Row | undefined>();
    if (!row || !(await this.#maySee(row, actor, locale))) throw refusals.notFound();
    return {
      id: row.id,
      name: row.name,
      mediaType: row.media_type,
      size: Number(row.size),
      sha256: row.sha256,
      path: join(this.#folder, row.path),
    };
  }

  /** For imports, which have checked their owner. */
  async contentOf(id: string): Promise<string> {
    const row = await this.#host.database.knex('engine.file').where({ id }).first<Row | undefined>('path');
    if (!row) throw refusals.notFound();
    return join(this.#folder, row.path);
  }

  /** Uploads that no record and no import has taken within a day. */
  async removeUnused(): Promise<number> {
    const before = new Date(this.#host.clock.now().getTime() - UNUSED_MS);
    const { rows } = await this.#host.database.knex.raw<{ rows: { path: string }[] }>(
      `delete from engine.file f where record is null and created_at < ?
         and not exists (select 1 from engine.import_job j where j.file = f.id)
         and not exists (select 1 from engine.draft d where d.data::text like '%' || f.id || '%')
       returning path`,
      [before],
    );
    for (const { path } of rows) await rm(join(this.#folder, path), { force: true });
    return rows.length;
  }

  async #maySee(row: Row, actor: Actor, locale: Locale): Promise<boolean> {
    if (row.record === null || row.form === null) return isUploader(row.uploader, actor);
    if (row.field === COMMENT_FIELD) {
      const place = { app: row.app, form: row.form, record: row.record };
      return actor.kind === 'user' && this.#host.comments.holds(place, row.id, actor);
    }
    const view = await this.#host.records.get(row.app, row.form, row.record, actor, locale);
    return Object.hasOwn(view.files, row.id);
  }

  async #keep(
    app: string,
    upload: { name: string | undefined; stream: Readable & { truncated?: boolean } },
    actor: Actor,
    most: number,
    check: (content: Content | undefined, size: number) => void,
  ): Promise<FileView> {
    const id = uuid();
    const path = join(id.slice(0, 2), id);
    const target = join(this.#folder, path);
    await mkdir(join(this.#folder, id.slice(0, 2)), { recursive: true, mode: 0o700 });
    const part = `${target}.part`;
    try {
      const { size, sha256 } = await write(upload.stream, part, most);
      const name = safeName(upload.name);
      const content = await judge(part, name);
      check(content, size);
      await rename(part, target);
      const mediaType = content?.mediaType ?? 'application/octet-stream';
      await this.#host.database.knex('engine.file').insert({
        id,
        app,
        name,
        media_type: mediaType,
        size,
        sha256,
        path,
        uploader: JSON.stringify(uploaderOf(actor)),
        created_at: this.#host.clock.now(),
      });
      return { id, name, mediaType, size };
    } catch (cause) {
      await rm(part, { force: true });
      throw cause;
    }
  }
}

async function write(
  stream: Readable & { truncated?: boolean },
  to: string,
  most: number,
): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length;
      hash.update(chunk);
      if (size > most) done(tooBig('file', most));
      else done(null, chunk);
    },
  });
  await pipeline(stream, counting, createWriteStream(to, { mode: 0o600, flags: 'wx' }));
  if (stream.truncated) throw tooBig('file', most);
  return { size, sha256: hash.digest('hex') };
}

/** "photos", or "lines.photos" for the column of a sub-table. */
function fileField(app: AppModel, formKey: string, path: string): Field {
  const form = app.forms.get(formKey);
  if (!form) throw refusals.unknown('form', formKey);
  const [key = '', column] = path.split('.');
  const field = form.fields.find((one) => one.key === key);
  const found =
    column !== undefined && field?.type === 'table' ? field.fields.find((one) => one.key === column) : field;
  if (!found || !['file', 'image', 'video'].includes(found.type)) throw refusals.unknown('field', path);
  return found as Field;
}

function acceptOf(field: Field): Accept {
  if (field.type === 'image') return ['image'];
  if (field.type === 'video') return ['video'];
  return field.type === 'file' && field.accept ? field.accept : EVERYTHING;
}

function uploaderOf(actor: Actor): Row['uploader'] {
  if (actor.kind === 'user') return { kind: 'user', id: actor.id };
  if (actor.kind === 'visitor') return { kind: 'visitor', app: actor.app, proof: { ...actor.proof } };
  return { kind: 'engine' };
}

function ownerKey(actor: Actor): string {
  return JSON.stringify(uploaderOf(actor));
}

function isUploader(uploader: Row['uploader'], actor: Actor): boolean {
  if (actor.kind === 'user') return uploader.kind === 'user' && uploader.id === actor.id;
  if (actor.kind !== 'visitor' || uploader.kind !== 'visitor') return false;
  const { proof = {} } = uploader;
  const names = new Set([...Object.keys(proof), ...Object.keys(actor.proof)]);
  return uploader.app === actor.app && names.size > 0 && [...names].every((name) => proof[name] === actor.proof[name]);
}
