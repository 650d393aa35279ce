import pg from 'pg';
import type { Log } from './embedded.ts';

/** `payload` is undefined after the connection was lost and found again: anything may have happened in between. */
export type Heard = (payload: string | undefined) => void;

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/** One connection that does nothing but LISTEN; it is made at the first `listen`, and made again whenever it breaks. */
export class Listener {
  readonly #config: pg.ClientConfig;
  readonly #log: Log;
  readonly #handlers = new Map<string, Set<Heard>>();
  #client: Promise<pg.Client> | undefined;
  #stopped = false;

  constructor(config: pg.ClientConfig, log: Log) {
    this.#config = config;
    this.#log = log;
  }

  /** Settles when the channel is listened to; the function it returns ends that. */
  async listen(channel: string, heard: Heard): Promise<() => void> {
    const handlers = this.#handlers.get(channel) ?? new Set();
    const isNew = handlers.size === 0;
    handlers.add(heard);
    this.#handlers.set(channel, handlers);
    if (this.#client === undefined) this.#client = this.#connect();
    const client = await this.#client;
    if (isNew) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    return () => {
      handlers.delete(heard);
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const client = await this.#client?.catch(() => undefined);
    await client?.end();
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client(this.#config);
    client.on('notification', ({ channel, payload }) => {
      for (const heard of this.#handlers.get(channel) ?? []) heard(payload ?? '');
    });
    await client.connect();
    // Only a connection that worked is worth a new one; one that never came fails the caller of listen.
    client.once('end', () => this.#lost());
    client.on('error', (cause) => this.#log(`The connection for notifications broke: ${cause.message}`));
    const channels = [...this.#handlers.keys()].map((channel) => `listen ${pg.escapeIdentifier(channel)};`);
    if (channels.length > 0) await client.query(channels.join(' '));
    return client;
  }

  #lost(): void {
    if (this.#stopped) return;
    this.#client = this.#reconnect();
  }

  async #reconnect(): Promise<pg.Client> {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      await new Promise((resolve) => setTimeout(resolve, wait).unref());
      if (this.#stopped) throw new Error('The listener was stopped.');
      try {
        const client = await this.#connect();
        for (const handlers of this.#handlers.values()) for (const heard of handlers) heard(undefined);
        return client;
      } catch (cause) {
        this.#log(`No connection for notifications yet: ${(cause as Error).message}`);
      }
    }
  }
}
