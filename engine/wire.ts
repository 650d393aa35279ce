/**
 * What goes over HTTP between the server and its screens: the shapes of the API's answers and requests.
 * Types only. Values are plain JSON: money and decimals are strings, times are ISO instants in UTC.
 */
import type {
  AppDefinition,
  Condition,
  FormDefinition,
  Label,
  NavigationItem,
  ReportDefinition,
  Right,
  Tone,
} from './definition/types.generated.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Values = { [field: string]: Json };

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

export interface Person {
  id: string;
  login: string;
  name: string;
}

/** GET /api/session */
export interface Session {
  user: Person & { locale?: string; department?: string };
  csrf: string;
  roles: { app: string; role: string }[];
}

/** GET /api/apps */
export interface AppSummary {
  key: string;
  label: Label;
  brand?: AppDefinition['brand'];
}

/** GET /api/apps/:app: what this person may know of the app. Forms hold only the fields this person may see at all. */
export interface AppView extends AppSummary {
  version: number;
  timeZone: string;
  currency: string;
  roles: { key: string; label: Label }[];
  myRoles: string[];
  navigation: NavigationItem[];
  settings: Values;
  forms: FormView[];
  boards: { key: string; label: Label; description?: Label }[];
  /** True where outside systems are stand-ins of the demo. */
  demo?: boolean;
}
export interface FormView {
  definition: FormDefinition;
  /** The widest right of this person, by field and table.column, before rows, nodes and linkage narrow it. */
  rights: Record<string, Right>;
  may: { create: boolean; delete: boolean; export: boolean; import: boolean };
  flow?: { key: string; label: Label; states: StateView[] };
  /** Buttons on records (rules with a button trigger) this person may press. */
  buttons: { rule: string; label: Label; confirm?: Label; node?: string }[];
}
export interface StateView {
  key: string;
  label: Label;
  tone?: Tone;
  visitor?: Label;
  next?: Label;
  step?: Label;
}

/** A record as this person may see it: hidden fields are absent, masked ones are masked. */
export interface RecordView {
  id: string;
  form: string;
  revision: number;
  /** App version it was written under. */
  version: number;
  title: string;
  state?: string;
  nodes?: string[];
  created_at: string;
  created_by?: Person;
  updated_at: string;
  data: Values;
  /** Texts of what the data points to, by id: people, references, files, options of forms. */
  texts: Record<string, string>;
  files: Record<string, FileView>;
  rights: Record<string, Right>;
  /** Criteria that reviewers see. */
  checks?: CheckView[];
  operations: OperationView[];
}
export interface FileView {
  id: string;
  name: string;
  mediaType: string;
  size: number;
}
export interface CheckView {
  key: string;
  label: Label;
  holds: boolean;
  refuses: boolean;
  /** Lines such as "Days since signing: 12 > 7". */
  why: string[];
}
/** Something this person may do now. */
export interface OperationView {
  kind:
    | 'decision'
    | 'signal'
    | 'edge'
    | 'button'
    | 'edit'
    | 'delete'
    | 'claim'
    | 'transfer'
    | 'return'
    | 'comment'
    | 'withdraw'
    | 'retry';
  /** decision: the outcome; signal, edge: its name; button: the rule. */
  key: string;
  label: Label;
  help?: Label;
  tone?: Tone;
  reason?: boolean;
  confirm?: Label;
  /** false: required fields need not be filled. */
  check?: boolean;
  /** Fields that may or must be filled with it. */
  rights?: Record<string, Right>;
  /** return: nodes; transfer: none (choose a person). */
  targets?: { key: string; label: Label }[];
}

/** GET …/records */
export interface RecordList {
  rows: RecordRow[];
  total: number;
  texts: Record<string, string>;
  files: Record<string, FileView>;
}
export interface RecordRow {
  id: string;
  revision: number;
  state?: string;
  title: string;
  created_at: string;
  updated_at: string;
  data: Values;
}

/** GET /api/tasks */
export interface TaskList {
  rows: TaskRow[];
  total: number;
}
export interface TaskRow {
  id: string;
  app: string;
  form: string;
  record: string;
  flow: string;
  node: string;
  nodeLabel: Label;
  kind: 'approve' | 'handle' | 'copy';
  title: string;
  /** Who applied, and the two or three fields that tell most: label and text. */
  summary: { label: Label; text: string }[];
  state?: string;
  assignee?: Person;
  role?: string;
  created_at: string;
  due_at?: string;
  remind_at?: string;
  overdue: boolean;
  status: 'open' | 'done' | 'cancelled';
  outcome?: string;
  done_at?: string;
}
/** GET /api/tasks/:id */
export interface TaskView {
  task: TaskRow;
  /** Why it is on this desk. */
  why: string[];
  help?: Label;
  record: RecordView;
}
/** GET /api/tasks/counts */
export interface TaskCounts {
  todo: number;
  overdue: number;
  copied: number;
  unread: number;
}

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
/** GET …/records/:id/related */
export interface RelatedView {
  key: string;
  label: Label;
  form: string;
  columns: string[];
  list: RecordList;
}

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
  tone?: Tone;
}

/** POST …/records and other commands: what came of it. */
export interface CommandResult {
  id: string;
  revision: number;
  state?: string;
  title?: string;
  /** Warnings of checks that warn. */
  warnings?: string[];
}
export interface DraftView {
  id: string;
  form: string;
  data: Values;
  step?: number;
  updated_at: string;
  submit?: { status: 'checking' | 'failed' | 'done'; until?: string; error?: WireError['error']; record?: string };
}

/** GET …/boards/:board */
export type BoardView = ReportDefinition;
/** POST …/tiles/:tile */
export interface TileData {
  kind: 'value' | 'series' | 'rows' | 'refused';
  format?: 'integer' | 'number' | 'money' | 'percent' | 'duration';
  /** value: decimal text, or null for "no data". Durations in seconds. */
  value?: string | null;
  max?: string | null;
  count?: number;
  /** series: names of the x-axis (texts already resolved) with raw marks for drilling. */
  categories?: { mark: Json; text: string }[];
  series?: { key: string; text: string; format?: TileData['format']; values: (string | null)[] }[];
  /** rows: a table. */
  columns?: { key: string; text: string; format?: string }[];
  rows?: { id?: string; cells: (string | null)[] }[];
  total?: string | null;
  status: 'ok' | 'warn' | 'none';
  limit?: string;
  message?: string;
}

/** GET /api/messages */
export interface MessageView {
  id: string;
  app: string;
  title: string;
  text: string;
  link?: string;
  created_at: string;
  read_at?: string;
}

/** GET /api/portal/:app: what anybody may know. */
export interface PortalView extends AppSummary {
  timeZone: string;
  currency: string;
  version: number;
  settings: Values;
  portal: NonNullable<AppDefinition['portal']>;
  form: FormView;
  /** Fields of the proof, as they are asked for. */
  proof: FormDefinition['fields'];
  demo?: boolean;
}
/** GET /api/portal/:app/records/:id: the state page. */
export interface PortalRecord {
  record: RecordView;
  /** Newest first. */
  timeline: { at: string; text: string; kind: 'state' | 'parcel' | 'message'; detail?: string }[];
  now: { text: string; next?: string; due_at?: string };
  steps: { label: string; status: 'done' | 'current' | 'todo' }[];
}

/** GET /api/push: server-sent events. */
export interface PushEvent {
  kind: 'record' | 'task' | 'message' | 'app';
  app?: string;
  form?: string;
  id?: string;
}

/** What a value of an import comes from: a column, a FEEL formula over the columns ("= …"), or a literal. */
export type ImportSource = { column: string } | string | number | boolean | null;
export interface ImportMapping {
  columns?: Record<string, { name?: string; type?: 'text' | 'integer' | 'number' | 'date' | 'datetime' | 'boolean' }>;
  group?: string[];
  skip?: { when: Condition; reason: string; label?: Label }[];
  fields: Record<string, ImportSource>;
  tables?: Record<string, { fields: Record<string, ImportSource>; merge?: { by: string[]; sum: string[] } }>;
}
/** POST /api/apps/:app/imports, GET and PUT /api/imports/:id */
export interface ImportView {
  id: string;
  app: string;
  form: string;
  name: string;
  status: 'draft' | 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
  /** Lines of the file without its head. */
  total: number;
  /** Records that are through. */
  position: number;
  /** Lines that got in, and that did not. */
  accepted: number;
  refused: number;
  mapping: ImportMapping;
  columns: { header: string; name: string; samples: string[] }[];
  created_at: string;
  started_at?: string;
  ended_at?: string;
  error?: { code: string; message: string };
  reasons: { code: string; text: string; count: number }[];
  /** Of a draft: the first records as they would be created. */
  preview?: { lines: number[]; data: Values; problems: { code: string; text: string; at?: string }[] }[];
}
