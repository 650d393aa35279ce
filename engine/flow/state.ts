import type { Json } from '../expression/index.ts';

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

/** A role, and the attributes that count in it. */
export interface Through {
  role: string;
  having?: Record<string, Json>;
}

export interface Vote {
  by: string;
  outcome: string;
  /** Whose vote it is, where somebody stood in for them. */
  standsFor?: string;
  /** Where it does not count 1. */
  weight?: number;
  /** Asked in addition: before, after or beside somebody. */
  added?: true;
}

/** Somebody who is asked once those before have agreed; `by`: who asked for them. */
export interface Queued {
  user: string;
  by?: string;
  /** The role by which they are asked. */
  through?: Through;
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
  /** Sequence number of its opening; none where it was opened again. */
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
  /** In whose place they did it: four eyes hold for these people too. */
  standsFor?: string[];
  /** Sequence number of the leaving. */
  seq: number;
  /** A return took it back: it counts no longer as passed. */
  undone?: true;
  /** Who agreed: all of them, or these. */
  agreed?: true | string[];
  /** The splits whose join had gone on before: it did not lead to what comes behind them. */
  late?: string[];
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
