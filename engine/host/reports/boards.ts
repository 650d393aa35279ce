import type { Knex } from 'knex';
import type { ReportDefinition, Tile } from '../../definition/index.ts';
import type { Condition } from '../../expression/index.ts';
import {
  type FormAccess,
  planDrill,
  planFilters,
  planTile,
  type ReportContext,
  refusedTile,
  shapeFilter,
  shapeTile,
} from '../../report/index.ts';
import type { BoardView, RecordList, TileData } from '../../wire.ts';
import type { Actor, Locale } from '../access/actor.ts';
import type { LiveApp } from '../apps/live.ts';
import { Connections, numbered } from '../door/connections.ts';
import { actingRoles } from '../door/facts.ts';
import type { DoorParts } from '../door/parts.ts';
import { Refusal, refusals } from '../door/refusal.ts';
import { boardsFor } from '../records/appView.ts';
import { shape } from '../records/list.ts';
import { Sight } from '../records/sight.ts';
import type { Boards, Filters, TileMark } from './ports.ts';

/** A drill shows as many rows as a person reads. */
const MOST_ROWS = 200;

/** Figures of boards, from the read replica where there is one; under the same rights as the records themselves. */
export class BoardReads implements Boards {
  readonly #parts: DoorParts;
  readonly #replica: Connections;

  constructor(parts: DoorParts, replica: Knex) {
    this.#parts = parts;
    this.#replica = new Connections(replica);
  }

  board(appKey: string, board: string, actor: Actor): Promise<BoardView> {
    return Promise.resolve(this.#board(this.#app(appKey), board, actor));
  }

  async filters(
    appKey: string,
    board: string,
    actor: Actor,
    locale: Locale,
  ): Promise<Record<string, { key: string; label: string }[]>> {
    const app = this.#app(appKey);
    const report = this.#board(app, board, actor);
    const context = this.#context(app, actor, {}, locale);
    const choices: Record<string, { key: string; label: string }[]> = {};
    for (const [key, plan] of planFilters(report, context)) {
      choices[key] = shapeFilter(plan, await this.#query(plan.sql, plan.bindings), context);
    }
    return choices;
  }

  async tile(
    appKey: string,
    board: string,
    key: string,
    filters: Filters,
    actor: Actor,
    locale: Locale,
  ): Promise<TileData> {
    const app = this.#app(appKey);
    const { report, tile } = this.#tile(app, board, key, actor);
    const context = this.#context(app, actor, filters, locale);
    const { plan, refusal } = planTile(report, tile, context);
    if (refusal) return refusedTile(refusal, locale);
    return shapeTile(plan, await this.#query(plan.sql, plan.bindings), context);
  }

  async rows(
    appKey: string,
    board: string,
    key: string,
    filters: Filters,
    mark: TileMark,
    actor: Actor,
    locale: Locale,
  ): Promise<RecordList & { form: string }> {
    const app = this.#app(appKey);
    const { report, tile } = this.#tile(app, board, key, actor);
    const { plan, refusal } = planDrill(report, tile, mark, this.#context(app, actor, filters, locale));
    if (refusal) throw new Refusal(refusal.code, refusal.message, { status: 403, cure: refusal.cure });
    const form = app.form(plan.form);
    if (form === undefined) throw refusals.unknown('form', plan.form);
    const ids = (await this.#query(plan.sql, plan.bindings)).map(({ id }) => String(id));
    const first = ids.slice(0, MOST_ROWS);
    const sight = new Sight(this.#parts, app, form, actor);
    // The records themselves are as they are now, seen as in any list.
    const values: unknown[] = [first];
    const open = sight.rows(values);
    const found = await this.#parts.sql.query(
      `${form.storage.select()} where r.id = any ($1::uuid[]) and ${open} order by array_position($1::uuid[], r.id)`,
      values,
    );
    const records = found.map((row) => form.storage.decode(row));
    return { form: plan.form, ...(await shape(this.#parts, sight, records, ids.length, undefined, locale)) };
  }

  #query(sql: string, bindings: readonly unknown[]): Promise<Record<string, unknown>[]> {
    return this.#replica.ask(numbered(sql), [...bindings]);
  }

  #app(key: string): LiveApp {
    const app = this.#parts.shelf.current(key);
    if (app === undefined) throw refusals.unknown('app', key);
    return app;
  }

  #board(app: LiveApp, key: string, actor: Actor): ReportDefinition {
    const roles = actingRoles(actor, app.key);
    const board = boardsFor(app, roles).find((report) => report.key === key);
    if (board === undefined || roles.length === 0) throw refusals.unknown('board', key);
    return board;
  }

  #tile(app: LiveApp, board: string, key: string, actor: Actor): { report: ReportDefinition; tile: Tile } {
    const report = this.#board(app, board, actor);
    const tile = report.tiles.find((one) => one.key === key);
    if (tile === undefined) throw refusals.unknown('tile', key);
    return { report, tile };
  }

  #context(app: LiveApp, actor: Actor, filters: Filters, locale: Locale): ReportContext {
    const sights = new Map<string, Sight>();
    const sightOf = (key: string): Sight | undefined => {
      const form = app.form(key);
      if (form === undefined) return undefined;
      const sight = sights.get(key) ?? new Sight(this.#parts, app, form, actor);
      sights.set(key, sight);
      return sight;
    };
    const now = this.#parts.clock.now().toISOString();
    const [anyForm] = app.model.forms.keys();
    const facts = (anyForm === undefined ? undefined : sightOf(anyForm))?.facts ?? {};
    return { app: app.model, access: (form) => accessOf(sightOf(form)), facts, filters, now, locale };
  }
}

function accessOf(sight: Sight | undefined): FormAccess | undefined {
  if (sight === undefined || sight.entries.length === 0) return undefined;
  const isOpen = sight.entries.some(({ rows }) => rows === undefined);
  return {
    rows: isOpen ? 'all' : sight.entries.flatMap(({ rows }) => (rows === undefined ? [] : [rows as Condition])),
    readable: (path) => sight.isReadable(path),
  };
}
