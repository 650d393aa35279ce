import type { Knex } from 'knex';
import type { AppModel } from '../../definition/index.ts';
import type { Json, PublishResult } from '../../wire.ts';
import type { UserActor } from '../access/index.ts';
import { sqlOn } from '../apps/existing.ts';
import { planInstall } from '../apps/install.ts';
import type { Clock } from '../clock.ts';
import { sqlState } from '../door/connections.ts';
import { analyse } from './analysis.ts';
import type { Draft } from './draft.ts';
import { parsed } from './file.ts';
import type { PublishOrder } from './publishing.ts';
import { designRefusals } from './refusals.ts';

/** A publish with what it publishes. */
export interface Run {
  id: string;
  app: string;
  model: AppModel;
  texts: ReadonlyMap<string, string>;
  by: string | undefined;
  result: PublishResult;
}

type Report = Pick<PublishResult, 'obstacles' | 'scenarios' | 'warnings'> & Partial<Pick<PublishResult, 'error'>>;

interface Row {
  id: string;
  app: string;
  number: number;
  hash: string;
  status: PublishResult['status'];
  phase: PublishResult['phase'];
  done: number;
  total: number;
  note: string | null;
  texts: Record<string, string>;
  report: Partial<Report>;
  started_at: string;
  started_by: string | null;
  by: string | null;
}

const NOT_UNIQUE = '23505';

/** The rows of engine.publish: what was ordered, how far it is, what came of it. */
export class PublishRuns {
  readonly #knex: Knex;
  readonly #clock: Clock;

  constructor(knex: Knex, clock: Clock) {
    this.#knex = knex;
    this.#clock = clock;
  }

  async begin(draft: Draft, model: AppModel, order: PublishOrder, user: UserActor): Promise<Run> {
    const { number } = await planInstall(sqlOn(this.#knex), model);
    const texts = [...draft.rows].flatMap(([path, { text }]) => (text === null ? [] : [[path, text] as const]));
    try {
      await this.#knex('engine.publish').insert({
        id: order.command,
        app: draft.app,
        number,
        hash: model.hash,
        status: 'running',
        phase: 'scenarios',
        total: model.scenarios.size,
        note: order.note ?? null,
        texts: JSON.stringify(Object.fromEntries(texts)),
        started_at: this.#clock.now(),
        started_by: user.id,
      });
    } catch (cause) {
      if (sqlState(cause) === NOT_UNIQUE) throw designRefusals.publishing();
      throw cause;
    }
    const row = await this.#rows({ id: order.command });
    return runOf(row[0]);
  }

  async get(app: string, id: string): Promise<PublishResult | undefined> {
    const [row] = await this.#rows({ id });
    return row?.app === app ? resultOf(row) : undefined;
  }

  async running(app: string): Promise<PublishResult | undefined> {
    const [row] = await this.#rows({ app, status: 'running' });
    return row && resultOf(row);
  }

  /** Whether somebody works on them is settled by each run's lock. */
  async leftBehind(): Promise<Run[]> {
    return (await this.#rows({ status: 'running' })).map(runOf);
  }

  async isRunning(id: string): Promise<boolean> {
    return (await this.#knex('engine.publish').where({ id, status: 'running' }).first('id')) !== undefined;
  }

  async advance(id: string, phase: PublishResult['phase'], done: number, total: number): Promise<void> {
    await this.#knex('engine.publish').where({ id }).update({ phase, done, total });
  }

  async end(id: string, status: 'done' | 'refused' | 'failed', report: Report, number?: number): Promise<void> {
    await this.#knex('engine.publish')
      .where({ id })
      .update({
        status,
        report: JSON.stringify(report),
        ended_at: this.#clock.now(),
        ...(status === 'done' && { phase: 'done' }),
        ...(number !== undefined && { number }),
      });
  }

  #rows(where: Partial<Pick<Row, 'id' | 'app' | 'status'>>): Promise<Row[]> {
    const qualified = Object.fromEntries(Object.entries(where).map(([key, value]) => [`p.${key}`, value]));
    return this.#knex('engine.publish as p')
      .leftJoin('engine.app_user as u', 'u.id', 'p.started_by')
      .where(qualified)
      .orderBy('p.started_at')
      .select<Row[]>('p.*', 'u.login as by');
  }
}

function resultOf(row: Row): PublishResult {
  const { obstacles = [], scenarios = [], warnings = [], error } = row.report;
  return {
    id: row.id,
    status: row.status,
    phase: row.phase,
    done: row.done,
    total: row.total,
    number: row.number,
    at: row.started_at,
    obstacles,
    scenarios,
    warnings,
    ...(row.note !== null && { note: row.note }),
    ...(row.by !== null && { by: row.by }),
    ...(error && { error }),
  };
}

function runOf(row: Row | undefined): Run {
  if (row === undefined) throw new Error('A publish that was begun is not there.');
  const texts = new Map(Object.entries(row.texts));
  const { model } = analyse(new Map<string, Json>([...texts].map(([path, text]) => [path, parsed(text)])));
  if (model === undefined) throw new Error(`What ${row.id} publishes cannot be read.`);
  return { id: row.id, app: row.app, model, texts, by: row.started_by ?? undefined, result: resultOf(row) };
}
