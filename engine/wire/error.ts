import type { Values } from './json.ts';

/** Every refusal: a stable code, a sentence in the reader's language, the place and the cure. */
export interface WireError {
  error: {
    code: string;
    message: string;
    cure?: string;
    at?: string;
    problems?: WireProblem[];
    /** `stale`: the record as it is now. */
    current?: { revision: number; data: Values };
  };
}

export interface WireProblem {
  code: string;
  /** 'reason' or 'lines.qty'. */
  path: string;
  /** Of a sub-table. */
  rowId?: string;
  message: string;
}
