import type { FlowEvent, FlowState } from '../../flow/index.ts';
import type { Json } from '../../wire.ts';

/** What does not agree, and where. `stored` is what stands in the database, `told` what the history says. */
export interface Fault {
  code: FaultCode;
  instance: string;
  app?: string;
  form?: string;
  record?: string;
  /** The event it is about. */
  seq?: number;
  /** The task or timer it is about. */
  row?: string;
  /** "tokens[0].node", "assignee". */
  field?: string;
  stored?: Json;
  told?: Json;
}

/** The history itself cannot be trusted: nothing is made anew from it. */
export type ChainFault =
  | 'event_changed'
  | 'event_moved'
  | 'event_missing'
  | 'beginning_missing'
  | 'tail_missing'
  | 'tail_added'
  | 'head_differs'
  | 'key_left_out'
  | 'anchor_differs'
  | 'instance_missing'
  | 'replay_failed';

/** The history is whole, and what was made of it is not as it says. */
export type RowFault =
  | 'state_differs'
  | 'column_differs'
  | 'task_missing'
  | 'task_unknown'
  | 'task_differs'
  | 'timer_missing'
  | 'timer_unknown'
  | 'timer_differs'
  | 'record_missing'
  | 'record_differs';

export type FaultCode = ChainFault | RowFault;

export interface StoredInstance {
  id: string;
  app: string;
  form: string;
  record: string;
  flow: string;
  version: number;
  status: string;
  state: string | null;
  data: FlowState;
  seq: number;
  head: string;
  started_at: string;
  ended_at: string | null;
}

export interface StoredEvent {
  instance: string;
  seq: number;
  at: string;
  type: string;
  actor: Record<string, unknown>;
  data: Record<string, unknown>;
  hash: string;
}

export interface StoredTask {
  id: string;
  instance: string;
  node: string;
  status: string;
  assignee: string | null;
  role: string | null;
  due_at: string | null;
  overdue: boolean;
  outcome: string | null;
  by: string | null;
}

export interface StoredTimer {
  id: string;
  instance: string;
  kind: string;
  due_at: string;
}

export interface StoredRecord {
  id: string;
  state: string | null;
  nodes: string[] | null;
  instance: string | null;
}

/** One instance with all that belongs to it, as of one moment. */
export interface Kept {
  instance: StoredInstance;
  events: StoredEvent[];
  tasks: StoredTask[];
  timers: StoredTimer[];
  /** Undefined: there is none. */
  record: StoredRecord | undefined;
}

export const eventOf = ({ data, seq, at, type }: StoredEvent): FlowEvent => ({ ...data, seq, at, type }) as FlowEvent;
