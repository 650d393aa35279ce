import { createHash, randomBytes } from 'node:crypto';
import type { AppModel } from '../../definition/index.ts';
import { holding } from '../apps/publisher.ts';
import type { Database } from '../database/database.ts';
import { sqlState } from '../door/connections.ts';
import { create, drop, makeStage, open } from '../scenario/scratch.ts';
import { simulationRefusals } from './refusals.ts';

const NOT_ALLOWED = '42501';
/** Apps whose stage is kept for the next play: a database of the size of an empty app each. */
const MOST_STAGES = 4;

interface Stage {
  hash: string;
  name: string;
  made: Promise<void>;
}

/**
 * Databases that simulations are played in, beside the real one: one for each draft that is played, as a stage, and a
 * copy of it for each play. Their names tell whose they are: what a killed process has left is dropped by the next.
 */
export class Rooms {
  readonly #database: Database;
  /** By app. */
  readonly #stages = new Map<string, Stage>();
  /** Copies are made from a stage that nobody is connected to: one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #number = 0;
  #opened: Promise<{ prefix: string; close(): void }> | undefined;
  #held: Promise<unknown> = Promise.resolve();

  constructor(database: Database) {
    this.#database = database;
  }

  /** A fresh database with the app in it; `close` ends and drops it. */
  async open(model: AppModel): Promise<{ database: Database; close(): Promise<void> }> {
    try {
      return await this.#inTurn(() => this.#made(model));
    } catch (cause) {
      if (sqlState(cause) === NOT_ALLOWED) throw simulationRefusals.noDatabase();
      throw cause;
    }
  }

  /** All stages go; plays are closed by whoever opened them. */
  async close(): Promise<void> {
    await this.#inTurn(async () => {
      for (const app of [...this.#stages.keys()]) await this.#forget(app);
      (await this.#opened)?.close();
      this.#opened = undefined;
    });
    await this.#held;
  }

  async #made(model: AppModel): Promise<{ database: Database; close(): Promise<void> }> {
    const stage = await this.#stage(model);
    const name = `${(await this.#open()).prefix}${++this.#number}`;
    await create(this.#database, name, stage);
    const database = await open(this.#database, name);
    const close = async (): Promise<void> => {
      await database.stop();
      await drop(this.#database, name);
    };
    return { database, close };
  }

  async #stage(model: AppModel): Promise<string> {
    const app = model.app.key;
    const known = this.#stages.get(app);
    if (known?.hash === model.hash) {
      await known.made;
      return known.name;
    }
    await this.#forget(app);
    const [oldest] = this.#stages.keys();
    if (this.#stages.size >= MOST_STAGES && oldest !== undefined) await this.#forget(oldest);
    const name = `${(await this.#open()).prefix}${++this.#number}_stage`;
    const made = makeStage(this.#database, name, model);
    this.#stages.set(app, { hash: model.hash, name, made });
    try {
      await made;
    } catch (cause) {
      await this.#forget(app);
      throw cause;
    }
    return name;
  }

  async #forget(app: string): Promise<void> {
    const stage = this.#stages.get(app);
    this.#stages.delete(app);
    if (stage) await drop(this.#database, stage.name);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work, work);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  /** A mark that is this process's as long as it lives, by a lock that ends with its connection. */
  #open(): Promise<{ prefix: string; close(): void }> {
    this.#opened ??= this.#begin();
    return this.#opened;
  }

  async #begin(): Promise<{ prefix: string; close(): void }> {
    const ours = await this.#ours();
    const mark = randomBytes(5).toString('hex');
    await new Promise<void>((held, failed) => {
      this.#held = holding(this.#database.knex, `${ours}${mark}`, true, () => {
        held();
        return new Promise<void>((release) => {
          this.#release = release;
        });
      }).catch(failed);
    });
    await this.#sweep(ours);
    return { prefix: `${ours}${mark}_`, close: () => this.#release() };
  }

  #release: () => void = () => undefined;

  /** Of whom nobody holds the lock any more is dropped. */
  async #sweep(ours: string): Promise<void> {
    const { knex } = this.#database;
    const { rows } = await knex.raw<{ rows: { name: string }[] }>(
      'select datname as name from pg_database where starts_with(datname, ?)',
      [ours],
    );
    const marks = new Set(rows.map(({ name }) => name.slice(ours.length).split('_')[0] ?? ''));
    for (const mark of marks) {
      await holding(knex, `${ours}${mark}`, false, async () => {
        for (const { name } of rows) if (name.startsWith(`${ours}${mark}_`)) await drop(this.#database, name);
      });
    }
  }

  async #ours(): Promise<string> {
    const { rows } = await this.#database.knex.raw<{ rows: { name: string }[] }>('select current_database() as name');
    return `play_${createHash('sha256').update(String(rows[0]?.name)).digest('hex').slice(0, 12)}_`;
  }
}
