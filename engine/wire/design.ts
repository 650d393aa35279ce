import type { ChangeGroup } from '../definition/changes/index.ts';
import type { Localised, Problem } from '../definition/model.ts';
import type { AppDefinition, FormDefinition, Label } from '../definition/types.generated.ts';
import type { Json, Values } from './json.ts';
import type { RecordRow } from './list.ts';

/** GET /api/design/apps: the apps that this person may design. */
export interface DesignSummary {
  key: string;
  label: Label;
  brand?: AppDefinition['brand'];
  /** Of the published version; 0: never published. */
  number: number;
  /** Files of the draft that differ from what is published. */
  changes: number;
  updatedAt: string;
  updatedBy?: string;
  errors: number;
  warnings: number;
}

/** POST /api/design/apps */
export interface NewApp {
  key: string;
  label: Label;
  /** Left out: from nothing. A copy gets the key and the label; a bundle's content too. */
  from?: { app: string } | { bundle: AppBundle };
}

export type { Change, ChangeGroup, ChangeKind } from '../definition/changes/index.ts';

export type FileStatus = 'same' | 'changed' | 'added' | 'removed';

export interface DesignFile {
  /** As in an app's folder: "forms/claim.json", "app.json". */
  path: string;
  /** null where it is removed. */
  json: Json;
  /** Counts saves; a save names the one it was made from. */
  revision: number;
  /** Against the published version. */
  status: FileStatus;
  updatedBy?: string;
  updatedAt?: string;
}

/** GET /api/design/:app */
export interface DesignView {
  app: string;
  number: number;
  /** Of the draft as it is now: publish names the one that was looked at. */
  hash: string;
  files: DesignFile[];
  problems: Problem[];
  published?: { number: number; at: string; by?: string };
  /** A publish that is under way. */
  publishing?: PublishResult;
}

export interface DraftChange {
  path: string;
  /** What the change was made from; 0: the file is new. */
  revision: number;
  /** null removes the file. */
  json: Json;
}

/** POST /api/design/:app/save, …/discard, …/versions/:n/restore */
export interface SaveResult {
  hash: string;
  files: { path: string; revision: number; status: FileStatus }[];
  problems: Problem[];
}

/** 409 `draft_conflict`, in the error: what is there now; nothing was saved. */
export interface DraftConflict {
  path: string;
  file: DesignFile;
}

/** One step of carrying a publish out. */
export interface PublishStep {
  kind: string;
  text: Localised;
  /** Form or form.table. */
  at?: string;
}

/** Why it cannot be published as it is. */
export interface Obstacle {
  code: string;
  text: Localised;
  cure: Localised;
  /** File and JSON pointer. */
  path: string;
}

/** GET /api/design/:app/plan */
export interface ChangePlan {
  /** The version it would become. */
  number: number;
  hash: string;
  /** Nothing differs from what is published. */
  isEmpty: boolean;
  groups: ChangeGroup[];
  steps: PublishStep[];
  /** Work under way, which stays on its version. */
  running: { flow: string; label: Label; version: number; instances: number }[];
  /** Publish refuses as long as there is one. */
  obstacles: Obstacle[];
  problems: Problem[];
}

export interface FailedCase {
  form: string;
  case: string;
  failures: { path: string; expected: Json; actual: Json }[];
}

export interface FailedScenario {
  key: string;
  label?: Label;
  /** From 1; 0: what is given; left out: at the end. */
  step?: number;
  what?: string;
  message?: string;
  mismatches: { what: string; expected: Json; actual: Json }[];
}

/**
 * POST /api/design/:app/publish and GET /api/design/:app/publishes/:id. The POST answers as soon as it is through, or after
 * some seconds with `running`: then ask again (push `design` says when).
 */
export interface PublishResult {
  /** The command's id. */
  id: string;
  status: 'running' | 'done' | 'refused' | 'failed';
  phase: 'scenarios' | 'data' | 'steps' | 'done';
  done: number;
  total: number;
  /** The version that it becomes. */
  number: number;
  note?: string;
  by?: string;
  at: string;
  /** refused: what stood in the way, found while it ran. */
  obstacles: Obstacle[];
  scenarios: FailedScenario[];
  /** What is good to know though it stopped nothing. */
  warnings: Localised[];
  /** failed: it goes on from where it stopped when it is published again. */
  error?: { code: string; message: Localised; cure: Localised };
}

/** 422 of a publish, in the error beside `problems`. */
export interface PublishRefusal {
  definitions: Problem[];
  cases: FailedCase[];
  obstacles: Obstacle[];
}

/** GET /api/design/:app/versions */
export interface VersionView {
  number: number;
  hash: string;
  at: string;
  by?: string;
  note?: string;
  origin: 'folder' | 'designer';
  isCurrent: boolean;
}

/** GET /api/design/:app/versions/:n */
export interface VersionFiles {
  number: number;
  files: { path: string; json: Json }[];
}

/** GET /api/design/:app/export: an app as one file. Texts, so that bytes stay. Never a secret, never a record. */
export interface AppBundle {
  format: 'app-bundle';
  formatVersion: 1;
  app: string;
  label: Label;
  /** Of the version; 0: the draft. */
  number: number;
  files: Record<string, string>;
  /** Pictures that app.json names, as base64. */
  pictures?: Record<string, string>;
}

/** POST /api/design/:app/pictures: the name that brand.logo gets. */
export interface KeptPicture {
  name: string;
}

/** GET /api/design/:app/retired: a field that is no more, whose column still is. */
export interface RetiredField {
  form: string;
  formLabel: Label;
  /** Of a sub-table's column. */
  table?: string;
  tableLabel?: Label;
  key: string;
  label: Label;
  /** Of the field; of the column where no version is known that had it. */
  type: string;
  /** The last version that had it. */
  version?: number;
  /** With a value; of a sub-table, those with rows. */
  records: number;
  /** Its definition is known, and its form is in the draft. */
  canRestore: boolean;
  /** Why it cannot be deleted for good yet. */
  held?: Localised;
}

/** POST /api/design/:app/retired/restore and …/delete */
export interface RetiredPlace {
  form: string;
  table?: string;
  key: string;
}

/** POST /api/design/:app/try/lookup; answers with LookupView. */
export interface LookupTrial {
  form: FormDefinition;
  lookup: string;
  values: Values;
}

/** GET /api/design/:app/samples/:form */
export type Samples = RecordRow[];

/** GET /api/design/:app/people */
export interface DesignPeople {
  roles: { key: string; label: Label; people: number }[];
  people: {
    id: string;
    login: string;
    name: Label;
    roles: string[];
    disabled: boolean;
    department: string | null;
    timeZone?: string;
  }[];
  departments: DepartmentView[];
}

/** A department of the company; `head` is a login, `people` how many are in it itself. */
export interface DepartmentView {
  key: string;
  label: Label;
  parent: string | null;
  head: string | null;
  people: number;
}
