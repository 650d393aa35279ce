import type {
  Access,
  ConnectorDefinition,
  ConnectorSource,
  Field,
  FormDefinition,
  FormSource,
  Label,
  Right,
  Rights,
  Role,
  RollupField,
  Setting,
  TableField,
} from '../definition/types.generated.ts';
import type { Condition, Facts, FactType, Json, Localised, Operator, Trace } from '../expression/types.ts';
import type { Pointer } from './fields/type.ts';

export type { Field, FormDefinition, Json, Label, Localised, Right, Rights, TableField };

/** Values by field key, as plain JSON; a sub-table is a list of rows, each with its `id`. */
export type Values = { [field: string]: Json };

/** What a form has to know of the app around it. In the browser only the first three are known. */
export interface FormContext {
  /** IANA name; days begin and end here. */
  timeZone: string;
  /** ISO 4217. */
  currency: string;
  forms: ReadonlyMap<string, FormDefinition>;
  settings?: readonly Pick<Setting, 'key' | 'type' | 'value'>[];
  roles?: readonly (Pick<Role, 'key' | 'attributes'> & Partial<Pick<Role, 'label'>>)[];
  connectors?: ReadonlyMap<string, ConnectorDefinition>;
  /** The fields that a visitor proves (app.portal.proof.fields). */
  proof?: readonly string[];
}

/** create: a first submit; submit: submitted again; update: a change by a person or a node; view: only looked at. */
export type EvaluationMode = 'create' | 'submit' | 'update' | 'view';

/** The engine's own columns of a record, facts like any field. */
export interface SystemFacts {
  id?: string;
  state?: string | null;
  created_at?: string | null;
  created_by?: string | null;
  updated_at?: string | null;
  revision?: number;
}

/** The person at work. Attributes (a keeper's warehouse) stand beside the fixed names. */
export interface UserFacts {
  id: string;
  login: string;
  name?: string;
  roles: string[];
  department?: string | null;
  [attribute: string]: Json | undefined;
}

/** What a source said. On the server the source's record; in the browser what the server made of it. */
export type LookupAnswer =
  | { found: false; message?: Localised | string }
  | { found: true; source: Values }
  | { found: true; fill: Values; rows: { [table: string]: Values[] } };

export interface EvaluationInput {
  mode: EvaluationMode;
  /** What was entered. A field that is not named was not touched; a table comes whole. */
  values: Values;
  /** The stored record; none for a new one. */
  before?: Values;
  /** Written by the engine itself (actions of rules and flows, serial numbers): stands above rights, below formulas. */
  assigned?: Values;
  record?: SystemFacts;
  user?: UserFacts;
  /** What a visitor has proved. */
  proof?: Values;
  /** The actor's roles; 'everyone' is understood for a user, 'visitor' where there is no user and something is proved. */
  roles: readonly string[];
  /** Instead of the form's access: the rights that the server worked out (browser), or everything (import, preview). */
  baseRights?: Record<string, Right> | 'all';
  /** Rights of the node whose task or signal this is. */
  nodeRights?: Rights;
  /** Values of settings by key; those of the definition where left out. */
  settings?: Values;
  /** ISO instant. */
  now: string;
  timeZone?: string;
  /** Makes ids of rows that lookups bring: a uuid. */
  newId: () => string;
  /** Answers by the `id` of the requirement, so that an answer to an older question is never taken for the new one. */
  lookups?: Readonly<Record<string, LookupAnswer>>;
  rollups?: Readonly<Record<string, Json>>;
  exists?: Readonly<Record<string, boolean>>;
}

/** What has to be read from outside before the form can be judged. Ask, add the answers to the input, ask again until `isComplete`. */
export interface Requirements {
  lookups: LookupRequirement[];
  rollups: RollupRequirement[];
  exists: ExistsRequirement[];
  /** Nothing is left to ask. */
  isComplete: boolean;
}

export interface LookupRequirement {
  /** Key of `EvaluationInput.lookups`. */
  id: string;
  key: string;
  source: FormSource | ConnectorSource;
  /** Asked where `source` does not know it. */
  otherwise?: FormSource | ConnectorSource;
  /** Field of the source, or input of the operation → value. */
  match: Values;
  /** Sub-tables of the source that are filled from. */
  tables: string[];
}

export interface RollupRequirement {
  /** Key of `EvaluationInput.rollups`; rows with the same match share it. */
  id: string;
  /** "open_amount" or "lines.taken". */
  path: string;
  form: string;
  rows?: string;
  /** value: that field of the one record that matches. */
  measure: { kind: 'count' | 'sum' | 'min' | 'max' | 'mean' | 'value'; field?: string };
  match: Values;
  /** Over the source's facts (its row's columns before its fields); `record` is the record at hand. */
  where?: Condition;
  /** Facts for the formulas in `where`. */
  facts: Values;
  exclusive: boolean;
  /** Never counted. */
  excludeRecord?: string;
}

/** Something chosen has to be there: an option that is a record, a referenced record, a person, a file. Only what changed is asked. */
export interface ExistsRequirement {
  /** Key of `EvaluationInput.exists`. */
  id: string;
  path: string;
  kind: Pointer['kind'];
  value: string;
  /** option, reference. */
  form?: string;
  /** option: the field of `form` that holds the value. */
  field?: string;
  where?: Condition;
  /** option: it lies beneath the record that has this value; null: at the top. */
  above?: { field: string; value: string | null };
  /** Facts for the formulas in `where`. */
  facts?: Values;
  /** user. */
  role?: string;
  /** role: only these. */
  roles?: readonly string[];
  /** file: kinds, and bytes at most. */
  accept?: readonly string[];
  maxSize?: number;
}

/** Something is wrong with one value. */
export interface FieldProblem {
  /** Stable: see messages.ts; a check's problem is "check". */
  code: string;
  /** "qty" or "lines[2].qty", rows counted from 0 in the order entered. */
  path: string;
  /** "qty" or "lines.qty". */
  field: string;
  rowId?: string;
  message: Localised;
  params?: { [name: string]: Json };
}

export interface CheckResult {
  key: string;
  label: Label;
  holds: boolean;
  /** It holds, it refuses, and it counts in this mode. */
  refuses: boolean;
  /** What it says where it holds. */
  message?: Label;
  severity: 'refuse' | 'warn' | 'criterion';
  /** "reason" or "lines.qty". */
  at?: string;
  reviewer: boolean;
  trace: Trace;
}

/** A check without its why, which most who ask do not read. */
export type CheckVerdict = Omit<CheckResult, 'trace'>;

/** What a command has to know of a result. */
export interface Verdict extends Pick<FormResult, 'values' | 'problems'> {
  checks: CheckVerdict[];
  /** As in FormResult; worked out when it is asked for. */
  ignored(): string[];
}

export interface FormResult {
  /** Every field of the form, formulas worked out, hidden values dropped. */
  values: Values;
  /** "qty", "lines.qty" and, where a rule of the row says otherwise, "lines[<row id>].qty". Read also where nobody types. */
  rights: Record<string, Right>;
  sections: Record<string, boolean>;
  /** Only where rules narrow them: path (as in rights) → keys of the options that remain. */
  options: Record<string, string[]>;
  problems: FieldProblem[];
  checks: CheckResult[];
  /** Fields whose value was dropped because linkage hides them. */
  dropped: string[];
  /** What was sent and not taken: fields that this actor may not write, and names that are no fields. */
  ignored: string[];
}

/** What one change in the session led to. Paths: "qty", "lines[<row id>].qty", "lines" for rows added, removed or moved. */
export interface Changes {
  values: string[];
  rights: string[];
  options: string[];
  problems: string[];
  sections: string[];
  checks: string[];
}

export interface FormSession {
  /** `path` is "qty", "lines" or "lines[<row id>].qty"; `value` as typed. */
  set(path: string, value: unknown): Changes;
  addRow(table: string, values?: Values, at?: number): { rowId: string; changes: Changes };
  removeRow(table: string, rowId: string): Changes;
  moveRow(table: string, rowId: string, to: number): Changes;
  /** Answers from the server. */
  answer(answers: Pick<EvaluationInput, 'lookups' | 'rollups' | 'exists'>): Changes;
  /** The surroundings changed: another user, node, record. */
  update(input: Partial<EvaluationInput>): Changes;
  value(path: string): Json;
  /** As typed, even where it is no valid value. */
  entered(path: string): unknown;
  right(path: string): Right;
  /** Keys that remain of the options; undefined for all. */
  options(path: string): readonly string[] | undefined;
  /** What the choices of other records are narrowed by here: undefined where by nothing. */
  narrowedBy(path: string): Readonly<Values> | undefined;
  problems(path: string): readonly FieldProblem[];
  allProblems(): FieldProblem[];
  checks(): CheckResult[];
  sectionVisible(key: string): boolean;
  /** Row ids in their order. */
  rows(table: string): readonly string[];
  /** The value of every field; treat as frozen, it is the session's own. */
  values(): Readonly<Values>;
  requirements(): Requirements;
  /** What to send to the server: only what this person may write and has touched, tables whole. */
  payload(): Values;
  result(): FormResult;
  /** The part of it that decides whether a command is done. */
  verdict(): Verdict;
  /** The same result worked out anew from what was entered: what the session has to agree with at all times. */
  whole(): FormResult;
}

/** Why a field is as it is. */
export interface Explanation {
  path: string;
  right: Right;
  reasons: Reason[];
}

export type Reason = { message: Localised; right: Right } & (
  | { kind: 'access'; role: string; index: number }
  | { kind: 'node' }
  | { kind: 'linkage'; rule: number; target: string; holds: boolean; trace: Trace }
  | { kind: 'readonly' | 'computed' | 'assigned' | 'unnamed' }
  | { kind: 'filled'; lookup: string }
);

/** One difference between two values of a record. */
export interface Difference {
  /** "qty" or "lines[<row id>].qty"; "lines[<row id>]" for a row added or removed. */
  path: string;
  /** "qty", "lines.qty" or "lines". */
  field: string;
  rowId?: string;
  kind: 'set' | 'row_added' | 'row_removed' | 'row_moved';
  from: Json;
  to: Json;
}

export interface CaseResult {
  key: string;
  passed: boolean;
  /** What was expected and what was found. */
  failures: { path: string; expected: Json; actual: Json }[];
}

/** What is wrong with a form's definition. The caller adds the file. */
export interface FormFault {
  code: string;
  /** JSON pointer inside the form. */
  path: string;
  message: Localised;
  cure: Localised;
  severity: 'error' | 'warning';
}

export type * from './fields/type.ts';
export type { Access, Condition, Facts, FactType, Operator, RollupField, Trace };
