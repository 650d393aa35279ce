import type { Json } from '../expression/index.ts';
import type { Added, Hold, Initiator, Parent, Queued, Resume, TaskKind, TimerKind } from './types.ts';

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
  | { type: 'started'; initiator: Initiator; chosen?: Record<string, string[]>; parent?: Parent }
  | {
      type: 'node_entered';
      token: number;
      node: string;
      scope: number;
      branch: number;
      /** By a return. */
      back?: true;
      /** Once it is done here it goes straight back there. */
      resume?: Resume;
      /** Time left for its deadline, in ms. */
      left?: number;
    }
  | {
      type: 'node_left';
      token: number;
      node: string;
      outcome: string;
      /** Work and wait nodes: who completed it. */
      by?: string[];
      /** The splits around it whose join had gone on by then: nobody behind them waited for it any more. */
      late?: string[];
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
      /** By somebody who came into it from elsewhere, for this branch alone. */
      reopened?: true;
      /** What was passed in it before counts as passed in it: it is as old as that. */
      ageless?: true;
      rows?: string[];
    }
  | { type: 'branch_joined'; token: number; scope: number; branch: number; join: string }
  | { type: 'scope_closed'; scope: number; split: string; cancelled?: true }
  /** Its join has what it waits for; the rest runs on and is waited for by nobody. */
  | { type: 'scope_fired'; scope: number; join: string }
  | { type: 'scope_grown'; scope: number; rows: string[] }
  /** A branch is over and comes to no join: it ended by itself, was called off, or its row is gone. */
  | { type: 'branch_over'; scope: number; branch: number; why: Why }
  /** Others of this scope are over: the branch in which something was done first goes on. */
  | { type: 'race_won'; scope: number; branch: number }
  | { type: 'held'; token: number; node: string; by: Hold }
  | { type: 'released'; token: number; node: string }
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
      standsFor?: string;
      added?: Added;
      /** foreach: the row it is about. */
      row?: string;
      dueAt?: string;
      why: Why;
    }
  | { type: 'task_claimed'; task: string; node: string; by: string }
  /** Back on the group's list. */
  | { type: 'task_unclaimed'; task: string; node: string; role: string; by: string; reason?: string }
  | {
      type: 'task_transferred';
      task: string;
      node: string;
      from: string | null;
      to: string;
      by: string;
      reason?: string;
      /** Whoever was named is away: in whose place it is had, or why they have it all the same. */
      standsFor?: string;
      why?: Why;
    }
  | {
      type: 'task_delegated';
      task: string;
      node: string;
      from: string;
      to: string;
      by: string;
      reason?: string;
      why?: Why;
    }
  /** Given on without its owner: to whoever stands in for them while they are away, or in place of somebody who leaves. */
  | {
      type: 'task_handed_over';
      task: string;
      node: string;
      from: string;
      to: string;
      by?: string;
      reason?: string;
      standsFor?: string;
      /** Not the task, but the answer to it: it had been delegated. */
      owner?: true;
      why: Why;
    }
  /** Whoever was still to be asked, or had been chosen, is somebody else now. */
  | { type: 'place_handed_over'; from: string; to: string; nodes: string[]; by?: string; reason?: string }
  /** The delegate has said what they think; the one who delegated decides. */
  | {
      type: 'task_handed_back';
      task: string;
      node: string;
      to: string;
      by: string;
      outcome: string;
      reason?: string;
      standsFor?: string;
      why?: Why;
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
      /** Whose vote it is, where somebody stood in for them. */
      standsFor?: string;
      /** Where the vote does not count 1. */
      weight?: number;
      /** Asked in addition. */
      added?: true;
    }
  | { type: 'task_cancelled'; task: string; node: string; why: Why }
  | {
      type: 'signer_added';
      token: number;
      node: string;
      to: string;
      by: string;
      position: Added['position'];
      reason?: string;
    }
  | { type: 'signer_removed'; token: number; node: string; to: string; by: string; reason?: string }
  /** Those who are asked one after the other, and the first of them being asked. */
  | { type: 'queued'; token: number; node: string; people: Queued[] }
  | { type: 'next_asked'; token: number; node: string }
  /** People who would have been asked, and why they are not. */
  | { type: 'left_out'; token: number; node: string; people: string[]; why: Why }
  | { type: 'deadline_paused'; token: number; node: string }
  | { type: 'deadline_resumed'; token: number; node: string; shift: number }
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
  | { type: 'actions_requested'; token: number; node: string; steps: number[]; undo?: true }
  /** The flow of another record begins; `call` is told of its end where this one waits for it. */
  | {
      type: 'flow_requested';
      call: string;
      token: number;
      node: string;
      form: string;
      data: Record<string, Json>;
      record?: string;
      waits: boolean;
    }
  /** Nobody waits for the flow of that call any longer: it is to end. */
  | { type: 'flow_called_off'; call: string; token: number; node: string; why: Why }
  /** Whom the one who began has chosen anew, by node. */
  | { type: 'chosen'; people: Record<string, string[]>; by?: string }
  /** To the flow that waits for this one. */
  | { type: 'parent_told'; parent: Parent; outcome: string }
  | { type: 'fields_set'; node: string; data: Record<string, Json> }
  | { type: 'decided'; node: string; table: string; outputs: Record<string, Json>; row?: number }
  | { type: 'copied'; token: number; node: string; to: string[] }
  | { type: 'commented'; task: string; node: string; by: string; text: string }
  | { type: 'returned'; from: string; to: string; by: string; reason: string; undone: string[]; resume?: true }
  | { type: 'taken_back'; from: string; to: string; by: string; undone: string[]; reason?: string }
  /** A cancel has taken back what was passed. */
  | { type: 'undone'; nodes: string[] }
  | { type: 'jumped'; token: number; from: string; to: string; by: string; reason: string }
  | { type: 'urged'; tasks: string[]; by?: string; reason?: string }
  | { type: 'suspended'; by?: string; reason?: string }
  | { type: 'resumed'; by?: string; reason?: string }
  | { type: 'terminated'; by?: string; reason?: string }
  | { type: 'withdrawn'; by?: string; reason?: string }
  | { type: 'edge_taken'; edge: string; on: string; to: string; by?: string; reason?: string }
  | { type: 'incident'; token: number; node: string; code: string; outcome?: string; params?: Record<string, Json> }
  /** `outcome`: it was gone past as if this had come of it. */
  | { type: 'retried'; token: number; node: string; by?: string; outcome?: string; reason?: string }
  | { type: 'cancelled' }
  | { type: 'ended'; node: string; state: string };

/** Append-only; replaying the events of an instance gives its state to the letter. */
export type FlowEvent = EventBase & FlowEventData;

export type FlowEventType = FlowEvent['type'];
