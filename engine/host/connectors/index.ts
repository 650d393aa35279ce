import type { Json } from '../../expression/types.ts';

/** One call of a connector's operation. */
export interface ConnectorCall {
  app: string;
  connector: string;
  operation: string;
  /** The call's data by name. */
  data: Record<string, Json>;
  /** Idempotency key: the same at each attempt. */
  key?: string;
  /** No longer than this, whatever the definition says (an outside check while a customer waits: 3000). */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/**
 * What came of it. `failed` is final, `retry` may succeed later; `pending` is asked again by `poll`. Neither reason nor
 * detail ever holds a secret.
 */
export type CallResult =
  | { kind: 'done'; outcome: string; answer: Json }
  | { kind: 'missing'; answer: Json }
  | { kind: 'pending'; answer: Json; poll: PollPlan }
  | {
      kind: 'retry';
      code: string;
      detail: string;
      /** What the definition says: at most so many attempts, the first pause `backoffMs`, doubled each time. */
      attempts: number;
      backoffMs: number;
      /** A pause that the other side or a rate limit asks for; it comes before the back-off. */
      afterMs?: number;
      /** Nothing was sent (the rate limit was full): no attempt is used up. */
      unsent?: true;
    }
  | { kind: 'failed'; code: string; detail: string; answer: Json };

/** How an accepted call is asked for: `ConnectorClient.call` with this operation and data (default: the call's own). */
export interface PollPlan {
  operation: string;
  data?: Record<string, Json>;
  everyMs: number;
  atMostMs: number;
}

export interface ConnectorClient {
  /** Never throws for what the other side does: that is in the result. Throws for an operation that does not exist. */
  call(call: ConnectorCall): Promise<CallResult>;
}

/** Milliseconds to wait before attempt number `attempt` + 1: what was asked for, else the back-off, at most an hour. */
export function pauseBefore(result: Extract<CallResult, { kind: 'retry' }>, attempt: number): number {
  return result.afterMs ?? Math.min(result.backoffMs * 2 ** Math.max(attempt - 1, 0), 3_600_000);
}

export { type ClientOptions, createConnectorClient } from './client.ts';
export { createSecretBox, openSecretBox, type SecretBox, SecretStore } from './secrets.ts';
