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

/** suspended: nobody but an administrator moves it, and its deadlines stand still. */
export type InstanceStatus = 'running' | 'suspended' | 'ended' | 'cancelled';

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
  /** Where it does not count 1. */
  weight?: number;
  /** Asked in addition: before, after or beside somebody. */
  added?: true;
}

/** Somebody who is asked once those before have agreed; `by`: who asked for them. */
export interface Queued {
  user: string;
  by?: string;
}

/** Why a token stands on a node that has not begun. */
export type Hold = 'mutex' | 'milestone' | 'join';

/** Where a return that resumes comes back to, with the (working) time that was left there, in ms. */
export interface Resume {
  node: string;
  left?: number;
}

/** The step of another flow that started this one and waits for its end. */
export interface Parent {
  instance: string;
  call: string;
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
  /** It has not begun: another section runs, its milestone is not reached, other branches are waited for. */
  held?: Hold;
  /** Those who are asked after these, in order. */
  queue?: Queued[];
  /** It came here by a return. */
  back?: true;
  /** Once it is done here it goes straight back there. */
  resume?: Resume;
  /** Time left for its deadline, in ms, when it came back. */
  left?: number;
  /** Its deadline stands still since; `shift`: how long it stood still before, in ms (of working time). */
  pausedAt?: string;
  shift?: number;
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
  /** foreach: the row of each branch, by its number. */
  rows?: string[];
  /** Its join has gone on; what still runs in it is waited for by nobody. */
  fired?: true;
  /** Sequence number of its opening. */
  seq?: number;
}

/** Somebody whom another has asked in addition. */
export interface Added {
  by: string;
  position: 'before' | 'after' | 'beside';
  /** before: the task that waits for this one. */
  task?: string;
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
  /** Delegated: whose task it is, and to whom the answer comes back. */
  owner?: string;
  /** Whom a proxy stands in for. */
  standsFor?: string;
  added?: Added;
}

export interface Passed {
  /** Who completed the node last (user ids; empty for visitors and the engine). */
  by: string[];
  /** Sequence number of the leaving. */
  seq: number;
  /** A return took it back: it counts no longer as passed. */
  undone?: true;
  /** Who agreed: all of them, or these. */
  agreed?: true | string[];
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
  /** Whom the one who began has chosen, by node. */
  chosen?: Record<string, string[]>;
  parent?: Parent;
  /** When somebody was last urged. */
  urgedAt?: string;
}

export type TaskOperation =
  | 'approve'
  | 'reject'
  | 'complete'
  | 'return'
  | 'transfer'
  | 'claim'
  | 'comment'
  | 'delegate'
  | 'add_signer'
  | 'remove_signer'
  | 'withdraw'
  | CaseOperation;

/** What is done to the case as a whole, without a task. */
export type CaseOperation = 'take_back' | 'urge' | 'suspend' | 'resume' | 'terminate' | 'jump';

export type FlowCommand =
  | {
      type: 'start';
      /** Whom the one who begins has chosen: user ids by node. */
      chosen?: Record<string, string[]>;
      /** The step of another flow that waits for this one. */
      parent?: Parent;
    }
  | {
      type: 'act';
      /** Every operation is on a task, but withdraw and those on the case. */
      task?: string;
      operation: TaskOperation;
      /** approve, complete: one of the node's own outcomes. */
      outcome?: string;
      /** return, take_back, jump: a node's key; transfer, delegate, add_signer, remove_signer: a user id. */
      to?: string;
      /** reject, return, outcomes that ask for it; comment: the text. */
      reason?: string;
      /** add_signer. */
      position?: Added['position'];
      /** return, where the node leaves the choice: come straight back here. */
      resume?: boolean;
      /** jump: which of several tokens. */
      token?: number;
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
  /** The managers of a user, the nearest first. */
  managers?(user: string): readonly string[];
  /** The head of a user's department; for the head themselves, that of the department above. */
  head?(user: string): string | undefined;
  /** Who does this user's work now, while they are away. */
  proxy?(user: string): string | undefined;
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
  kind: 'task' | 'signal' | 'edge' | 'withdraw' | 'case';
  /** task: approve, reject, complete …; signal: its key; edge: its outcome (`on`); case: take_back, urge, suspend … */
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
  /** return, take_back, jump: where to; the first is the usual one. */
  targets?: { node: string; label: Label }[];
  /** return: whether it comes straight back here may be chosen. */
  resume?: 'choose';
  /** transfer, delegate, add_signer: somebody has to be named. remove_signer: one of these. */
  person?: true | string[];
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
