import type { Knex } from 'knex';
import { textOf } from '../../form/index.ts';
import type { CommentOrder, CommentView, FileView, Person } from '../../wire.ts';
import type { Locale, UserActor } from '../access/actor.ts';
import type { DoorParts } from '../door/parts.ts';
import { refusals } from '../door/refusal.ts';
import { isUuid } from '../door/work.ts';
import type { MessageSender } from '../messages/index.ts';
import { titleOf } from '../records/list.ts';
import { type Seen, see, storedOf } from '../records/view.ts';
import { type Audience, audienceOf } from './audience.ts';
import { mentionOrders } from './mention.ts';
import { COMMENT_FIELD, type Comments, type RecordPlace } from './ports.ts';
import { emptyComment, foreignFile, notYours, strangers } from './refused.ts';

const MOST = 500;

interface Row {
  id: string;
  record: string;
  author: string;
  text: string;
  mentions: string[];
  files: string[];
  created_at: string;
  edited_at: string | null;
  removed_at: string | null;
}

export class CommentStore implements Comments {
  readonly #parts: DoorParts;
  readonly #knex: Knex;
  readonly #messages: MessageSender;

  constructor(parts: DoorParts, knex: Knex, messages: MessageSender) {
    this.#parts = parts;
    this.#knex = knex;
    this.#messages = messages;
  }

  async list(place: RecordPlace, user: UserActor, locale: Locale): Promise<CommentView[]> {
    const seen = await this.#see(place, user);
    const rows = await this.#table()
      .where({ record: place.record, removed_at: null })
      .orderBy(['created_at', 'id'])
      .limit(MOST)
      .select<Row[]>();
    return this.#views(seen, rows, user, locale);
  }

  async write(place: RecordPlace, order: CommentOrder, user: UserActor, locale: Locale): Promise<CommentView> {
    const seen = await this.#see(place, user);
    const { id, mentions = [], files = [] } = order;
    const text = order.text.trim();
    if (text === '' && files.length === 0) throw emptyComment();
    const known = await this.#table().where({ id }).first<Row | undefined>();
    if (known) return this.#repeated(seen, known, user, locale);
    const named = await this.#named(seen, mentions);
    const at = this.#parts.clock.now();
    await this.#knex.transaction(async (trx) => {
      await this.#take(trx, place, files, user);
      const { app, form, record } = place;
      await trx('engine.comment').insert({
        ...{ id, app, form, record, author: user.id, text, mentions: named, files, created_at: at },
      });
      await this.#tell(trx, seen, place, { text, to: named, at }, user);
    });
    this.#announce(place);
    return this.#one(seen, id, user, locale);
  }

  async edit(place: RecordPlace, order: Omit<CommentOrder, 'files'>, user: UserActor, locale: Locale) {
    const seen = await this.#see(place, user);
    const known = await this.#own(place, order.id, user);
    const text = order.text.trim();
    if (text === '' && known.files.length === 0) throw emptyComment();
    const named = await this.#named(seen, order.mentions ?? []);
    const at = this.#parts.clock.now();
    await this.#knex.transaction(async (trx) => {
      await keepVersion(trx, known, 'edit', at);
      await trx('engine.comment').where({ id: known.id }).update({ text, mentions: named, edited_at: at });
      const news = named.filter((id) => !known.mentions.includes(id));
      await this.#tell(trx, seen, place, { text, to: news, at }, user);
    });
    this.#announce(place);
    return this.#one(seen, known.id, user, locale);
  }

  async remove(place: RecordPlace, id: string, user: UserActor): Promise<void> {
    await this.#see(place, user);
    const known = await this.#own(place, id, user);
    const at = this.#parts.clock.now();
    await this.#knex.transaction(async (trx) => {
      await keepVersion(trx, known, 'remove', at);
      await trx('engine.comment').where({ id }).update({ removed_at: at });
    });
    this.#announce(place);
  }

  async people(place: RecordPlace, search: string | undefined, user: UserActor, locale: Locale): Promise<Person[]> {
    const audience = await this.#audience(await this.#see(place, user));
    return audience.find(search ?? '', locale, user.id);
  }

  async holds(place: RecordPlace, file: string, user: UserActor): Promise<boolean> {
    if (!isUuid(file)) return false;
    await this.#see(place, user);
    const { rows } = await this.#knex.raw<{ rows: unknown[] }>(
      'select 1 from engine.comment where record = ? and removed_at is null and ? = any (files) limit 1',
      [place.record, file],
    );
    return rows.length > 0;
  }

  /** The record as this person sees it, also who only had a task of it. */
  #see({ app, form, record }: RecordPlace, user: UserActor): Promise<Seen> {
    return see(this.#parts, app, form, record, user, 'also had a task');
  }

  #audience({ held }: Seen): Promise<Audience> {
    return audienceOf(this.#parts, held);
  }

  async #own(place: RecordPlace, id: string, user: UserActor): Promise<Row> {
    const row = await this.#table().where({ id, record: place.record, removed_at: null }).first<Row | undefined>();
    if (!row) throw refusals.notFound();
    if (row.author !== user.id) throw notYours();
    return row;
  }

  /** Who may not see the record cannot be called to it. */
  async #named(seen: Seen, mentions: readonly string[]): Promise<string[]> {
    if (mentions.length === 0) return [];
    const audience = await this.#audience(seen);
    if (!mentions.every((id) => audience.has(id))) throw strangers();
    return [...new Set(mentions)];
  }

  /** The files become the record's, as long as they are this person's and nobody else's yet. */
  async #take(trx: Knex.Transaction, place: RecordPlace, files: readonly string[], user: UserActor): Promise<void> {
    if (files.length === 0) return;
    const { rowCount } = await trx.raw<{ rowCount: number }>(
      `update engine.file set form = :form, record = :record, field = :field
       where id = any (:files::uuid[]) and app = :app and record is null
         and uploader ->> 'kind' = 'user' and uploader ->> 'id' = :user`,
      { ...place, field: COMMENT_FIELD, files: [...files], user: user.id },
    );
    if (rowCount !== new Set(files).size) throw foreignFile();
  }

  async #tell(
    trx: Knex.Transaction,
    { held, sight }: Seen,
    place: RecordPlace,
    { text, to, at }: { text: string; to: readonly string[]; at: Date },
    user: UserActor,
  ): Promise<void> {
    const title = titleOf(sight, sight.visible(storedOf(held))) || place.record.slice(0, 8);
    const orders = mentionOrders(
      place,
      { by: user.name, on: title, text },
      to.filter((id) => id !== user.id),
    );
    if (orders.length > 0) await this.#messages.write(trx, orders, at);
  }

  #announce({ app, form, record }: RecordPlace): void {
    this.#parts.announce([{ kind: 'comment', app, form, id: record }]);
  }

  async #repeated(seen: Seen, row: Row, user: UserActor, locale: Locale): Promise<CommentView> {
    if (row.author !== user.id || row.record !== seen.held.head.id) throw refusals.badCommand('id');
    const [view] = await this.#views(seen, [row], user, locale);
    if (!view) throw refusals.notFound();
    return view;
  }

  async #one(seen: Seen, id: string, user: UserActor, locale: Locale): Promise<CommentView> {
    const row = await this.#table().where({ id }).first<Row>();
    return this.#repeated(seen, row, user, locale);
  }

  async #views({ held }: Seen, rows: readonly Row[], user: UserActor, locale: Locale): Promise<CommentView[]> {
    const ids = new Set(rows.flatMap(({ author, mentions }) => [author, ...mentions]));
    const people = await this.#knex('engine.app_user')
      .whereIn('id', [...ids])
      .select<{ id: string; login: string; name: string | { 'zh-CN': string; en: string } }[]>('id', 'login', 'name');
    const byId = new Map(people.map(({ id, login, name }) => [id, { id, login, name: textOf(name, locale) }]));
    const person = (id: string): Person => byId.get(id) ?? { id, login: '', name: '' };
    const files = await this.#files(
      held.app.key,
      rows.flatMap((row) => row.files),
    );
    return rows.map((row) => ({
      id: row.id,
      author: person(row.author),
      text: row.text,
      mentions: row.mentions.map(person),
      files: row.files.flatMap((id) => files.get(id) ?? []),
      created_at: row.created_at,
      isMine: row.author === user.id,
      ...(row.edited_at !== null && { edited_at: row.edited_at }),
    }));
  }

  async #files(app: string, ids: readonly string[]): Promise<Map<string, FileView>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#knex('engine.file')
      .where({ app })
      .whereIn('id', [...ids])
      .select<{ id: string; name: string; media_type: string; size: string }[]>('id', 'name', 'media_type', 'size');
    return new Map(
      rows.map(({ id, name, media_type, size }) => [id, { id, name, mediaType: media_type, size: Number(size) }]),
    );
  }

  #table(): Knex.QueryBuilder {
    return this.#knex('engine.comment');
  }
}

async function keepVersion(trx: Knex.Transaction, row: Row, action: 'edit' | 'remove', at: Date): Promise<void> {
  // Two of one millisecond are kept as well.
  await trx.raw(
    `insert into engine.comment_version (comment, at, action, text, files)
     values (:id, greatest(:at::timestamptz, (select max(at) + interval '1 microsecond' from engine.comment_version where comment = :id)), :action, :text, :files)`,
    { id: row.id, at, action, text: row.text, files: row.files },
  );
}
