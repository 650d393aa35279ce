import type { Knex } from 'knex';
import type { AppModel } from '../../definition/index.ts';
import type { MyProxies, ProxyOrder, ProxyView } from '../../wire.ts';
import { type Locale, rolesIn, type UserActor } from '../access/actor.ts';
import type { DoorParts } from '../door/parts.ts';
import { refusals } from '../door/refusal.ts';
import { appsOf, checkRow, checkScope } from './checks.ts';
import { type ProxyNews, tellOfProxy } from './notices.ts';
import { proxyRefusals } from './refused.ts';
import { arrangeTimers } from './timers.ts';
import { type ProxyRow, viewsOf } from './view.ts';

/** One at a time, so that two who choose each other at the same moment do not both get through. */
const CHOOSING = 7_264_911_353;

/** Whose proxies may be changed: one's own; or, by an administrator, those of an app's people that hold there. */
export type Whose = { person: string } | { within: string; admin: UserActor };

export interface ProxyStore {
  ofPerson(user: UserActor, locale: Locale): Promise<MyProxies>;
  /** Of one app's people, as far as they hold in it. */
  ofApp(app: string, user: UserActor, locale: Locale): Promise<ProxyView[]>;
  create(person: string, order: ProxyOrder, by: UserActor, locale: Locale): Promise<ProxyView>;
  /** Another proxy, other dates or another scope: what has begun ends, and goes on as what is ordered. */
  change(id: string, whose: Whose, order: ProxyOrder, by: UserActor, locale: Locale): Promise<ProxyView>;
  /** Ends it now; one that has not begun never will. */
  end(id: string, whose: Whose, by: UserActor): Promise<void>;
  /** It is somebody else who acts, from now on; without one it ends. Done once. */
  replace(id: string, proxy: string | undefined, by: string): Promise<boolean>;
}

export class Proxies implements ProxyStore {
  readonly #parts: DoorParts;
  readonly #knex: Knex;

  constructor(parts: DoorParts, knex: Knex) {
    this.#parts = parts;
    this.#knex = knex;
  }

  async ofPerson({ id }: UserActor, locale: Locale): Promise<MyProxies> {
    const rows = await this.#current().where((of) => of.where({ person: id }).orWhere({ proxy: id }));
    const views = await viewsOf(this.#parts, rows, locale);
    return {
      mine: views.filter(({ person }) => person.id === id),
      forOthers: views.filter(({ proxy }) => proxy.id === id),
    };
  }

  async ofApp(app: string, user: UserActor, locale: Locale): Promise<ProxyView[]> {
    const rows = await this.#current()
      .where((of) => of.whereNull('app').orWhere({ app }))
      .whereIn('person', this.#knex('engine.user_role').where({ app }).select('user_id'));
    const views = await viewsOf(this.#parts, rows, locale);
    return Promise.all(
      views.map(async (view) => {
        const isOpen = view.app !== undefined || (await this.#looksAfter(this.#knex, user, view.person.id));
        return isOpen ? view : { ...view, isTheirs: true as const };
      }),
    );
  }

  async create(person: string, order: ProxyOrder, by: UserActor, locale: Locale): Promise<ProxyView> {
    const row = rowOf(person, order, this.#now, by);
    checkScope(this.#parts, row);
    const id = await this.#choose(async (trx) => {
      const known = await trx('engine.proxy').where({ id: row.id }).first<ProxyRow | undefined>();
      // Sent again: what the first did stands. Somebody else's id tells nothing.
      if (known?.person === person) return known.id;
      if (known) throw refusals.badCommand('command');
      if (row.app === null && by.id !== person && !(await this.#looksAfter(trx, by, person)))
        throw proxyRefusals.theirs();
      await this.#insert(trx, row, by.id, 'chosen');
      return row.id;
    });
    return this.#view(id, locale);
  }

  async change(id: string, whose: Whose, order: ProxyOrder, by: UserActor, locale: Locale): Promise<ProxyView> {
    const now = this.#now;
    const changed = await this.#choose(async (trx) => {
      const known = await trx('engine.proxy').where({ id: order.command }).first<ProxyRow | undefined>();
      // Sent again after it went on as another one.
      if (known && known.id !== id) return (await this.#mine(trx, known.id, whose)).id;
      const old = await this.#mine(trx, id, whose);
      const next = rowOf(old.person, order, now, by);
      checkScope(this.#parts, next);
      if (next.app === null && old.app !== null && 'within' in whose && !(await this.#looksAfter(trx, by, old.person)))
        throw proxyRefusals.theirs();
      const hasBegun = Date.parse(old.starts_at) <= now.getTime();
      if (hasBegun && Date.parse(next.starts_at) > now.getTime()) throw proxyRefusals.begun();
      if (!hasBegun || isSame(old, next)) return this.#patch(trx, old, next, by.id, hasBegun);
      await this.#close(trx, old, by.id, old.proxy === next.proxy ? undefined : 'ended');
      const news = old.proxy === next.proxy ? 'changed' : 'chosen';
      await this.#insert(trx, { ...next, starts_at: now.toISOString() }, by.id, news);
      return next.id;
    });
    return this.#view(changed, locale);
  }

  async end(id: string, whose: Whose, by: UserActor): Promise<void> {
    await this.#choose(async (trx) => this.#close(trx, await this.#mine(trx, id, whose), by.id, 'ended'));
  }

  async replace(id: string, proxy: string | undefined, by: string): Promise<boolean> {
    const now = this.#now;
    return this.#choose(async (trx) => {
      const old = await this.#open(trx, id);
      if (old === undefined) return false;
      await this.#close(trx, old, by, 'ended');
      if (proxy === undefined) return true;
      const begins = Math.max(Date.parse(old.starts_at), now.getTime());
      const row = { ...old, id: this.#parts.newId(), proxy, starts_at: new Date(begins).toISOString(), created_by: by };
      const next = { ...row, created_at: now.toISOString(), ended_at: null, handed: null, kept: null };
      await this.#insert(trx, next, by, 'chosen');
      return true;
    });
  }

  get #now(): Date {
    return this.#parts.clock.now();
  }

  #table(): Knex.QueryBuilder<Record<string, unknown>, ProxyRow[]> {
    return this.#knex('engine.proxy').select<ProxyRow[]>('*');
  }

  /** What holds, and what is to come. */
  #current(): Knex.QueryBuilder<Record<string, unknown>, ProxyRow[]> {
    return this.#table().whereNull('ended_at').where('ends_at', '>', this.#now).orderBy(['starts_at', 'id']);
  }

  /** One after the other, and told when it is done: other processes hear it from the database, here it counts at once. */
  async #choose<T>(what: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
    const done = await this.#knex.transaction(async (trx) => {
      await trx.raw('select pg_advisory_xact_lock(?)', [CHOOSING]);
      return what(trx);
    });
    this.#parts.people.forget();
    this.#parts.announce([{ kind: 'proxies' }, { kind: 'work' }]);
    return done;
  }

  async #view(id: string, locale: Locale): Promise<ProxyView> {
    const [view] = await viewsOf(this.#parts, await this.#table().where({ id }), locale);
    if (view === undefined) throw proxyRefusals.unknown();
    return view;
  }

  #open(trx: Knex.Transaction, id: string): Promise<ProxyRow | undefined> {
    return trx('engine.proxy').where({ id }).whereNull('ended_at').where('ends_at', '>', this.#now).first();
  }

  /** One that is not over, and may be changed by whoever asks. */
  async #mine(trx: Knex.Transaction, id: string, whose: Whose): Promise<ProxyRow> {
    const row = await this.#open(trx, id);
    if (row === undefined) throw proxyRefusals.unknown();
    if ('person' in whose) {
      if (row.person !== whose.person) throw proxyRefusals.unknown();
      return row;
    }
    const { within, admin } = whose;
    const isHere = row.app === null ? (await appsOf(trx, row.person)).includes(within) : row.app === within;
    if (!isHere) throw proxyRefusals.unknown();
    if (row.app === null && !(await this.#looksAfter(trx, admin, row.person))) throw proxyRefusals.theirs();
    return row;
  }

  /** Is this an administrator of every app in which that person works? */
  async #looksAfter(trx: Knex | Knex.Transaction, user: UserActor, person: string): Promise<boolean> {
    const apps = await appsOf(trx, person);
    return apps.every((app) => {
      const model = this.#parts.shelf.get(app);
      return model === undefined || rolesIn(user, app).includes(model.app.admin);
    });
  }

  async #patch(trx: Knex.Transaction, old: ProxyRow, next: ProxyRow, by: string, hasBegun: boolean): Promise<string> {
    const { ends_at, reason, proxy, app, form, flow } = next;
    const starts_at = hasBegun ? old.starts_at : next.starts_at;
    const hand_over = hasBegun ? old.hand_over : next.hand_over;
    const row: ProxyRow = { ...old, starts_at, ends_at, reason, proxy, app, form, flow, hand_over };
    await checkRow(trx, row, this.#now);
    await trx('engine.proxy')
      .where({ id: old.id })
      .update({ starts_at, ends_at, reason, proxy, app, form, flow, hand_over });
    await arrangeTimers(trx, row, hasBegun);
    if (old.proxy !== proxy) await this.#tell(trx, old, 'ended', by);
    await this.#tell(trx, row, old.proxy === proxy ? 'changed' : 'chosen', by);
    return old.id;
  }

  async #close(trx: Knex.Transaction, row: ProxyRow, by: string, news: ProxyNews | undefined): Promise<void> {
    await trx('engine.proxy').where({ id: row.id }).update({ ended_at: this.#now });
    if (news) await this.#tell(trx, row, news, by);
  }

  async #insert(trx: Knex.Transaction, row: ProxyRow, by: string, news: ProxyNews): Promise<void> {
    await checkRow(trx, row, this.#now);
    await trx('engine.proxy').insert(row);
    await arrangeTimers(trx, row, false);
    await this.#tell(trx, row, news, by);
  }

  async #tell(trx: Knex.Transaction, row: ProxyRow, news: ProxyNews, by: string): Promise<void> {
    await tellOfProxy(this.#parts, trx, row, news, { by, now: this.#now });
  }
}

const isSame = (a: ProxyRow, b: ProxyRow): boolean =>
  a.proxy === b.proxy && a.app === b.app && a.form === b.form && a.flow === b.flow;

function rowOf(person: string, order: ProxyOrder, now: Date, by: UserActor): ProxyRow {
  const { command, proxy, from, until, app, form, flow, reason, handOver } = order;
  return {
    id: command,
    person,
    proxy,
    starts_at: new Date(from).toISOString(),
    ends_at: new Date(until).toISOString(),
    app: app ?? null,
    form: form ?? null,
    flow: flow ?? null,
    reason: reason?.trim() || null,
    hand_over: handOver ?? false,
    created_at: now.toISOString(),
    created_by: by.id,
    ended_at: null,
    handed: null,
    kept: null,
  };
}

/** Who looks after the people of an app. */
export function mustBeAdmin(apps: { get(app: string): AppModel | undefined }, app: string, user: UserActor): void {
  const model = apps.get(app);
  if (!model) throw refusals.unknown('app', app);
  if (!rolesIn(user, app).includes(model.app.admin)) throw refusals.notAllowed();
}
