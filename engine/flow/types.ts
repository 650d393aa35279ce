import type { Action, CalendarDefinition, DecisionTable, Label, Rights, Tone } from '../definition/types.generated.ts';
import type { Env, Facts, FunctionLibrary, Json, Localised, Scope } from '../expression/index.ts';
import type { ResolvedAction, TableResult } from '../rule/types.ts';
import type { FlowEvent } from './events.ts';

export type * from './events.ts';

/** What a flow is compiled against. `scope` comes from engine/form: the record's facts and their types. */
export interface FlowContext {
  scope: Scope;
  calendars: ReadonlyMap<string, CalendarDefinition>;
  tables: ReadonlyMap<string, DecisionTable>;
  /** The role that gets what has nobody else (app.json `admin`). */
  admin: string;
  functions?: FunctionLibrary;
}

export type InstanceStatus = 'running' | 'ended' | 'cancelled';

export type ActorKind = 'user' | 'visitor' | 'engine';

export interface Actor {
  kind: ActorKind;
  /** User id; visitors and the engine have none. */
  id?: string;
  login?: string;
  roles: readonly string[];
  proof?: Readonly<Record<string, Json>>;
}

/** Who began. */
export interface Initiator {
  kind: ActorKind;
  id?: string;
}

export interface Vote {
  by: string;
  outcome: string;
}

/** Ids of the open timers of a token. */
export type TimerKind = 'remind' | 'due' | 'repeat';

/** Where the flow stands. Ids are small numbers, so that state stays small; 0 is the outermost scope. */
export interface Token {
  id: number;
  node: string;
  scope: number;
  /** Which branch of its scope: position of the edge that left the split. */
  branch: number;
  enteredAt: string;
  dueAt?: string;
  overdue?: true;
  timers?: Partial<Record<TimerKind, string>>;
  votes?: Vote[];
  /** Action nodes: the call that is waited for, and the position of its action. */
  call?: string;
  step?: number;
  /** What went wrong here; `retry` tries again. `outcome`: what could not be routed. */
  incident?: { code: string; outcome?: string };
}

/** One run of a split: its join waits for `count` branches. */
export interface OpenScope {
  id: number;
  split: string;
  count: number;
  arrived: number[];
  /** The thread that split. */
  scope: number;
  branch: number;
}

/** work: it decides the node; attention: somebody is asked to look at an overdue action or wait. */
export type TaskKind = 'work' | 'attention';

export interface OpenTask {
  id: string;
  token: number;
  node: string;
  kind: TaskKind;
  assignee?: string;
  /** A group's task: anybody of the role (having these attributes) may claim it. */
  role?: string;
  having?: Record<string, Json>;
  /** People who may not do it: four eyes, or the initiator left out. */
  separate?: string[];
  /** Given to somebody higher because it was overdue: their word alone decides. */
  escalated?: true;
}

export interface Passed {
  /** Who completed the node last (user ids; empty for visitors and the engine). */
  by: string[];
  /** Sequence number of the leaving. */
  seq: number;
  /** A return took it back: it counts no longer as passed. */
  undone?: true;
}

/** Small JSON, the whole of an instance. Only `apply` changes it. */
export interface FlowState {
  status: InstanceStatus;
  /** The record's state. */
  state: string | null;
  /** Sequence number of the last event. */
  seq: number;
  /** The last id given to a token or a scope. */
  last: number;
  initiator: Initiator;
  startedAt: string;
  tokens: Token[];
  scopes: OpenScope[];
  tasks: OpenTask[];
  passed: Record<string, Passed>;
}

export type TaskOperation =
  | 'approve'
  | 'reject'
  | 'complete'
  | 'return'
  | 'transfer'
  | 'claim'
  | 'comment'
  | 'withdraw';

export type FlowCommand =
  | { type: 'start' }
  | {
      type: 'act';
      /** Every operation but withdraw is on a task. */
      task?: string;
      operation: TaskOperation;
      /** approve, complete: one of the node's own outcomes. */
      outcome?: string;
      /** return: a node's key; transfer: a user id. */
      to?: string;
      /** reject, return, outcomes that ask for it; comment: the text. */
      reason?: string;
    }
  | { type: 'signal'; signal: string }
  | { type: 'edge'; on: string; reason?: string }
  | { type: 'timer'; timer: string }
  /** The record has changed while the flow runs: times counted from its fields move with them. Often without any event. */
  | { type: 'changed' }
  | { type: 'called'; call: string; outcome: string; answer?: Json }
  | { type: 'retry'; token?: number };

/** Answers about people, as they are in this transaction. Ids throughout. */
export interface Directory {
  byLogin(login: string): string | undefined;
  /** Users who can work now (not disabled), in a stable order. `having`: attribute → value. */
  members(role: string, having?: Readonly<Record<string, Json>>): readonly string[];
  /** Open tasks of each of these, or undefined when not fetched yet (decide then answers with `needs`). */
  load(users: readonly string[]): Readonly<Record<string, number>> | undefined;
  /** The next number of this turn (0, 1, 2 …), or undefined when not fetched yet. */
  turn(key: string): number | undefined;
}

/** What engine/rule's evaluateTable gives; the flow needs no more of it. Without a row that fits, outputs are empty. */
export type TableAnswer = Pick<TableResult, 'outputs' | 'rows'>;

/** What a decision needs to know of the world; all of it is given, none of it is asked for. */
export interface FlowInputs {
  now: string;
  actor: Actor;
  /** Record values with `id`, `state`, `settings`, `user` … as engine/form/scope.ts names them. */
  facts: Facts;
  env: Env;
  /** Ids for tasks, timers and calls (uuid). */
  nextId(): string;
  directory: Directory;
  evaluateTable(key: string, facts: Facts, env: Env): TableAnswer;
  /** engine/rule's compileAction(…).resolve: undefined where the action's condition does not hold. */
  resolveAction(action: Action, facts: Facts, env: Env): ResolvedAction | undefined;
}

/** create, update, signal and send of an action node: the host carries them out in the transaction of the command. */
export interface RequestedAction {
  /** Sequence number of its `actions_requested` event. */
  seq: number;
  node: string;
  step: number;
  action: ResolvedAction;
}

export interface Refusal {
  code: string;
  message: Localised;
  cure: Localised;
}

export type Need = { kind: 'load'; users: string[] } | { kind: 'turn'; key: string };

/** Exactly one of the three: done (what happened, and the state after it), refused, or asked for more inputs. */
export type Decision =
  | { events: FlowEvent[]; state: FlowState; actions: RequestedAction[]; refusal?: undefined; needs?: undefined }
  | { refusal: Refusal; events?: undefined; needs?: undefined }
  | { needs: Need[]; events?: undefined; refusal?: undefined };

export type GuardInputs = Pick<FlowInputs, 'actor' | 'facts' | 'env' | 'directory'>;

/** Something this person may do now: a button. */
export interface OpenOperation {
  kind: 'task' | 'signal' | 'edge' | 'withdraw';
  /** task: approve, reject, complete …; signal: its key; edge: its outcome (`on`). */
  operation: string;
  task?: string;
  node?: string;
  /** task: the outcome it decides. */
  outcome?: string;
  /** What the definition calls it; without it the screen has a word of its own for the operation. */
  label?: Label;
  help?: Label;
  tone?: Tone;
  /** A reason (comment: a text) must be given. */
  reason: boolean;
  /** The form's required fields and checks must hold. */
  check: boolean;
  /** return: where to; the first is the usual one. */
  targets?: { node: string; label: Label }[];
  /** signal: fields the sender may or must fill. */
  rights?: Rights;
  /** signal: counts as a submit, the form's checks run again. */
  submit?: true;
}

export interface FlowProblem {
  code: string;
  /** JSON pointer in the flow's definition. */
  path: string;
  message: Localised;
  cure: Localised;
  severity: 'error' | 'warning';
}

/** What `checkFlow` may know beside the flow; what is left out is not checked. */
export interface CheckContext {
  /** Outcomes of connector operations by "connector.operation". */
  callOutcomes?: (call: string) => readonly string[] | undefined;
  tables?: ReadonlyMap<string, DecisionTable>;
}

export type NodeStatus = 'done' | 'current' | 'skipped' | 'waiting' | 'incident';

export interface FlowPicture {
  width: number;
  height: number;
  nodes: { key: string; x: number; y: number; width: number; height: number }[];
  edges: { key: string; from: string; to: string; points: { x: number; y: number }[] }[];
}
