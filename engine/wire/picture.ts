/** GET …/records/:id/flow: the flow as its designer sees it, with what this record has gone through. Texts are the reader's. */
export interface FlowPicture {
  label: string;
  status: 'running' | 'suspended' | 'ended' | 'cancelled';
  width: number;
  height: number;
  nodes: PictureNode[];
  /** Heads of branches: on what condition each is gone. */
  ways: PictureWay[];
  /** Where a line goes on elsewhere. */
  leaps: (PictureWay & { isBack: boolean })[];
  wires: PictureWire[];
  /** Returns and jumps that happened, by where from and where to. */
  returns: { from: string; to: string; times: number }[];
}

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type NodeState = 'done' | 'current' | 'skipped' | 'waiting' | 'incident' | 'undone';

export interface PictureNode extends Place {
  key: string;
  type: string;
  label: string;
  shape: 'card' | 'gate' | 'dot';
  status: NodeState;
  /** A line below its name: who, since when; or who did it. */
  people: string[];
  /** Side ways that are said on the card. */
  exits: { label: string; gone: boolean }[];
  /** Each time that the flow stood here, newest last. */
  stays: StayView[];
}

export interface PictureWay extends Place {
  key: string;
  label: string;
  gone: number;
}

export interface PictureWire {
  path: string;
  hasArrow: boolean;
  gone: boolean;
  label?: { x: number; y: number; text: string };
}

export interface StayView {
  at: string;
  until?: string;
  status: 'current' | 'held' | 'incident' | 'done' | 'skipped' | 'returned' | 'cancelled' | 'undone';
  /** "Row 2 of 3", or the name of its branch. */
  branch?: string;
  outcome?: string;
  /** Why skipped, why called off, why this way; what went wrong. */
  why: string[];
  dueAt?: string;
  overdue?: true;
  tasks: StayTaskView[];
}

export interface StayTaskView {
  status: 'open' | 'done' | 'cancelled';
  /** Whose it is, or the role that may claim it. */
  who: string;
  at: string;
  doneAt?: string;
  outcome?: string;
  reason?: string;
  why: string[];
}
