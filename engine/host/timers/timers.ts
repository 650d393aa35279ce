import type { Clock } from '../clock.ts';
import type { Connections } from '../door/connections.ts';
import type { Door } from '../door/index.ts';
import type { Announce } from '../door/notice.ts';

export interface TimerRow {
  id: string;
  app: string;
  instance: string | null;
  kind: string;
  due_at: string;
  data: Record<string, unknown>;
  attempts: number;
}

/** What a timer without an instance does; each kind belongs to somebody (drafts, schedules). It removes its row itself. */
export type TimerKinds = Readonly<Record<string, (timer: TimerRow) => Promise<void>>>;

export interface TimerParts {
  sql: Connections;
  door: Door;
  clock: Clock;
  kinds: TimerKinds;
  announce: Announce;
  log(line: string): void;
}

const BATCH = 50;
const LEASE_MS = 120_000;
const ATTEMPTS = 20;

const CLAIM = `
  with due as (
    select id from engine.timer where status = 'waiting' and next_at <= $1
    order by next_at limit $2 for update skip locked)
  update engine.timer t set next_at = $3, attempts = t.attempts + 1
  from due where t.id = due.id
  returning t.id, t.app, t.instance, t.kind, t.due_at, t.data, t.attempts`;

/** Deadlines, reminders, retries: what is due is done through the door, once, whichever process claims it. */
export class Timers {
  readonly #sql: Connections;
  readonly #door: Door;
  readonly #clock: Clock;
  readonly #kinds: TimerKinds;
  readonly #announce: Announce;
  readonly #log: (line: string) => void;

  constructor(parts: TimerParts) {
    this.#sql = parts.sql;
    this.#door = parts.door;
    this.#clock = parts.clock;
    this.#kinds = parts.kinds;
    this.#announce = parts.announce;
    this.#log = parts.log;
  }

  /** All that is due now. Returns how many there were. */
  async drain(isStopped = (): boolean => false): Promise<number> {
    let total = 0;
    while (!isStopped()) {
      const now = this.#clock.now();
      const rows = await this.#sql.query<TimerRow>(CLAIM, [now, BATCH, new Date(now.getTime() + LEASE_MS)]);
      if (rows.length === 0) return total;
      for (const row of rows.sort((a, b) => (a.due_at < b.due_at ? -1 : 1))) await this.#fire(row);
      total += rows.length;
    }
    return total;
  }

  /** When the next one is due. */
  async next(): Promise<Date | undefined> {
    const [row] = await this.#sql.query<{ next: string | null }>(
      `select min(next_at) as next from engine.timer where status = 'waiting'`,
    );
    return row?.next ? new Date(row.next) : undefined;
  }

  async #fire(timer: TimerRow): Promise<void> {
    const { id, app, instance, kind, attempts } = timer;
    try {
      if (instance === null) await this.#kinds[kind]?.(timer);
      else
        await this.#door.execute(
          { command: id, type: 'timer', app, timer: id, instance },
          { kind: 'engine', cause: 'timer' },
        );
      // It was among the incidents until now.
      if (attempts > 1) this.#announce([{ kind: 'incident', app }]);
    } catch (cause) {
      const error = cause instanceof Error ? cause.message : String(cause);
      this.#log(`Timer ${kind} ${id}: ${error}`);
      const wait = Math.min(1_000 * 2 ** attempts, 3_600_000);
      await this.#sql.query(`update engine.timer set next_at = $2, error = $3, status = $4 where id = $1`, [
        id,
        new Date(this.#clock.now().getTime() + wait),
        error,
        attempts >= ATTEMPTS ? 'failed' : 'waiting',
      ]);
      this.#announce([{ kind: 'incident', app }]);
    }
  }
}
