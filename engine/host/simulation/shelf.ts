import { simulationRefusals } from './refusals.ts';
import type { Session } from './session.ts';

/** Plays that are kept ready in one process: each has a database and a few connections of its own. */
const MOST = 8;
const MOST_OF_AN_APP = 3;
const IDLE_MS = 15 * 60_000;
const LOOK_EVERY_MS = 30_000;

interface Kept {
  session: Promise<Session>;
  app: string;
  usedAt: number;
  /** Requests that are being answered from it: it stays meanwhile. */
  users: number;
}

/** Sessions that are under way; the one that nobody has used longest gives way to the next. */
export class Shelf {
  readonly #kept = new Map<string, Kept>();
  readonly #idleMs: number;
  readonly #log: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(log: (line: string) => void, idleMs: number = IDLE_MS) {
    this.#log = log;
    this.#idleMs = idleMs;
  }

  get count(): number {
    return this.#kept.size;
  }

  /** Also one that is still being made; undefined: there is none, or it could not be made. */
  async find(id: string): Promise<Session | undefined> {
    return this.#kept.get(id)?.session.catch(() => undefined);
  }

  /** Whoever puts it there is its first user, until `release`. */
  async put(id: string, app: string, session: Promise<Session>): Promise<Session> {
    const kept = { session, app, usedAt: Date.now(), users: 1 };
    this.#kept.set(id, kept);
    try {
      return await session;
    } catch (cause) {
      if (this.#kept.get(id) === kept) this.#kept.delete(id);
      throw cause;
    }
  }

  release(id: string): void {
    this.#count(id, -1);
  }

  async used<T>(id: string, session: Session, work: () => Promise<T>): Promise<T> {
    this.#count(id, 1);
    try {
      return await session.inTurn(work);
    } finally {
      this.#count(id, -1);
    }
  }

  /** For one more; throws where all that there may be are in use. */
  async makeRoom(app: string): Promise<void> {
    const byAge = [...this.#kept].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    const own = byAge.filter(([, one]) => one.app === app);
    const full = own.length >= MOST_OF_AN_APP ? own : byAge.length >= MOST ? byAge : undefined;
    if (full === undefined) return;
    const oldest = full.find(([, { users }]) => users === 0);
    if (oldest === undefined) throw simulationRefusals.busy();
    await this.end(oldest[0]);
  }

  async end(id: string): Promise<void> {
    const kept = this.#kept.get(id);
    this.#kept.delete(id);
    try {
      await (await kept?.session)?.close();
    } catch (cause) {
      this.#log(`A simulation did not end cleanly: ${String(cause)}`);
    }
  }

  start(): void {
    const look = (): void => {
      const before = Date.now() - this.#idleMs;
      for (const [id, { usedAt, users }] of this.#kept) if (users === 0 && usedAt < before) void this.end(id);
    };
    this.#timer = setInterval(look, Math.min(LOOK_EVERY_MS, this.#idleMs)).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([...this.#kept.keys()].map((id) => this.end(id)));
  }

  #count(id: string, step: 1 | -1): void {
    const kept = this.#kept.get(id);
    if (kept === undefined) return;
    kept.users += step;
    kept.usedAt = Date.now();
  }
}
