import type { Knex } from 'knex';
import type { MessageView } from '../../wire.ts';
import type { UserActor } from '../access/actor.ts';
import type { Clock } from '../clock.ts';

const PAGE = 100;

interface Row {
  id: string;
  app: string;
  title: string;
  text: string;
  link: string | null;
  created_at: string;
  read_at: string | null;
}

/** One's own messages in the app. */
export class Inbox {
  readonly #knex: Knex;
  readonly #clock: Clock;

  constructor(knex: Knex, clock: Clock) {
    this.#knex = knex;
    this.#clock = clock;
  }

  /** Newest first; `before` is the instant of the last one of the page before. */
  async list(user: UserActor, options: { unread?: boolean; before?: string } = {}): Promise<MessageView[]> {
    const rows = await this.#knex('engine.message')
      .where({ to_user: user.id, channel: 'inbox' })
      .modify((query) => {
        if (options.unread) query.whereNull('read_at');
        if (options.before) query.where('created_at', '<', options.before);
        if (user.scopes) query.whereIn('app', Object.keys(user.roles));
      })
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(PAGE)
      .select<Row[]>('id', 'app', 'title', 'text', 'link', 'created_at', 'read_at');
    return rows.map(({ link, read_at, ...row }) => ({
      ...row,
      ...(link !== null && { link }),
      ...(read_at !== null && { read_at }),
    }));
  }

  /** Marks some as read, or all of them. */
  async read(user: UserActor, ids?: readonly string[]): Promise<number> {
    return this.#knex('engine.message')
      .where({ to_user: user.id, channel: 'inbox', read_at: null })
      .modify((query) => {
        if (ids) query.whereIn('id', ids);
      })
      .update({ read_at: this.#clock.now() });
  }
}
