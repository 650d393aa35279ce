import type { Action, CalendarDefinition, DecisionTable, Label, Rights, Tone } from '../definition/types.generated.ts';
import type { Env, Facts, FunctionLibrary, Json, Localised, Scope } from '../expression/index.ts';
import type { ResolvedAction, TableResult } from '../rule/types.ts';
import type { FlowEvent } from './events.ts';
import type { Actor, Added, FlowState, Parent, Through } from './state.ts';

export type * from './events.ts';
export type * from './state.ts';

/** What a flow is compiled against. `scope` comes from engine/form: the record's facts and their types. */
export interface FlowContext {
  scope: Scope;
  calendars: ReadonlyMap<string, CalendarDefinition>;
  tables: ReadonlyMap<string, DecisionTable>;
  /** The role that gets what has nobody else (app.json `admin`). */
  admin: string;
  functions?: FunctionLibrary;
}

export type TaskOperation =
  | 'approve'
  | 'reject'
  | 'complete'
  | 'return'
  | 'transfer'
  | 'claim'
  | 'unclaim'
  | 'comment'
  | 'cc'
  | 'delegate'
  | 'add_signer'
  | 'remove_signer'
  | 'withdraw'
  | CaseOperation;

/** What is done to the case as a whole, without a task. */
export type CaseOperation = 'take_back' | 'urge' | 'suspend' | 'resume' | 'terminate' | 'jump' | 'reassign';

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
      /** Every operation is on a task, but withdraw and those on the case; reassign names the one that it corrects. */
      task?: string;
      operation: TaskOperation;
      /** approve, complete: one of the node's own outcomes. */
      outcome?: string;
      /** return, take_back, jump: a node's key; transfer, delegate, add_signer, remove_signer, reassign: a user id. */
      to?: string;
      /** reject, return, outcomes that ask for it; comment: the text. */
      reason?: string;
      /** add_signer. */
      position?: Added['position'];
      /** return, where the node leaves the choice: come straight back here. */
      resume?: boolean;
      /** jump: which of several tokens. */
      token?: number;
      /** Whom the one who began has chosen anew: user ids by node. */
      chosen?: Record<string, string[]>;
    }
  | { type: 'signal'; signal: string; chosen?: Record<string, string[]> }
  | { type: 'edge'; on: string; reason?: string }
  | { type: 'timer'; timer: string }
  /** The record has changed while the flow runs: times counted from its fields move with them. Often without any event. */
  | { type: 'changed' }
  /** `reason`: the code of what went wrong. */
  | { type: 'called'; call: string; outcome: string; answer?: Json; reason?: string }
  /** The flow that waits for this one is suspended, resumed, or waits no longer. By the engine alone. */
  | { type: 'parent'; operation: 'suspend' | 'resume' | 'terminate' }
  /** `outcome`: it is not tried again, the flow goes on as if this had come of it. */
  | { type: 'retry'; token?: number; outcome?: string; reason?: string }
  | HandOver;

/** What is somebody's becomes somebody else's, without a word of theirs. By the engine or an administrator. */
export interface HandOver {
  type: 'hand_over';
  from: string;
  /** Left out of a task's: whoever stands in for them now; whose task it is stays so. */
  to?: string;
  /** Only this task; without it what is theirs beside tasks: delegated ones, their turn in a row, their being chosen. */
  task?: string;
  /** The role by which it was theirs: a proxy has to hold it too. */
  through?: Through;
  /** Without `task`: only at these nodes. */
  nodes?: string[];
  reason?: string;
}

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
  /** Who belongs to this department or to one below it. */
  within?(department: string): readonly string[];
  /** Whether this user can work now. */
  isHere?(user: string): boolean;
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
  /**
   * The record with all that this step has set, in the state it is in by now: formulas worked out again. Undefined when that
   * is not known yet (decide then answers with `needs`); without it, what was set is known as it was set.
   */
  settled?(set: Record<string, Json>, state: string | null): Facts | undefined;
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

export type Need =
  | { kind: 'load'; users: string[] }
  | { kind: 'turn'; key: string }
  | { kind: 'settled'; set: Record<string, Json>; state: string | null };

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
  /** jump: where several branches run, the place of each and where it may be put; `targets` are those of the first. */
  places?: { token: number; node: string; label: Label; targets: { node: string; label: Label }[] }[];
  /** reassign: what is open, and whose it is. */
  tasks?: { task: string; label: Label; assignee?: string; role?: string }[];
  /** return: whether it comes straight back here may be chosen. */
  resume?: 'choose';
  /** transfer, delegate, add_signer, reassign: somebody has to be named. remove_signer: one of these. */
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
  /** The states in which the flow of this form can end. */
  flowEnds?: (form: string) => readonly string[] | undefined;
}
