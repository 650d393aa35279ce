import type { Tone } from '../definition/types.generated.ts';
import type { Json, Values } from './json.ts';

/** POST …/lookups/:lookup */
export interface LookupView {
  found: boolean;
  message?: string;
  fill: Values;
  rows: Record<string, Values[]>;
}

/**
 * POST …/answers {values, record?}: what the form still has to know from outside (linked queries, rollups), keyed by the
 * ids of engine/form's requirements, which both sides work out alike.
 */
export interface AnswersView {
  lookups: Record<string, LookupView>;
  rollups: Record<string, Json>;
}

/** Options of a select, reference or user field. */
export interface OptionView {
  value: string;
  label: string;
  /** Of options in a tree: the value it lies beneath; null at the top. */
  parent?: string | null;
  tone?: Tone;
}
