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
  | { kind: 'retry'; code: string; detail: string; afterMs: number; attempts: number }
  | { kind: 'failed'; code: string; detail: string; answer: Json };

/** How an accepted call is asked for: `ConnectorClient.call` with this operation and data, until `until`. */
export interface PollPlan {
  operation: string;
  data: Record<string, Json>;
  everyMs: number;
  atMostMs: number;
}

export interface ConnectorClient {
  /** Never throws for what the other side does; throws only where the definition or the installation is wrong. */
  call(call: ConnectorCall): Promise<CallResult>;
}
