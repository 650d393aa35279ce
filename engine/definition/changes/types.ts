import type { AppModel, Localised } from '../model.ts';

/** What a change touches; the order is that of the plan. */
export const CHANGE_KINDS = [
  'data',
  'records',
  'form',
  'flow',
  'rule',
  'report',
  'access',
  'message',
  'connector',
  'app',
] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface Change {
  /** Stable: "column_added", "field_removed", "right_gained". */
  code: string;
  text: Localised;
  /** File and JSON pointer: "forms/claim.json#/fields/3". */
  path: string;
  /** slow: takes long on many records. careful: somebody may miss something. */
  severity: 'safe' | 'slow' | 'careful';
}

export interface ChangeGroup {
  kind: ChangeKind;
  changes: Change[];
}

/** Both sides, for words: labels of what a definition names. */
export interface Sides {
  before: AppModel | undefined;
  after: AppModel;
}

/** A change with the group that it stands in. */
export type Found = Change & { kind: ChangeKind };
