import type { Localised } from '../../definition/index.ts';
import type { Json } from '../../wire.ts';
import { type Door, Refusal } from '../door/index.ts';
import type { ParentOperation } from '../door/subflow.ts';
import type { OutboxRow } from './claim.ts';

/** What went wrong with a row. */
export interface Fault {
  code: string;
  detail: string;
  /** For people, where it is one of the engine's own refusals. */
  text?: Localised;
}

/** What becomes of a row. */
interface Closing {
  close(row: OutboxRow, status: 'done' | 'dead', outcome: string, error?: Fault): Promise<void>;
  /** The flow that asked for it hears that it failed. */
  failed(row: OutboxRow, fault: Fault): Promise<void>;
}

type FlowOrder =
  | { type: 'begin'; call: string }
  | { type: 'govern'; call: string; operation: ParentOperation }
  | { type: 'called'; call: string; outcome: string; answer: Json; error?: Fault };

/** Some minutes, with the pauses between them. */
const MOST_BEGINNINGS = 8;

/**
 * What a flow and those that it has begun tell each other: each in a transaction of its own, so that two instances are
 * never locked in one. The command is the row's id, so it has its effect once.
 */
export class BetweenFlows {
  readonly #door: Door;
  readonly #closing: Closing;

  constructor(door: Door, closing: Closing) {
    this.#door = door;
    this.#closing = closing;
  }

  /** Begins the flow of another record. What cannot begin is an incident of the flow that asked. */
  async begin(row: OutboxRow): Promise<void> {
    try {
      await this.#execute(row, { type: 'begin', call: row.id });
    } catch (cause) {
      // Not a refusal, but the same each time: a version or a table that is gone.
      if (!isFinal(cause) && row.attempts < MOST_BEGINNINGS) throw cause;
      await this.#closing.failed(row, faultOf(cause));
    }
  }

  /** The flow above is suspended, resumed, or waits no longer. */
  async govern(row: OutboxRow): Promise<void> {
    const { call, operation } = row.data as { call: string; operation: ParentOperation };
    try {
      await this.#execute(row, { type: 'govern', call, operation });
      await this.#closing.close(row, 'done', operation);
    } catch (cause) {
      if (!isFinal(cause)) throw cause;
      // It never began, is over already, or stands as it should.
      await this.#closing.close(row, 'done', 'refused', faultOf(cause));
    }
  }

  /** A flow that was waited for is over. What its answer cannot be kept in is an incident there. */
  async tell(row: OutboxRow): Promise<void> {
    const { call, outcome, answer } = row.data as { call: string; outcome: string; answer: Json };
    try {
      await this.#execute(row, { type: 'called', call, outcome, answer });
      await this.#closing.close(row, 'done', outcome);
    } catch (cause) {
      if (!isFinal(cause)) throw cause;
      const error = faultOf(cause);
      if (cause.code !== 'not_found') {
        await this.#execute(row, { type: 'called', call, outcome: 'error', answer: null, error });
      }
      await this.#closing.close(row, 'dead', outcome, error);
    }
  }

  #execute(row: OutboxRow, command: FlowOrder): Promise<unknown> {
    return this.#door.execute(
      { ...command, command: row.id, app: row.app },
      { kind: 'engine', cause: row.kind === 'govern' ? 'parent flow' : 'subflow' },
    );
  }
}

/** Said for good; a record that is locked or a system that does not answer is asked again later. */
function isFinal(cause: unknown): cause is Refusal {
  return cause instanceof Refusal && cause.code !== 'busy' && cause.code !== 'outside_unavailable';
}

function faultOf(cause: unknown): Fault {
  if (!(cause instanceof Refusal)) {
    return { code: 'fault', detail: cause instanceof Error ? cause.message : String(cause) };
  }
  const { code, text, details } = cause;
  const told = (locale: 'zh-CN' | 'en'): string =>
    [text[locale], ...(details.problems ?? []).map(({ path, message }) => `${path}: ${message[locale]}`)].join(' ');
  return { code, detail: told('en'), text: { 'zh-CN': told('zh-CN'), en: told('en') } };
}
