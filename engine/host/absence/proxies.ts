import type { Knex } from 'knex';
import type { AppModel } from '../../definition/index.ts';
import type { MyProxies, ProxyOrder, ProxyView } from '../../wire.ts';
import { type Locale, rolesIn, type UserActor } from '../access/actor.ts';
import type { DoorParts } from '../door/parts.ts';
import { refusals } from '../door/refusal.ts';
import { proxyRefusals } from './refused.ts';
import { type Chain, isOverlap, isRing } from './ring.ts';
import { type ProxyRow, viewsOf } from './view.ts';

/** One at a time, so that two who choose each other at the same moment do not both get through. */
const CHOOSING = 7_264_911_353;

export interface ProxyStore {
  ofPerson(user: UserActor, locale: Locale): Promise<MyProxies>;
  /** Of one app's people, as far as they hold in it. */
  ofApp(app: string, locale: Locale): Promise<ProxyView[]>;
  create(person: string, order: ProxyOrder, by: UserActor, locale: Locale): Promise<ProxyView>;
  /** Ends it now; one that has not begun never will. `within`: only one of this app alone. */
  end(id: string, whose: { person: string } | { within: string }): Promise<void>;
  /** It is somebody else who acts, from now on; without one it ends. Done once. */
  replace(id: string, proxy: string | undefined, by: string): Promise<boolean>;
}

interface Someone {
  id: string;
  disabled: boolean;
  apps: string[];
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

  async ofApp(app: string, locale: Locale): Promise<ProxyView[]> {
    const rows = await this.#current()
      .where((of) => of.whereNull('app').orWhere({ app }))
      .whereIn('person', this.#knex('engine.user_role').where({ app }).select('user_id'));
    return viewsOf(this.#parts, rows, locale);
  }

  async create(person: string, order: ProxyOrder, by: UserActor, locale: Locale): Promise<ProxyView> {
    const row = rowOf(person, order, this.#parts.clock.now(), by);
    this.#checkScope(row);
    const id = await this.#knex.transaction(async (trx) => {
      await trx.raw('select pg_advisory_xact_lock(?)', [CHOOSING]);
      const known = await trx('engine.proxy').where({ id: row.id }).first<ProxyRow | undefined>();
      // Sent again: what the first did stands. Somebody else's id tells nothing.
      if (known?.person === person) return known.id;
      if (known) throw refusals.badCommand('command');
      await this.#check(trx, row);
      await this.#insert(trx, row);
      return row.id;
    });
    this.#tell();
    const [view] = await viewsOf(this.#parts, await this.#table().where({ id }), locale);
    if (view === undefined) throw proxyRefusals.unknown();
    return view;
  }

  async end(id: string, whose: { person: string } | { within: string }): Promise<void> {
    const which = 'person' in whose ? { id, person: whose.person } : { id, app: whose.within };
    const changed = await this.#knex('engine.proxy')
      .where(which)
      .whereNull('ended_at')
      .where('ends_at', '>', this.#parts.clock.now())
      .update({ ended_at: this.#parts.clock.now() });
    if (changed === 0) throw proxyRefusals.unknown();
    this.#tell();
  }

  async replace(id: string, proxy: string | undefined, by: string): Promise<boolean> {
    const now = this.#parts.clock.now();
    const done = await this.#knex.transaction(async (trx) => {
      await trx.raw('select pg_advisory_xact_lock(?)', [CHOOSING]);
      const [old] = await trx('engine.proxy')
        .where({ id })
        .whereNull('ended_at')
        .where('ends_at', '>', now)
        .update({ ended_at: now })
        .returning<ProxyRow[]>('*');
      if (old === undefined) return false;
      if (proxy === undefined) return true;
      const begins = Math.max(Date.parse(old.starts_at), now.getTime());
      const row = { ...old, id: this.#parts.newId(), proxy, starts_at: new Date(begins).toISOString(), created_by: by };
      const next = { ...row, created_at: now.toISOString(), ended_at: null, handed: null, kept: null };
      await this.#check(trx, next);
      await this.#insert(trx, next);
      return true;
    });
    if (done) this.#tell();
    return done;
  }

  #table(): Knex.QueryBuilder<Record<string, unknown>, ProxyRow[]> {
    return this.#knex('engine.proxy').select<ProxyRow[]>('*');
  }

  /** What holds, and what is to come. */
  #current(): Knex.QueryBuilder<Record<string, unknown>, ProxyRow[]> {
    const now = this.#parts.clock.now();
    return this.#table().whereNull('ended_at').where('ends_at', '>', now).orderBy(['starts_at', 'id']);
  }

  /** Other processes hear it from the database; here it counts at once. */
  #tell(): void {
    this.#parts.people.forget();
    this.#parts.announce([{ kind: 'proxies' }]);
  }

  #checkScope({ app, form, flow }: ProxyRow): void {
    if (app === null) {
      if (form !== null || flow !== null) throw refusals.badCommand('app');
      return;
    }
    const live = this.#parts.shelf.current(app);
    if (live === undefined) throw refusals.unknown('app', app);
    if (form !== null && live.form(form) === undefined) throw refusals.unknown('form', form);
    if (flow !== null && !live.model.flows.has(flow)) throw refusals.badCommand('flow');
  }

  async #check(trx: Knex.Transaction, row: ProxyRow): Promise<void> {
    const { person, proxy, app } = row;
    const now = this.#parts.clock.now().getTime();
    if (person === proxy) throw proxyRefusals.self();
    if (Date.parse(row.ends_at) <= Math.max(Date.parse(row.starts_at), now)) throw proxyRefusals.dates();
    const people = await someones(trx, [person, proxy]);
    const of = people.get(person);
    const by = people.get(proxy);
    if (of === undefined || by === undefined) throw proxyRefusals.person();
    if (by.disabled) throw proxyRefusals.disabled();
    const shared = of.apps.filter((one) => by.apps.includes(one) && (app === null || one === app));
    if (shared.length === 0) throw proxyRefusals.elsewhere();
    const others = await trx('engine.proxy')
      .whereNull('ended_at')
      .where('ends_at', '>', new Date(now))
      .where('starts_at', '<', row.ends_at)
      .where('ends_at', '>', row.starts_at)
      .select<Chain[]>('person', 'proxy', 'starts_at', 'ends_at', 'app', 'form', 'flow');
    if (others.some((other) => other.person === person && isOverlap(other, row))) throw proxyRefusals.overlap();
    if (isRing(others, row)) throw proxyRefusals.ring();
  }

  /** What lies on the desk goes over when it begins: a timer, so that it happens once, whichever process is there then. */
  async #insert(trx: Knex.Transaction, row: ProxyRow): Promise<void> {
    await trx('engine.proxy').insert(row);
    if (!row.hand_over) return;
    await trx('engine.timer').insert({
      id: row.id,
      app: row.app ?? '',
      kind: 'absence',
      due_at: row.starts_at,
      next_at: row.starts_at,
      data: JSON.stringify({ proxy: row.id }),
    });
  }
}

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

async function someones(trx: Knex.Transaction, ids: string[]): Promise<Map<string, Someone>> {
  const rows = await trx('engine.app_user as u')
    .whereIn('u.id', ids)
    .select<Someone[]>(
      'u.id',
      'u.disabled',
      trx.raw('array(select distinct r.app from engine.user_role r where r.user_id = u.id) as apps'),
    );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Who looks after the people of an app. */
export function mustBeAdmin(apps: { get(app: string): AppModel | undefined }, app: string, user: UserActor): void {
  const model = apps.get(app);
  if (!model) throw refusals.unknown('app', app);
  if (!rolesIn(user, app).includes(model.app.admin)) throw refusals.notAllowed();
}
