import { formatSerial, serialPeriod } from '../../form/index.ts';
import type { Connections } from './connections.ts';

interface Waiting {
  resolve(value: number): void;
  reject(cause: unknown): void;
}

/**
 * Serial numbers. They are drawn outside the command's transaction, where they would hold a lock that every other create
 * waits for; a command that fails leaves a gap. Those who ask while a draw is under way share the next one, and a draw
 * does not wait for the disk: what a power cut may lose was never shown to anybody, because the command that used it
 * commits later, and its log record lies behind.
 */
export class Serials {
  readonly #counters: Connections;
  readonly #queues = new Map<string, { waiting: Waiting[]; isDrawing: boolean }>();

  constructor(counters: Connections) {
    this.#counters = counters;
  }

  async next(app: string, form: string, field: string, format: string, now: string, timeZone: string): Promise<string> {
    const period = serialPeriod(format, now, timeZone);
    return formatSerial(format, now, timeZone, await this.number(app, form, field, period));
  }

  /** The next number of a counter, from 1. */
  number(app: string, form: string, field: string, period: string): Promise<number> {
    const counter = [app, form, field, period];
    const key = JSON.stringify(counter);
    const queue = this.#queues.get(key) ?? { waiting: [], isDrawing: false };
    this.#queues.set(key, queue);
    return new Promise((resolve, reject) => {
      queue.waiting.push({ resolve, reject });
      if (!queue.isDrawing) void this.#draw(key, counter);
    });
  }

  async #draw(key: string, counter: string[]): Promise<void> {
    const queue = this.#queues.get(key);
    if (queue === undefined) return;
    queue.isDrawing = true;
    // Those who ask in the same turn share the draw too.
    await new Promise((turn) => setImmediate(turn));
    while (queue.waiting.length > 0) {
      const sharers = queue.waiting.splice(0);
      try {
        const last = await this.#advance(counter, sharers.length);
        sharers.forEach((sharer, position) => sharer.resolve(last - sharers.length + 1 + position));
      } catch (cause) {
        for (const sharer of sharers) sharer.reject(cause);
      }
    }
    this.#queues.delete(key);
  }

  async #advance(counter: string[], by: number): Promise<number> {
    const [row] = await this.#counters.query<{ value: string }>(
      `insert into engine.counter as c (app, form, field, period, value) values ($1, $2, $3, $4, $5)
       on conflict (app, form, field, period) do update set value = c.value + excluded.value returning value`,
      [...counter, by],
    );
    return Number(row?.value);
  }
}
