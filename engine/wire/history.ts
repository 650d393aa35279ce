import type { Label } from '../definition/types.generated.ts';
import type { Person } from './session.ts';

/** What a history can be narrowed to: what people did, whose it was and is, how it went on, times, other systems, values. */
export type HistoryKind = 'people' | 'assigned' | 'ways' | 'timers' | 'systems' | 'changes';

/** GET …/records/:id/history, newest last. */
export interface HistoryEntry {
  at: string;
  actor?: Person;
  /** visitor, engine or user. */
  by: 'user' | 'visitor' | 'engine';
  /** submitted, approved, rejected, state, changed, message, call, comment … */
  kind: string;
  group: HistoryKind;
  node?: Label;
  /** One sentence in the reader's language. */
  text: string;
  reason?: string;
  changes?: { path: string; label: Label; before: string; after: string }[];
  why?: string[];
}
