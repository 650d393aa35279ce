import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, stat, truncate } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { v4 as uuid } from 'uuid';
import type { AppModel } from '../../definition/index.ts';
import type { FileView, UploadView } from '../../wire.ts';
import type { Actor } from '../access/actor.ts';
import { refusals } from '../door/refusal.ts';
import type { Host } from '../host.ts';
import { type FilePlace, gateOf, mayUpload } from './admission.ts';
import type { Files } from './files.ts';
import { safeName } from './name.ts';
import { isUploader, type Uploader, uploaderOf } from './owner.ts';
import { damaged, outOfStep, tooBig } from './refused.ts';

/** Bytes of a piece: small enough to be sent again, large enough for a fast line. */
export const PIECE = 512 * 1024;
const LONGEST_PIECE = 4 * 1024 * 1024;

interface Row {
  id: string;
  app: string;
  form: string;
  field: string;
  name: string;
  size: string;
  sha256: string | null;
  uploader: Uploader;
  file: string | null;
}

export interface Piece {
  /** Where it begins. */
  at: number;
  bytes: Buffer;
  /** Of these bytes, as the sender has it. */
  sha256: string | undefined;
}

/**
 * Files that come in pieces. What has come lies in a file of our own, whose length says where to go on: after a broken
 * connection, after a restart. The last piece makes it a file like any other.
 */
export class Uploads {
  readonly #host: Host;
  readonly #files: Files;
  /** Those that a piece is being added to now. */
  readonly #busy = new Set<string>();

  constructor(host: Host, files: Files) {
    this.#host = host;
    this.#files = files;
  }

  async begin(
    app: AppModel,
    place: FilePlace,
    file: { name: string; size: number; sha256?: string },
    actor: Actor,
  ): Promise<UploadView> {
    const gate = gateOf(app, place);
    await mayUpload(this.#host, app, place, actor);
    if (file.size > gate.most) throw tooBig(place.field, gate.most);
    const id = uuid();
    await this.#table().insert({
      id,
      app: app.app.key,
      ...place,
      name: safeName(file.name),
      size: file.size,
      sha256: file.sha256 ?? null,
      uploader: JSON.stringify(uploaderOf(actor)),
      created_at: this.#host.clock.now(),
    });
    return { id, received: 0, piece: PIECE };
  }

  /** How far it is. */
  async state(app: AppModel, id: string, actor: Actor): Promise<UploadView> {
    const row = await this.#mine(app, id, actor);
    const file = row.file === null ? undefined : await this.#fileOf(row.file);
    if (row.file !== null && file === undefined) throw refusals.notFound();
    if (file) return { id, received: Number(row.size), piece: PIECE, file };
    return { id, received: await lengthOf(await this.#files.partOf(id)), piece: PIECE };
  }

  async add(app: AppModel, id: string, piece: Piece, actor: Actor): Promise<UploadView> {
    const row = await this.#mine(app, id, actor);
    if (row.file !== null) return this.state(app, id, actor);
    if (this.#busy.has(id)) throw outOfStep(await lengthOf(await this.#files.partOf(id)));
    this.#busy.add(id);
    try {
      const received = await this.#append(row, piece);
      if (received < Number(row.size)) return { id, received, piece: PIECE };
      return { id, received, piece: PIECE, file: await this.#complete(app, row) };
    } finally {
      this.#busy.delete(id);
    }
  }

  /** Given up: nothing of it stays. */
  async drop(app: AppModel, id: string, actor: Actor): Promise<void> {
    const row = await this.#mine(app, id, actor);
    await this.#forget(row.id);
  }

  async #append(row: Row, { at, bytes, sha256 }: Piece): Promise<number> {
    const part = await this.#files.partOf(row.id);
    const received = await lengthOf(part);
    const end = at + bytes.length;
    // A piece whose answer was lost comes again: it is there already.
    if (end <= received && at < received) return received;
    if (at !== received) throw outOfStep(received);
    if (bytes.length > LONGEST_PIECE || end > Number(row.size)) throw tooBig(row.field, Number(row.size));
    if (sha256 !== undefined && createHash('sha256').update(bytes).digest('hex') !== sha256) throw damaged(row.field);
    const file = await open(part, 'a', 0o600);
    try {
      await file.write(bytes);
    } catch (cause) {
      // Half a piece would be taken for a whole one.
      await truncate(part, at);
      throw cause;
    } finally {
      await file.close();
    }
    return end;
  }

  async #complete(app: AppModel, row: Row): Promise<FileView> {
    const part = await this.#files.partOf(row.id);
    try {
      const sha256 = await digestOf(part);
      if (row.sha256 !== null && row.sha256 !== sha256) throw damaged(row.field);
      const { name, uploader } = row;
      const whole = { id: row.id, app: row.app, name, size: Number(row.size), sha256, uploader, part };
      const file = await this.#files.settle(whole, gateOf(app, row).judge);
      await this.#table().where({ id: row.id }).update({ file: file.id });
      return file;
    } catch (cause) {
      await this.#forget(row.id);
      throw cause;
    }
  }

  async #forget(id: string): Promise<void> {
    await this.#table().where({ id }).delete();
    await rm(await this.#files.partOf(id), { force: true });
  }

  async #mine(app: AppModel, id: string, actor: Actor): Promise<Row> {
    const row = await this.#table().where({ id, app: app.app.key }).first<Row | undefined>();
    if (!row || !isUploader(row.uploader, actor)) throw refusals.notFound();
    return row;
  }

  async #fileOf(id: string): Promise<FileView | undefined> {
    const row = await this.#host.database
      .knex('engine.file')
      .where({ id })
      .first<{ id: string; name: string; media_type: string; size: string } | undefined>();
    return row && { id, name: row.name, mediaType: row.media_type, size: Number(row.size) };
  }

  #table() {
    return this.#host.database.knex('engine.upload');
  }
}

async function lengthOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return 0;
    throw cause;
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
