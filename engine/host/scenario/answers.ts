import type { ScenarioDefinition } from '../../definition/index.ts';
import type { Json } from '../../wire.ts';
import type { CallResult, ConnectorCall, ConnectorClient } from '../connectors/index.ts';

type Answer = NonNullable<ScenarioDefinition['answers']>[number];

/** How long a story asks after what was accepted. */
const WEEK_MS = 7 * 86_400_000;

/**
 * Outside systems as a story tells them. A call without an answer succeeds with {}; a question (a lookup's) without one
 * finds nothing. What was called is kept, for `expect`.
 */
export class StoryConnectors implements ConnectorClient {
  readonly calls: ConnectorCall[] = [];
  readonly #answers: { answer: Answer; used: number }[];

  constructor(answers: readonly Answer[] = []) {
    this.#answers = answers.map((answer) => ({ answer, used: 0 }));
  }

  call(call: ConnectorCall): Promise<CallResult> {
    this.calls.push(call);
    const name = `${call.connector}.${call.operation}`;
    const found = this.#answers.find(({ answer, used }) => {
      if (answer.call !== name || used >= (answer.times ?? Number.POSITIVE_INFINITY)) return false;
      return holdsAll(call.data, (answer.with ?? {}) as Record<string, Json>);
    });
    if (found === undefined)
      return Promise.resolve(isQuestion(call) ? { kind: 'missing', answer: null } : done('done', {}));
    found.used += 1;
    return Promise.resolve(resultOf(found.answer, call));
  }
}

function done(outcome: string, answer: Json): CallResult {
  return { kind: 'done', outcome, answer };
}

/** Somebody waits for the answer: only lookups have such a limit. */
function isQuestion(call: ConnectorCall): boolean {
  return call.timeoutMs !== undefined;
}

function resultOf({ fail, outcome, reply }: Answer, call: ConnectorCall): CallResult {
  const answer = (reply ?? {}) as Json;
  const detail = 'Told by the story.';
  switch (fail) {
    case 'missing':
      return { kind: 'missing', answer };
    case 'refused':
      return { kind: 'failed', code: 'refused', detail, answer };
    case 'unavailable':
      return { kind: 'retry', code: 'unavailable', detail, attempts: 8, backoffMs: 5_000 };
    case 'pending': {
      const { operation, data } = call;
      return { kind: 'pending', answer, poll: { operation, data, everyMs: 600_000, atMostMs: WEEK_MS } };
    }
    case undefined:
      return done(outcome ?? 'done', answer);
  }
}

/** Every value that is asked for is there; objects by their parts, decimals and dates as they are written. */
export function holdsAll(data: Readonly<Record<string, Json>>, wanted: Readonly<Record<string, Json>>): boolean {
  return Object.entries(wanted).every(([key, value]) => sameJson(data[key] ?? null, value));
}

export function sameJson(actual: Json, expected: Json): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, at) => sameJson(actual[at] ?? null, item))
    );
  }
  if (expected !== null && typeof expected === 'object') {
    return actual !== null && typeof actual === 'object' && !Array.isArray(actual) && holdsAll(actual, expected);
  }
  if (actual === expected) return true;
  return isDecimal(actual) && isDecimal(expected) && trimmed(String(actual)) === trimmed(String(expected));
}

function isDecimal(value: Json): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
}

/** "258.00" and "258" are one amount. */
function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
