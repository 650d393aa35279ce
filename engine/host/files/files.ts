import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { v4 as uuid } from 'uuid';
import type { AppModel } from '../../definition/index.ts';
import type { FileView } from '../../wire.ts';
import type { Actor, Locale } from '../access/actor.ts';
import { COMMENT_FIELD } from '../comments/ports.ts';
import { refusals } from '../door/refusal.ts';
import type { Host } from '../host.ts';
import { type FilePlace, type Gate, gateOf, mayUpload } from './admission.ts';
import { judge } from './content.ts';
import { safeName } from './name.ts';
import { isUploader, type Uploader, uploaderOf } from './owner.ts';
import { previewPath } from './previews.ts';
import { tooBig } from './refused.ts';

export interface StoredFile extends FileView {
  /** Where its content lies. */
  path: string;
  sha256: string;
}

/** A file whose bytes have all come. */
export interface Whole {
  id: string;
  app: string;
  name: string;
  size: number;
  sha256: string;
  uploader: Uploader;
  part: string;
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
  uploader: Uploader;
}

const LARGEST_TABLE = 500 * 1024 * 1024;
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
    place: FilePlace,
    upload: { name: string | undefined; stream: Readable & { truncated?: boolean } },
    actor: Actor,
  ): Promise<FileView> {
    const gate = gateOf(app, place);
    await mayUpload(this.#host, app, place, actor);
    return this.#keep(app.app.key, upload, actor, gate.most, gate.judge);
  }

  /** A CSV for an import: read by its owner and the import only. */
  async receiveTable(
    app: string,
    upload: { name: string | undefined; stream: Readable },
    actor: Actor,
  ): Promise<FileView> {
    // GBK is no UTF-8: the import's reader judges what the bytes mean.
    return this.#keep(app, upload, actor, LARGEST_TABLE, () => undefined);
  }

  /** The file, if this person may see the record it belongs to and the field it stands in; else not_found. */
  async find(app: string, id: string, actor: Actor, locale: Locale): Promise<StoredFile> {
    const row = await this.#host.database.knex('engine.file').where({ id, app }).first<Row | undefined>();
    if (!row || !(await this.#maySee(row, actor, locale))) throw refusals.notFound();
    return this.#stored(row);
  }

  /** A file that no record has taken yet, for whoever brought it. */
  async unheld(app: string, id: string, actor: Actor): Promise<StoredFile> {
    const row = await this.#host.database.knex('engine.file').where({ id, app, record: null }).first<Row | undefined>();
    if (!row || !isUploader(row.uploader, actor)) throw refusals.notFound();
    return this.#stored(row);
  }

  /** Those of a record that its reader was found to be allowed to see. */
  async ofSeen(app: string, ids: readonly string[]): Promise<StoredFile[]> {
    const rows = await this.#host.database.knex('engine.file').where({ app }).whereIn('id', ids).select<Row[]>();
    return rows.map((row) => this.#stored(row));
  }

  #stored(row: Row): StoredFile {
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
    for (const { path } of rows) {
      await rm(join(this.#folder, path), { force: true });
      await rm(previewPath(join(this.#folder, path)), { force: true });
    }
    await this.#removeUnfinished(before);
    return rows.length;
  }

  async #removeUnfinished(before: Date): Promise<void> {
    const ended = this.#host.database.knex('engine.upload').where('created_at', '<', before).delete('id');
    for (const { id } of await ended) await rm(await this.partOf(id), { force: true });
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
    check: Gate['judge'],
  ): Promise<FileView> {
    const id = uuid();
    const part = await this.partOf(id);
    try {
      const { size, sha256 } = await write(upload.stream, part, most);
      const { uploader, name } = { uploader: uploaderOf(actor), name: safeName(upload.name) };
      return await this.settle({ id, app, name, size, sha256, uploader, part }, check);
    } catch (cause) {
      await rm(part, { force: true });
      throw cause;
    }
  }

  /** Where the bytes of a file lie while they come: under a name of our own. */
  async partOf(id: string): Promise<string> {
    const folder = join(this.#folder, id.slice(0, 2));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return join(folder, `${id}.part`);
  }

  /** All bytes have come: judged by what they are, and kept. */
  async settle({ id, app, name, size, sha256, uploader, part }: Whole, check: Gate['judge']): Promise<FileView> {
    const content = await judge(part, name);
    check(content, size);
    const path = join(id.slice(0, 2), id);
    await rename(part, join(this.#folder, path));
    const mediaType = content?.mediaType ?? 'application/octet-stream';
    await this.#host.database.knex('engine.file').insert({
      id,
      app,
      name,
      media_type: mediaType,
      size,
      sha256,
      path,
      uploader: JSON.stringify(uploader),
      created_at: this.#host.clock.now(),
    });
    return { id, name, mediaType, size };
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
