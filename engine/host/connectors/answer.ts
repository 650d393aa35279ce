import type { Env, Facts, Json } from '../../expression/types.ts';
import { durationMs } from './duration.ts';
import type { CallResult } from './index.ts';
import type { CompiledOperation } from './operation.ts';
import { underscored } from './request.ts';
import type { TransportFault, WireAnswer } from './transport.ts';

/** Where nothing is said of retries: eight attempts over about ten minutes. */
const RETRY = { attempts: 8, backoff: 'PT5S' };

/** The body as JSON where it is JSON, else as text. */
export function readBody(text: string): Json {
  if (text === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    // Not JSON: some providers answer "success" and no more.
    return text;
  }
}

export function answerFacts(facts: Facts, answer: WireAnswer): Record<string, Json> {
  return { ...facts, status: answer.status, headers: underscored(answer.headers), body: readBody(answer.text) };
}

/** What an answer means: missing, an outcome of its own, pending, success, to be tried again, or failed for good. */
export function classify(operation: CompiledOperation, facts: Record<string, Json>, env: Env): CallResult {
  const status = Number(facts.status);
  const answer = (): Json => (operation.answer ? operation.answer(facts, env) : (facts.body ?? null));
  if (operation.missing ? operation.missing.test(facts, env) : status === 404)
    return { kind: 'missing', answer: answer() };
  const named = operation.outcomes.find(({ when }) => when.test(facts, env));
  if (named) return { kind: 'done', outcome: named.outcome, answer: answer() };
  const { poll } = operation.definition;
  if (poll && operation.pending?.test(facts, env)) {
    const got = answer();
    const data = operation.pollData?.({ ...facts, answer: got }, env);
    return {
      kind: 'pending',
      answer: got,
      poll: {
        operation: poll.operation,
        ...(data && { data }),
        everyMs: durationMs(poll.every),
        atMostMs: durationMs(poll.atMost),
      },
    };
  }
  const good = status >= 200 && status <= 299;
  if (operation.success ? operation.success.test(facts, env) : good)
    return { kind: 'done', outcome: 'done', answer: answer() };
  const again = operation.retryWhen ? operation.retryWhen.test(facts, env) : status === 429 || status >= 500;
  const detail = `HTTP ${status}: ${excerpt(facts.body ?? null)}`;
  if (again)
    return retry(operation, status === 429 ? 'too_many_requests' : 'not_successful', detail, pauseAsked(facts));
  return { kind: 'failed', code: good ? 'not_successful' : `http_${status}`, detail, answer: answer() };
}

export function afterFault(operation: CompiledOperation, fault: TransportFault): CallResult {
  if (fault.code === 'timeout' || fault.code === 'network') return retry(operation, fault.code, fault.message);
  return { kind: 'failed', code: fault.code, detail: fault.message, answer: null };
}

export function retry(operation: CompiledOperation, code: string, detail: string, afterMs?: number): CallResult {
  const { attempts, backoff } = operation.definition.retry ?? RETRY;
  const backoffMs = durationMs(backoff);
  return { kind: 'retry', code, detail, attempts, backoffMs, ...(afterMs === undefined ? {} : { afterMs }) };
}

/** Retry-After in seconds, as far as it is reasonable. */
function pauseAsked(facts: Facts): number | undefined {
  const headers = facts.headers as Record<string, string>;
  const seconds = Number(headers.retry_after ?? NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) * 1000 : undefined;
}

function excerpt(body: Json): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}
