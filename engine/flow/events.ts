import type { Json } from '../expression/index.ts';
import type { Initiator, TaskKind, TimerKind } from './types.ts';

/** Why something is as it is; texts in why.ts. */
export interface Why {
  code: string;
  params?: Record<string, Json>;
}

interface EventBase {
  seq: number;
  at: string;
}

export interface ResolvedCall {
  call: string;
  data: Record<string, Json>;
  key?: string;
}

export type FlowEventData =
  | { type: 'started'; initiator: Initiator }
  | { type: 'node_entered'; token: number; node: string; scope: number; branch: number }
  | {
      type: 'node_left';
      token: number;
      node: string;
      outcome: string;
      /** Work and wait nodes: who completed it. */
      by?: string[];
      /** Nobody did anything here: the flow went past, see why. */
      skipped?: true;
      why?: Why;
    }
  | { type: 'node_cancelled'; token: number; node: string; why: Why }
  | {
      type: 'scope_opened';
      scope: number;
      split: string;
      count: number;
      parent: number;
      branch: number;
      reopened?: true;
    }
  | { type: 'branch_joined'; token: number; scope: number; branch: number; join: string }
  | { type: 'scope_closed'; scope: number; split: string; cancelled?: true }
  | {
      type: 'task_created';
      task: string;
      token: number;
      node: string;
      kind: TaskKind;
      assignee?: string;
      role?: string;
      having?: Record<string, Json>;
      separate?: string[];
      escalated?: true;
      dueAt?: string;
      why: Why;
    }
  | { type: 'task_claimed'; task: string; node: string; by: string }
  | {
      type: 'task_transferred';
      task: string;
      node: string;
      from: string | null;
      to: string;
      by: string;
      reason?: string;
    }
  | {
      type: 'task_completed';
      task: string;
      token: number;
      node: string;
      kind: TaskKind;
      outcome: string;
      by: string;
      reason?: string;
    }
  | { type: 'task_cancelled'; task: string; node: string; why: Why }
  | { type: 'deadline_set'; token: number; node: string; dueAt: string }
  | { type: 'timer_set'; timer: string; kind: TimerKind; token: number; node: string; due: string }
  | { type: 'timer_cleared'; timer: string; kind: TimerKind; token: number; fired?: true }
  | { type: 'reminded'; token: number; node: string; tasks: string[]; overdue: boolean; dueAt: string }
  | { type: 'overdue'; token: number; node: string; tasks: string[]; dueAt: string }
  | { type: 'escalated'; token: number; node: string; tasks: string[] }
  | { type: 'state_changed'; from: string | null; to: string | null }
  | { type: 'signalled'; token: number; node: string; signal: string; by?: string }
  | { type: 'call_requested'; call: string; token: number; node: string; step: number; action: ResolvedCall }
  | { type: 'called'; call: string; token: number; node: string; outcome: string }
  | { type: 'actions_requested'; token: number; node: string; steps: number[] }
  | { type: 'fields_set'; node: string; data: Record<string, Json> }
  | { type: 'decided'; node: string; table: string; outputs: Record<string, Json>; row?: number }
  | { type: 'copied'; token: number; node: string; to: string[] }
  | { type: 'commented'; task: string; node: string; by: string; text: string }
  | { type: 'returned'; from: string; to: string; by: string; reason: string; undone: string[] }
  | { type: 'withdrawn'; by?: string; reason?: string }
  | { type: 'edge_taken'; edge: string; on: string; to: string; by?: string; reason?: string }
  | { type: 'incident'; token: number; node: string; code: string; outcome?: string; params?: Record<string, Json> }
  | { type: 'retried'; token: number; node: string; by?: string }
  | { type: 'cancelled' }
  | { type: 'ended'; node: string; state: string };

/** Append-only; replaying the events of an instance gives its state to the letter. */
export type FlowEvent = EventBase & FlowEventData;

export type FlowEventType = FlowEvent['type'];
