import type { Knex } from 'knex';
import type { Json } from '../../wire.ts';
import type { Shelf } from '../apps/shelf.ts';
import type { Clock } from '../clock.ts';
import { type CallResult, type ConnectorClient, type PollPlan, pauseBefore } from '../connectors/index.ts';
import type { Connections } from '../door/connections.ts';
import { type Announce, type Door, Refusal } from '../door/index.ts';
import type { People } from '../door/people.ts';
import type { MessageOrder, MessageSender } from '../messages/index.ts';
import { BetweenFlows, type Fault } from './betweenFlows.ts';
import { claim, type OutboxRow } from './claim.ts';

export interface OutboxParts {
  knex: Knex;
  sql: Connections;
  shelf: Shelf;
  people: People;
  door: Door;
  connectors: ConnectorClient;
  messages: MessageSender;
  clock: Clock;
  newId(): string;
  announce: Announce;
  log(line: string): void;
}

/** How many go out at once from one process. */
const BATCH = 16;

/**
 * What was written with a commit goes out: calls of connectors, signals to other flows, messages. Each row is claimed by
 * one process; if that is killed, another takes it over when the lease is past, with the same idempotency key.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #between: BetweenFlows;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#between = new BetweenFlows(parts.door, {
      close: (row, status, outcome, error) => this.#close(row, status, outcome, null, error),
      failed: (row, fault) => this.#answered(row, 'error', null, fault),
    });
  }

  /** Sends all that is due now, and what comes of it. Returns how many rows were worked on. */
  async drain(isStopped = (): boolean => false): Promise<number> {
    let total = 0;
    while (!isStopped()) {
      const rows = await claim(this.#parts.sql, this.#parts.clock.now(), BATCH);
      if (rows.length === 0) return total;
      await Promise.all(rows.map((row) => this.#send(row)));
      total += rows.length;
    }
    return total;
  }

  /** When the next one is due. */
  async next(): Promise<Date | undefined> {
    const [row] = await this.#parts.sql.query<{ next: string | null }>(
      `select min(next_at) as next from engine.outbox where status in ('waiting', 'polling', 'sending')`,
    );
    return row?.next ? new Date(row.next) : undefined;
  }

  async #send(row: OutboxRow): Promise<void> {
    try {
      await this.#kinds[row.kind](row);
    } catch (cause) {
      // The database or the program, not the other side: the lease is given back and the row tried again.
      const detail = cause instanceof Error ? cause.message : String(cause);
      this.#parts.log(`Outbox ${row.kind} ${row.id}: ${detail}`);
      await this.#later(row, backoff(row.attempts), { code: 'fault', detail });
    }
  }

  readonly #kinds: Record<OutboxRow['kind'], (row: OutboxRow) => Promise<void>> = {
    call: (row) => this.#call(row),
    signal: (row) => this.#signal(row),
    message: (row) => this.#message(row),
    subflow: (row) => this.#between.begin(row),
    govern: (row) => this.#between.govern(row),
    told: (row) => this.#between.tell(row),
  };

  async #call(row: OutboxRow): Promise<void> {
    const { app, connector = '', key } = row;
    const operation = row.poll?.operation ?? row.operation ?? '';
    const data = row.poll?.data ?? row.data;
    const result = await this.#parts.connectors.call({ app, connector, operation, data, ...(key ? { key } : {}) });
    await this.#settle(row, result);
  }

  #settle(row: OutboxRow, result: CallResult): Promise<void> {
    switch (result.kind) {
      case 'done':
        return this.#answered(row, result.outcome, result.answer);
      case 'pending':
        return this.#poll(row, result.poll);
      case 'retry':
        if (row.poll) return this.#pollAgain(row, row.poll);
        if (result.unsent || row.attempts < result.attempts) {
          return this.#later(row, pauseBefore(result, row.attempts), result, result.unsent);
        }
        return this.#answered(row, 'error', null, result);
      case 'missing':
        return this.#answered(row, 'error', result.answer, {
          code: 'missing',
          detail: 'The other side does not know it.',
        });
      case 'failed':
        return this.#answered(row, 'error', result.answer, result);
    }
  }

  /** The answer goes back through the door; its command is the row's id, so it has its effect once. */
  async #answered(row: OutboxRow, outcome: string, answer: Json, fault?: Fault): Promise<void> {
    const { code = '', detail = '', text } = fault ?? {};
    const error = fault && { code, detail, ...(text ? { text } : {}) };
    if (row.record === null) {
      await this.#close(row, error ? 'dead' : 'done', outcome, answer, error);
      if (error) await this.#tellAdmins(row, error);
      return;
    }
    const command = { command: row.id, type: 'called' as const, app: row.app, call: row.id, outcome, answer };
    try {
      await this.#parts.door.execute(
        { ...command, ...(error ? { error } : {}) },
        { kind: 'engine', cause: `call ${row.connector}` },
      );
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      // The record is gone, or its flow has no way for this outcome: kept with the row for an administrator.
      await this.#close(row, 'dead', outcome, answer, { code: cause.code, detail: cause.text.en });
    }
  }

  /** A message's own call was given up: said in the inbox only, because the channel is what is broken. */
  async #tellAdmins({ app, form, connector = '' }: OutboxRow, { code }: Fault): Promise<void> {
    const { shelf, people, messages, knex, clock, announce } = this.#parts;
    const definition = shelf.get(app)?.app;
    const message = definition?.notify?.incident?.message;
    if (definition === undefined || message === undefined) return;
    const users = (await people.of(app)).members(definition.admin);
    const facts = { node: connector, reason: code };
    const orders = users.map((user) => ({
      app,
      message,
      to: { user },
      channels: [],
      facts,
      ...(form ? { form } : {}),
    }));
    await knex.transaction((trx) => messages.write(trx, orders, clock.now()));
    announce([{ kind: 'message', app, users }]);
  }

  async #poll(row: OutboxRow, plan: PollPlan): Promise<void> {
    const until = row.poll?.until ?? new Date(this.#parts.clock.now().getTime() + plan.atMostMs).toISOString();
    return this.#pollAgain(row, { ...plan, until });
  }

  async #pollAgain(row: OutboxRow, poll: NonNullable<OutboxRow['poll']>): Promise<void> {
    const now = this.#parts.clock.now();
    if (now.toISOString() >= poll.until) {
      return this.#answered(row, 'error', null, {
        code: 'poll_timeout',
        detail: 'It was accepted, and no result came in time.',
      });
    }
    await this.#parts.sql.query(`update engine.outbox set status = 'polling', poll = $2, next_at = $3 where id = $1`, [
      row.id,
      JSON.stringify(poll),
      new Date(now.getTime() + poll.everyMs),
    ]);
  }

  async #signal(row: OutboxRow): Promise<void> {
    const { form, record, signal, data } = row.data as {
      form: string;
      record: string;
      signal: string;
      data: Record<string, Json>;
    };
    const actor = { kind: 'engine' as const, cause: 'signal' };
    try {
      const command = { command: row.id, type: 'signal' as const, app: row.app, form, record, signal, data };
      await this.#parts.door.execute(command, actor);
      await this.#close(row, 'done', 'received', null);
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      await this.#close(row, 'done', 'refused', null, { code: cause.code, detail: cause.text.en });
    }
  }

  /** Rows of the inbox, and the calls that carry it further, in one transaction with the row. */
  async #message(row: OutboxRow): Promise<void> {
    const at = this.#parts.clock.now();
    const orders = (row.data as unknown as { orders: MessageOrder[] }).orders;
    await this.#parts.knex.transaction(async (trx) => {
      const calls = await this.#parts.messages.write(trx, orders, at);
      if (calls.length > 0) {
        await trx('engine.outbox').insert(
          calls.map(({ app, connector, operation, data, key }) => ({
            id: this.#parts.newId(),
            kind: 'call',
            app,
            version: row.version,
            form: row.form,
            record: null,
            order_key: `${row.record}:${connector}`,
            connector,
            operation,
            data: JSON.stringify(data),
            key,
            status: 'waiting',
            next_at: at,
            created_at: at,
          })),
        );
      }
      await trx('engine.outbox').where({ id: row.id }).update({ status: 'done', done_at: at });
    });
    const users = orders.flatMap(({ to }) => ('user' in to ? [to.user] : []));
    if (users.length > 0) this.#parts.announce([{ kind: 'message', app: row.app, users }]);
  }

  async #close(row: OutboxRow, status: 'done' | 'dead', outcome: string, answer: Json, error?: Fault): Promise<void> {
    await this.#parts.sql.query(
      `update engine.outbox set status = $2, outcome = $3, answer = $4, error = $5, done_at = $6 where id = $1`,
      [row.id, status, outcome, JSON.stringify(answer), error ? JSON.stringify(error) : null, this.#parts.clock.now()],
    );
    if (status === 'dead') this.#parts.announce([{ kind: 'incident', app: row.app }]);
  }

  /** `isUnsent`: the attempt does not count. */
  async #later(row: OutboxRow, ms: number, error: Fault, isUnsent = false): Promise<void> {
    const next = new Date(this.#parts.clock.now().getTime() + jittered(ms));
    await this.#parts.sql.query(
      `update engine.outbox set status = $4, next_at = $2, error = $3, attempts = $5 where id = $1`,
      [
        row.id,
        next,
        JSON.stringify({ code: error.code, detail: error.detail }),
        row.poll ? 'polling' : 'waiting',
        row.attempts - (isUnsent ? 1 : 0),
      ],
    );
    this.#parts.announce([{ kind: 'incident', app: row.app }]);
  }
}

/** A second, doubled each time, at most an hour. */
function backoff(attempts: number): number {
  return Math.min(1_000 * 2 ** Math.min(attempts, 12), 3_600_000);
}

/** Up to a tenth more, so that what failed together does not come back together. */
function jittered(ms: number): number {
  return Math.round(ms * (1 + Math.random() / 10));
}
