import type { Knex } from 'knex';
import { v5 as uuidOf } from 'uuid';
import type { Localised } from '../../expression/types.ts';
import type { ProxyStore } from '../absence/proxies.ts';
import { findPerson, type UserActor } from '../access/index.ts';
import type { Clock } from '../clock.ts';
import { type Door, Refusal } from '../door/index.ts';
import type { DoorParts } from '../door/parts.ts';
import { valuesWith } from './fields.ts';
import type { Piece } from './work.ts';

export interface Job {
  id: string;
  person: string;
  reason: string;
  status: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
  total: number;
  created_at: string;
  created_by: string;
  ended_at: string | null;
  error: Localised | null;
}

export interface Item extends Pick<Piece, 'app' | 'form' | 'flow' | 'node' | 'record' | 'target'> {
  position: number;
  /** record: they stand in the field that `node` names. */
  kind: Piece['kind'] | 'proxy' | 'record';
  receiver: string | null;
}

type Outcome = { status: 'done' | 'gone' } | { status: 'refused'; code: string; message: Localised; cure?: Localised };

interface Parts {
  knex: Knex;
  door: Door;
  clock: Clock;
  proxies: ProxyStore;
  reads: Pick<DoorParts, 'sql' | 'shelf'>;
}

const CHUNK = 16;
const LEASE_SECONDS = 30;

/** Somebody else was first, or the case is over: there is nothing left to move. */
const GONE = new Set(['task_gone', 'task_moved', 'flow_over', 'not_found', 'nothing_to_hand_over']);

/**
 * Works through a hand-over, one command for each piece. A process that is killed loses nothing: the next one goes on
 * with what still waits, and a piece that was moved without being noted is the same command.
 */
export class HandOverRunner {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** All that wait, or that a process has left behind. */
  async drain(isStopped: () => boolean = () => false): Promise<number> {
    let count = 0;
    for (let job = await this.#claim(); job; job = await this.#claim()) {
      await this.#run(job, isStopped);
      count += 1;
      if (isStopped()) break;
    }
    return count;
  }

  async #claim(): Promise<Job | undefined> {
    const { rows } = await this.#parts.knex.raw<{ rows: Job[] }>(
      `update engine.hand_over set status = 'running',
         lease_until = clock_timestamp() + make_interval(secs => :lease)
       where id = (select id from engine.hand_over
         where status in ('waiting', 'running') and (lease_until is null or lease_until < clock_timestamp())
         order by created_at limit 1 for update skip locked)
       returning *`,
      { lease: LEASE_SECONDS },
    );
    return rows[0];
  }

  async #run(job: Job, isStopped: () => boolean): Promise<void> {
    for (;;) {
      const items = await this.#next(job.id);
      if (items.length === 0) return this.#end(job.id, 'done');
      // With the rights of now: whoever ordered it may have lost them.
      const actor = await findPerson(this.#parts.knex, job.created_by, 'session');
      if (actor === undefined) return this.#end(job.id, 'failed', OWNER_GONE);
      for (const item of items) await this.#note(job.id, item.position, await this.#move(job, item, actor));
      if (!(await this.#holdOn(job.id))) return;
      if (isStopped()) return this.#letGo(job.id);
    }
  }

  #next(job: string): Promise<Item[]> {
    return this.#parts
      .knex('engine.hand_over_item')
      .where({ job, status: 'waiting' })
      .orderBy('position')
      .limit(CHUNK)
      .select<Item[]>('position', 'kind', 'app', 'form', 'flow', 'node', 'record', 'target', 'receiver');
  }

  async #move(job: Job, item: Item, actor: UserActor): Promise<Outcome> {
    const { kind, receiver, target } = item;
    try {
      if (kind === 'proxy') {
        const isDone = await this.#parts.proxies.replace(target, receiver ?? undefined, job.created_by);
        return { status: isDone ? 'done' : 'gone' };
      }
      if (receiver === null) return { status: 'gone' };
      if (kind === 'record') return await this.#setField(job, item, receiver, actor);
      const { app, form, record, node } = item;
      await this.#parts.door.execute(
        {
          type: 'hand_over',
          command: uuidOf(`${kind}/${target}/${node}`, job.id),
          app,
          form,
          record,
          from: job.person,
          to: receiver,
          reason: job.reason,
          ...(kind === 'task' ? { task: target } : { nodes: [node] }),
        },
        actor,
      );
      return { status: 'done' };
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      if (kind !== 'record' && GONE.has(cause.code)) return { status: 'gone' };
      return refused(cause);
    }
  }

  /** As whoever ordered it would change it by hand: with their rights, the form's checks, and the rules that follow. */
  async #setField(job: Job, item: Item, to: string, actor: UserActor): Promise<Outcome> {
    const { app, form, record, node: field } = item;
    const change = await valuesWith(this.#parts.reads, { app, form, field, record }, job.person, to);
    if (change === undefined) return { status: 'gone' };
    const command = uuidOf(`record/${record}/${field}`, job.id);
    await this.#parts.door.execute({ type: 'update', command, app, form, record, ...change }, actor);
    return { status: 'done' };
  }

  async #note(job: string, position: number, outcome: Outcome): Promise<void> {
    const { status } = outcome;
    const refused = outcome.status === 'refused' ? outcome : undefined;
    const message = refused && { text: refused.message, ...(refused.cure ? { cure: refused.cure } : {}) };
    await this.#parts
      .knex('engine.hand_over_item')
      .where({ job, position, status: 'waiting' })
      .update({ status, code: refused?.code ?? null, message: message ? JSON.stringify(message) : null });
  }

  /** False where somebody has stopped it. */
  async #holdOn(id: string): Promise<boolean> {
    const { rowCount } = await this.#parts.knex.raw<{ rowCount: number }>(
      `update engine.hand_over set lease_until = clock_timestamp() + make_interval(secs => ?)
       where id = ? and status = 'running'`,
      [LEASE_SECONDS, id],
    );
    return rowCount === 1;
  }

  async #letGo(id: string): Promise<void> {
    await this.#parts.knex('engine.hand_over').where({ id, status: 'running' }).update({ lease_until: null });
  }

  async #end(id: string, status: 'done' | 'failed', error?: Localised): Promise<void> {
    await this.#parts
      .knex('engine.hand_over')
      .where({ id, status: 'running' })
      .update({
        status,
        error: error === undefined ? null : JSON.stringify(error),
        ended_at: this.#parts.clock.now(),
        lease_until: null,
      });
  }
}

/** The first field that is wrong says more than "something is wrong". */
function refused({ code, text, details }: Refusal): Outcome {
  const [problem] = details.problems ?? [];
  const { cure } = details;
  return { status: 'refused', code, message: problem?.message ?? text, ...(cure ? { cure } : {}) };
}

const OWNER_GONE: Localised = {
  'zh-CN': '发起交接的账号已停用。',
  en: 'The account that began this hand-over is disabled.',
};
