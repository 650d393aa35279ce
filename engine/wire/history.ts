import type { Label } from '../definition/types.generated.ts';
import type { Person } from './session.ts';

/** GET …/records/:id/history, newest last. */
export interface HistoryEntry {
  at: string;
  actor?: Person;
  /** visitor, engine or user. */
  by: 'user' | 'visitor' | 'engine';
  /** submitted, approved, rejected, state, changed, message, call, comment … */
  kind: string;
  node?: Label;
  /** One sentence in the reader's language. */
  text: string;
  reason?: string;
  changes?: { path: string; label: Label; before: string; after: string }[];
  why?: string[];
}

/** GET …/records/:id/flow */
export interface FlowPicture {
  label: Label;
  width: number;
  height: number;
  nodes: {
    key: string;
    type: string;
    label: Label;
    x: number;
    y: number;
    width: number;
    height: number;
    status: 'done' | 'current' | 'waiting' | 'skipped';
    people?: string[];
    at?: string;
  }[];
  edges: { key: string; from: string; to: string; points: [number, number][]; taken: boolean }[];
}
