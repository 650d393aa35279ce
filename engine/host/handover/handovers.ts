import type { Knex } from 'knex';
import type { Localised } from '../../expression/types.ts';
import { textOf } from '../../form/index.ts';
import type {
  HandOverDraft,
  HandOverOrder,
  HandOverPreview,
  HandOverRefusal,
  HandOverView,
  Person,
} from '../../wire.ts';
import { type Locale, rolesIn, type UserActor } from '../access/actor.ts';
import type { DoorParts } from '../door/parts.ts';
import { isUuid } from '../door/work.ts';
import { recordsOf } from './fields.ts';
import { planned } from './plan.ts';
import { type Leaver, labelsOf, previewOf, proxiesOf } from './preview.ts';
import { handOverRefusals } from './refused.ts';
import type { HandOverRunner, Job } from './runner.ts';
import { titlesFor } from './titles.ts';
import { casesOf, piecesOf } from './work.ts';

export interface HandOverJobs {
  preview(draft: HandOverDraft, user: UserActor, locale: Locale): Promise<HandOverPreview>;
  start(order: HandOverOrder, user: UserActor, locale: Locale): Promise<HandOverView>;
  view(id: string, user: UserActor, locale: Locale): Promise<HandOverView>;
  cancel(id: string, user: UserActor, locale: Locale): Promise<HandOverView>;
}

/** Told one by one; the rest is counted. */
const MOST_REFUSALS = 100;
const LOCK = 7_264_911_354;

interface Row {
  kind: string;
  app: string | null;
  form: string | null;
  flow: string | null;
  node: string | null;
  record: string | null;
  target: string;
  receiver: string | null;
  status?: string;
  code?: string;
  message?: string;
}

/** All open work of somebody who leaves, given to others: seen beforehand, done in the background, told in full. */
export class HandOvers implements HandOverJobs {
  readonly #parts: DoorParts;
  readonly #knex: Knex;
  readonly #wake: () => void;
  readonly runner: HandOverRunner;

  constructor(parts: DoorParts, knex: Knex, runner: HandOverRunner, wake: () => void) {
    this.#parts = parts;
    this.#knex = knex;
    this.runner = runner;
    this.#wake = wake;
  }

  async preview(draft: HandOverDraft, user: UserActor, locale: Locale): Promise<HandOverPreview> {
    const apps = this.#appsOf(user);
    const leaver = await this.#leaver(draft.person, apps);
    await this.#checkReceivers(draft, apps);
    const running = await this.#running(leaver.id);
    return {
      ...(await previewOf(this.#parts, this.#knex, { leaver, draft, apps }, user, locale)),
      ...(running ? { running: await this.#viewOf(running, user, locale) } : {}),
    };
  }

  async start(order: HandOverOrder, user: UserActor, locale: Locale): Promise<HandOverView> {
    const apps = this.#appsOf(user);
    const leaver = await this.#leaver(order.person, apps);
    const known = await this.#job(order.command);
    if (known) return this.#viewOf(known, user, locale);
    if (order.reason.trim() === '') throw handOverRefusals.reason();
    await this.#checkReceivers(order, apps);
    const rows = await this.#rows(order, leaver, apps, locale);
    if (rows.length === 0) throw handOverRefusals.nothing();
    await this.#insert(order, rows, user);
    this.#wake();
    return this.view(order.command, user, locale);
  }

  async view(id: string, user: UserActor, locale: Locale): Promise<HandOverView> {
    return this.#viewOf(await this.#own(id, user), user, locale);
  }

  /** What has gone over stays there. */
  async cancel(id: string, user: UserActor, locale: Locale): Promise<HandOverView> {
    const job = await this.#own(id, user);
    await this.#knex('engine.hand_over')
      .where({ id: job.id })
      .whereIn('status', ['waiting', 'running'])
      .update({ status: 'cancelled', ended_at: this.#parts.clock.now(), lease_until: null });
    return this.view(id, user, locale);
  }

  /** Where this person is an administrator. */
  #appsOf(user: UserActor): string[] {
    return this.#parts.shelf
      .list()
      .filter(({ app }) => rolesIn(user, app.key).includes(app.admin))
      .map(({ app }) => app.key);
  }

  /** Somebody who works, or has worked, in one of these apps. */
  async #leaver(id: string, apps: readonly string[]): Promise<Leaver> {
    const found = isUuid(id)
      ? await this.#knex('engine.app_user as u')
          .where('u.id', id)
          .where((of) =>
            of
              .whereExists((q) =>
                q
                  .from('engine.user_role as r')
                  .whereRaw('r.user_id = u.id')
                  .whereIn('r.app', [...apps]),
              )
              .orWhereExists((q) =>
                q
                  .from('engine.task as t')
                  .whereRaw('t.assignee = u.id')
                  .whereIn('t.app', [...apps]),
              ),
          )
          .first<Leaver | undefined>('u.id', 'u.login', 'u.name', 'u.disabled')
      : undefined;
    if (found === undefined) throw handOverRefusals.person();
    return found;
  }

  async #checkReceivers({ person, moves, fields = [] }: HandOverDraft, apps: readonly string[]): Promise<void> {
    for (const { app, to } of [...moves, ...fields]) {
      if (to.includes(person)) throw handOverRefusals.self();
      if (!apps.includes(app)) throw handOverRefusals.receiver();
      const staff = await this.#parts.people.of(app);
      if (to.some((id) => staff.person(id) === undefined)) throw handOverRefusals.receiver();
    }
  }

  /** What is to be moved; a clash that is known already is told at once, and not tried. */
  async #rows(order: HandOverOrder, leaver: Leaver, apps: readonly string[], locale: Locale): Promise<Row[]> {
    const pieces = await piecesOf(this.#parts, leaver.id, apps);
    const plan = planned(pieces, await casesOf(this.#parts, pieces), order.moves);
    const proxies = await proxiesOf(this.#parts, leaver.id, apps, locale);
    const fields = await this.#fieldRows(order, leaver, apps);
    if (plan.length === 0 && proxies.length === 0 && fields.length === 0) return [];
    return [
      ...plan.map(({ piece, to }): Row => {
        const { kind, app, form, flow, node, record, target } = piece;
        return { kind, app, form, flow, node, record, target, receiver: to };
      }),
      ...fields,
      ...proxies.map(({ id }): Row => {
        const nowhere = { app: null, form: null, flow: null, node: null, record: null };
        return { kind: 'proxy', ...nowhere, target: id, receiver: order.proxyTo ?? null };
      }),
    ];
  }

  /** After the tasks: the flow of a record goes on with whom it names from then on. */
  async #fieldRows({ fields = [] }: HandOverOrder, leaver: Leaver, apps: readonly string[]): Promise<Row[]> {
    const rows: Row[] = [];
    for (const move of fields) {
      if (move.to.length === 0) continue;
      const records = await recordsOf(this.#parts, leaver.id, apps, move);
      records.forEach(({ app, form, field, record }, index) => {
        const receiver = move.to[index % move.to.length] ?? null;
        rows.push({ kind: 'record', app, form, flow: null, node: field, record, target: record, receiver });
      });
    }
    return rows;
  }

  async #insert({ command: id, person, reason }: HandOverOrder, rows: readonly Row[], user: UserActor): Promise<void> {
    const items = JSON.stringify(rows.map((row, position) => ({ ...row, position })));
    await this.#knex.transaction(async (trx) => {
      await trx.raw('select pg_advisory_xact_lock(?)', [LOCK]);
      const other = await trx('engine.hand_over')
        .where({ person })
        .whereIn('status', ['waiting', 'running'])
        .first('id');
      if (other) throw handOverRefusals.running();
      await trx('engine.hand_over').insert({
        id,
        person,
        reason: reason.trim(),
        total: rows.length,
        created_at: this.#parts.clock.now(),
        created_by: user.id,
      });
      await trx.raw(
        `insert into engine.hand_over_item (job, position, kind, app, form, flow, node, record, target, receiver)
         select ?, x.position, x.kind, x.app, x.form, x.flow, x.node, x.record, x.target, x.receiver
         from json_to_recordset(?::json) as x (position int, kind text, app text, form text, flow text, node text,
           record uuid, target uuid, receiver uuid)`,
        [id, items],
      );
    });
  }

  #job(id: string): Promise<Job | undefined> {
    return this.#knex('engine.hand_over').where({ id }).first<Job | undefined>();
  }

  #running(person: string): Promise<Job | undefined> {
    return this.#knex('engine.hand_over')
      .where({ person })
      .whereIn('status', ['waiting', 'running'])
      .first<Job | undefined>();
  }

  async #own(id: string, user: UserActor): Promise<Job> {
    const job = await this.#job(id);
    if (job === undefined) throw handOverRefusals.unknown();
    // Whoever ordered it, and whoever looks after an app that it touches.
    if (job.created_by === user.id) return job;
    const touched = await this.#knex('engine.hand_over_item')
      .where({ job: id })
      .whereIn('app', this.#appsOf(user))
      .first('position');
    if (touched === undefined) throw handOverRefusals.unknown();
    return job;
  }

  async #viewOf(job: Job, user: UserActor, locale: Locale): Promise<HandOverView> {
    const counts = await this.#knex('engine.hand_over_item')
      .where({ job: job.id })
      .groupBy('status')
      .select<{ status: string; count: string }[]>('status', this.#knex.raw('count(*) as count'));
    const count = (status: string): number => Number(counts.find((one) => one.status === status)?.count ?? 0);
    const people = await this.#people([job.person, job.created_by], locale);
    const nobody: Person = { id: '', login: '', name: '' };
    return {
      id: job.id,
      person: people.get(job.person) ?? nobody,
      reason: job.reason,
      status: job.status,
      total: job.total,
      moved: count('done'),
      gone: count('gone'),
      refused: count('refused'),
      createdAt: job.created_at,
      createdBy: people.get(job.created_by) ?? nobody,
      ...(job.ended_at === null ? {} : { endedAt: job.ended_at }),
      ...(job.error === null ? {} : { error: job.error[locale] }),
      refusals: await this.#refusals(job.id, user, locale),
    };
  }

  async #refusals(job: string, user: UserActor, locale: Locale): Promise<HandOverRefusal[]> {
    const rows = await this.#knex('engine.hand_over_item')
      .where({ job, status: 'refused' })
      .orderBy('position')
      .limit(MOST_REFUSALS)
      .select<
        {
          app: string | null;
          form: string | null;
          node: string | null;
          record: string | null;
          code: string;
          message: { text: Localised; cure?: Localised };
        }[]
      >('app', 'form', 'node', 'record', 'code', 'message');
    const places = rows.map(({ app, form, node, record, code, message }) => {
      const place = { app: app ?? '', form: form ?? '', node: node ?? '', record: record ?? '' };
      return { ...place, code, message };
    });
    const titles = await titlesFor(this.#parts, places, user);
    return places.map(({ app, form, node, record, code, message }) => ({
      app,
      form,
      record,
      title: titles[record] ?? record.slice(0, 8),
      nodeLabel: labelsOf(this.#parts, { app, form, node }).nodeLabel,
      code,
      message: message.text[locale],
      ...(message.cure ? { cure: message.cure[locale] } : {}),
    }));
  }

  async #people(ids: string[], locale: Locale): Promise<Map<string, Person>> {
    const rows = await this.#knex('engine.app_user').whereIn('id', ids).select<Leaver[]>('id', 'login', 'name');
    return new Map(rows.map(({ id, login, name }) => [id, { id, login, name: textOf(name, locale) }]));
  }
}
