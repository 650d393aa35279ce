import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type pg from 'pg';

/** The parts of the driver's connection that COPY needs. */
interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
  stream: { pause(): void; resume(): void; writableNeedDrain: boolean } & NodeJS.EventEmitter;
}

/** What the driver calls on a query under way; COPY's two directions each use a few of them. */
abstract class CopyQuery {
  readonly done: Promise<number>;
  readonly #text: string;
  #settle: { resolve(rows: number): void; reject(cause: Error): void } = {
    resolve: () => undefined,
    reject: () => undefined,
  };
  #rows = 0;
  #failed = false;

  constructor(text: string) {
    this.#text = text;
    this.done = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Whoever waits gets the error; until then it is not unhandled.
    this.done.catch(() => undefined);
  }

  submit(connection: Wire): void {
    connection.query(this.#text);
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#rows = Number(/^COPY (\d+)/.exec(text)?.[1] ?? 0);
  }

  handleReadyForQuery(): void {
    if (!this.#failed) this.#settle.resolve(this.#rows);
  }

  handleError(cause: Error): void {
    this.#failed = true;
    this.#settle.reject(cause);
  }
}

class CopyOut extends CopyQuery {
  readonly #write: (chunk: Buffer) => boolean;
  readonly #drained: () => Promise<unknown>;
  #connection: Wire | undefined;
  #isPaused = false;

  constructor(text: string, write: (chunk: Buffer) => boolean, drained: () => Promise<unknown>) {
    super(text);
    this.#write = write;
    this.#drained = drained;
  }

  override submit(connection: Wire): void {
    this.#connection = connection;
    super.submit(connection);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // What the driver has read already still comes while the socket is paused.
    if (this.#write(Buffer.from(chunk)) || this.#isPaused) return;
    const { stream } = this.#connection as Wire;
    this.#isPaused = true;
    stream.pause();
    void this.#drained().then(() => this.#goOn());
  }

  /** A stream that is ended while it is full never drains: the connection is let go with the query in any case. */
  override handleReadyForQuery(): void {
    this.#goOn();
    super.handleReadyForQuery();
  }

  #goOn(): void {
    this.#isPaused = false;
    this.#connection?.stream.resume();
  }
}

class CopyIn extends CopyQuery {
  readonly #source: Readable;

  constructor(text: string, source: Readable) {
    super(text);
    this.#source = source;
  }

  handleCopyInResponse(connection: Wire): void {
    void this.#send(connection).catch((cause: unknown) => connection.sendCopyFail(String(cause)));
  }

  async #send(connection: Wire): Promise<void> {
    for await (const chunk of this.#source) {
      connection.sendCopyFromChunk(chunk as Buffer);
      if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
    }
    connection.endCopyFrom();
  }
}

/** COPY … TO STDOUT into a stream, which is not ended; returns the number of rows. */
export function copyOut(client: pg.Client, text: string, to: NodeJS.WritableStream): Promise<number> {
  const query = new CopyOut(
    text,
    (chunk) => to.write(chunk),
    () => once(to, 'drain'),
  );
  client.query(query as unknown as pg.Submittable);
  return query.done;
}

/** COPY … FROM STDIN out of a stream; returns the number of rows. */
export function copyIn(client: pg.Client, text: string, from: Readable): Promise<number> {
  const query = new CopyIn(text, from);
  client.query(query as unknown as pg.Submittable);
  return query.done;
}
