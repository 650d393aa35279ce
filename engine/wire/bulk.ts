import type { Condition } from '../definition/types.generated.ts';
import type { Values } from './json.ts';

/** POST …/bulk: the same fields set in many records, one command for each. */
export interface BulkOrder {
  /** Sent again with the same id, what is done already is not done twice. */
  command: string;
  /** These, or all that match. */
  records?: string[];
  match?: { search?: string; filter?: Condition };
  data: Values;
}

/** Lines of the answer (NDJSON): first how many there are, then how far it is, and each record that was refused. */
export type BulkLine =
  | { total: number }
  | { done: number; failed: number }
  | { refused: { id: string; title: string; message: string } };
