import type { Connections } from '../door/connections.ts';
import type { Notice } from '../door/notice.ts';
import { listText } from '../door/writeText.ts';

/** Collected for so long: many commands of one moment share one round trip. */
const GATHER_MS = 15;
/** PostgreSQL takes payloads under 8,000 bytes. */
const MOST_USERS = 150;

/**
 * Says on NOTIFY what has been committed. Not inside the commands' transactions: a transaction that notifies takes a lock
 * on the whole database's queue while it commits, so that commits would go one after the other. What is lost if the
 * process dies in these milliseconds is only a wake, and workers look by themselves as well.
 */
export class Announcer {
  readonly #sql: Connections;
  readonly #log: (line: string) => void;
  readonly #here: (notices: readonly Notice[]) => void;
  #gathered = new Map<string, Notice>();
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();
  #isStopped = false;

  /** `here`: this process hears it at once. */
  constructor(sql: Connections, log: (line: string) => void, here: (notices: readonly Notice[]) => void) {
    this.#sql = sql;
    this.#log = log;
    this.#here = here;
  }

  announce(notices: readonly Notice[]): void {
    if (notices.length === 0) return;
    this.#here(notices);
    for (const notice of notices) this.#gathered.set(JSON.stringify(short(notice)), notice);
    if (this.#isStopped) return;
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#flush();
    await this.#sending;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const payloads = [...this.#gathered.keys()];
    if (payloads.length === 0) return;
    this.#gathered = new Map();
    this.#sending = this.#send(payloads);
  }

  async #send(payloads: string[]): Promise<void> {
    try {
      await this.#sql.query(`select pg_notify('engine', p) from unnest($1::text[]) p`, [listText(payloads)]);
    } catch (cause) {
      this.#log(`Nobody could be told of changes: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
}

/** Whoever is left out of a long list finds out at the next look. */
function short(notice: Notice): Notice {
  return notice.users && notice.users.length > MOST_USERS
    ? { ...notice, users: notice.users.slice(0, MOST_USERS) }
    : notice;
}
