import type { FlowEdge, FlowNode } from '../../definition/types.generated.ts';

/** Where each thing is drawn, in pixels from the top left; made by the tree's layout or the graph's, shown by one stage. */
export interface Picture {
  width: number;
  height: number;
  cards: readonly Card[];
  ways: readonly Way[];
  leaps: readonly Leap[];
  wires: readonly Wire[];
  slots: readonly Slot[];
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A node. */
export interface Card extends Box {
  node: FlowNode;
  exits: readonly FlowEdge[];
  shape: 'card' | 'gate' | 'dot';
}

/** The head of a branch: on what condition it is gone. */
export interface Way extends Box {
  edge: FlowEdge;
  from: FlowNode;
  /** Its place among its siblings. */
  at: number;
  of: number;
}

/** Where a line goes on elsewhere. */
export interface Leap extends Box {
  edge: FlowEdge;
  isBack: boolean;
}

export interface Wire {
  /** The edges that it is part of. */
  edges: readonly string[];
  path: string;
  hasArrow: boolean;
  label?: { x: number; y: number; edge: FlowEdge; from: FlowNode };
  /** Where it begins and ends, where it is one edge from node to node. */
  ends?: readonly [Point, Point];
}

export interface Point {
  x: number;
  y: number;
}

/** A + between two things: what is put in there is put onto these edges. */
export interface Slot {
  id: string;
  edges: readonly string[];
  x: number;
  y: number;
  /** What it comes after. */
  after: string;
}
