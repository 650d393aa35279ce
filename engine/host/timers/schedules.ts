import { v5 as uuidOf } from 'uuid';
import { conditionToSql } from '../../expression/index.ts';
import { type CompiledRule, nextRun } from '../../rule/index.ts';
import type { LiveApp } from '../apps/live.ts';
import type { Shelf } from '../apps/shelf.ts';
import type { Clock } from '../clock.ts';
import { type Connections, numbered } from '../door/connections.ts';
import { type Door, Refusal } from '../door/index.ts';
import { conditionColumns } from '../records/columns.ts';
import type { TimerRow } from './timers.ts';

/** Names ids that follow from other ids: the same run of a rule has the same commands in every process. */
const NAMESPACE = '6f1d3c2e-5c55-5a0f-9d7e-0f1f5c1b7a31';

interface Parts {
  sql: Connections;
  shelf: Shelf;
  door: Door;
  clock: Clock;
}

/**
 * Rules on a schedule: each waits as a timer row for its next hour. Kept beside the other timers rather than in a job
 * queue of its own, so that a story's clock moves them too.
 */
export class Schedules {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Every rule of every published app has its next run waiting. */
  async arrange(): Promise<void> {
    for (const app of this.#parts.shelf.live()) {
      for (const rule of app.rules.schedules) await this.#await(app, rule);
    }
  }

  async fire(timer: TimerRow): Promise<void> {
    const app = this.#parts.shelf.current(timer.app);
    const rule = app?.rules.rule(String(timer.data.rule));
    if (app && rule) {
      for (const record of await this.#records(app, rule)) await this.#run(timer, rule, record);
      await this.#await(app, rule);
    }
    await this.#parts.sql.query('delete from engine.timer where id = $1', [timer.id]);
  }

  /** As though its hour had come, for a story; false where there is no such rule. */
  async runNow(appKey: string, key: string, id: string): Promise<boolean> {
    const app = this.#parts.shelf.current(appKey);
    const rule = app?.rules.schedules.find((one) => one.key === key);
    if (app === undefined || rule === undefined) return false;
    for (const record of await this.#records(app, rule)) await this.#run({ id, app: appKey }, rule, record);
    return true;
  }

  async #await(app: LiveApp, rule: CompiledRule): Promise<void> {
    const { on } = rule.definition;
    if (!('schedule' in on)) return;
    const due = nextRun(on.schedule, this.#parts.clock.now().toISOString(), app.timeZone);
    if (due === undefined) return;
    const id = uuidOf(`${app.key}/${rule.key}/${due}`, NAMESPACE);
    await this.#parts.sql.query(
      `insert into engine.timer (id, app, kind, due_at, next_at, data) values ($1, $2, 'schedule', $3, $3, $4)
       on conflict (id) do nothing`,
      [id, app.key, due, JSON.stringify({ rule: rule.key })],
    );
  }

  async #records(app: LiveApp, rule: CompiledRule): Promise<string[]> {
    const form = app.form(rule.form);
    const { on } = rule.definition;
    if (form === undefined || !('schedule' in on)) return [];
    const env = { now: this.#parts.clock.now().toISOString(), timeZone: app.timeZone };
    const facts = { settings: this.#parts.shelf.settings(app.key) };
    const where =
      on.where && conditionToSql(on.where as Parameters<typeof conditionToSql>[0], conditionColumns(form), facts, env);
    if (on.where && where === undefined) throw new Error(`The condition of ${rule.key} cannot be said in SQL.`);
    const rows = await this.#parts.sql.query<{ id: string }>(
      `select r.id from ${form.storage.shape.name} r ${where ? `where ${numbered(where.sql)}` : ''} order by r.id`,
      where?.bindings ?? [],
    );
    return rows.map(({ id }) => id);
  }

  async #run(timer: Pick<TimerRow, 'id' | 'app'>, rule: CompiledRule, record: string): Promise<void> {
    const command = uuidOf(`${timer.id}/${record}`, NAMESPACE);
    const { app } = timer;
    try {
      await this.#parts.door.execute(
        { command, type: 'scheduled', app, form: rule.form, record, rule: rule.key },
        { kind: 'engine', cause: 'schedule' },
      );
    } catch (cause) {
      // One record that refuses stops no other.
      if (!(cause instanceof Refusal)) throw cause;
    }
  }
}
