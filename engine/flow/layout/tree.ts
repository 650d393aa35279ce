import type { FlowDefinition, FlowEdge, FlowNode } from '../../definition/types.generated.ts';
import { type FlowGraph, graphOf, isGate, isNormal, jumpOf } from './graph.ts';

/** How a line of steps ends: at an end, into what follows around it, or with a leap that is said and not drawn. */
export type Tail =
  | { kind: 'end' }
  | { kind: 'falls'; edges: readonly FlowEdge[] }
  | { kind: 'leap'; edge: FlowEdge; isBack: boolean };

export interface Branch {
  edge: FlowEdge;
  line: Line;
}

/** A node, with what happens at it that is not the way on. */
export interface Step {
  node: FlowNode;
  /** The edges that come to it from the step above: what is put in before it goes onto them. */
  entry: readonly FlowEdge[];
  /** Side ways that are said on the card: "rejected → closed". */
  exits: readonly FlowEdge[];
  branches: readonly Branch[];
  /** The join in which its branches meet. */
  join?: FlowNode;
}

export interface Line {
  steps: readonly Step[];
  tail: Tail;
}

export interface FlowTree {
  main: Line;
  /** What stands by itself: ends that several ways lead to, what a way from anywhere leads to, what nothing leads to. */
  aside: readonly Line[];
  stars: readonly FlowEdge[];
  /** Whether the main line tells the whole flow, so that it can be read and changed as a tree. */
  isWhole: boolean;
  graph: FlowGraph;
}

/** One edge's end, where it is not the step below. */
interface Onward {
  edges: readonly FlowEdge[];
  to: string;
}

/** Reads a tree out of the graph; each node stands in it once. */
class Reader {
  readonly graph: FlowGraph;
  readonly placed = new Set<string>();
  leaps = 0;

  constructor(graph: FlowGraph) {
    this.graph = graph;
  }

  private owns(owner: string, key: string): boolean {
    return this.graph.gateway(key) === owner && !this.placed.has(key);
  }
  /** Whether all that comes to the join comes through the split: one branch alone makes its own nodes the last before it. */
  private closes(split: string, join: string): boolean {
    if (this.placed.has(join)) return false;
    let at = this.graph.gateway(join);
    while (at !== undefined && at !== split) at = this.graph.gateway(at);
    return at === split;
  }
  private isEnd(key: string): boolean {
    return this.graph.nodes.get(key)?.type === 'end';
  }

  /** Ways that are drawn as branches, and those that are said on the card. */
  private ways(node: FlowNode): { drawn: FlowEdge[]; exits: FlowEdge[] } {
    const all = this.graph.out.get(node.key) ?? [];
    if (isGate(node)) return { drawn: [...all], exits: [] };
    const forward = new Set(this.graph.forward(node.key));
    const drawn = all.filter(
      (edge) =>
        isNormal(edge, node) ||
        (forward.has(edge) && this.owns(node.key, edge.to) && this.graph.entries(edge.to) === 1),
    );
    return { drawn, exits: all.filter((edge) => !drawn.includes(edge)) };
  }

  /** What comes after the branches of a node: where they meet, or the one way that is not soon over. */
  private nextOf(node: FlowNode, drawn: readonly FlowEdge[]): string | undefined {
    const { key } = node;
    const join = this.graph.joinOf(key);
    if (join !== undefined && this.closes(key, join)) return join;
    const meeting = this.graph.meeting(key);
    if (meeting !== undefined && this.owns(key, meeting)) return meeting;
    const on = drawn.filter((edge) => !this.graph.back.has(edge.key) && this.owns(key, edge.to));
    const long = on.filter(({ to }) => !this.isEnd(to));
    const [first] = isGate(node) ? long : on.filter((edge) => isNormal(edge, node));
    if (first !== undefined && (isGate(node) ? long.length === 1 : true)) return first.to;
    return this.graph.order.find((to) => this.owns(key, to) && this.graph.entries(to) > 1 && !this.isEnd(to));
  }

  line(from: Onward, follow: string | undefined): Line {
    const steps: Step[] = [];
    let at: Onward | undefined = from;
    let tail: Tail = { kind: 'end' };
    while (at !== undefined) {
      const node = this.graph.nodes.get(at.to);
      if (node === undefined) break;
      const { step, next, end } = this.step(node, at.edges, follow);
      steps.push(step);
      tail = end;
      at = next;
    }
    return { steps, tail };
  }

  private step(
    node: FlowNode,
    entry: readonly FlowEdge[],
    follow: string | undefined,
  ): { step: Step; next: Onward | undefined; end: Tail } {
    this.placed.add(node.key);
    const { drawn, exits } = this.ways(node);
    for (const { key, to } of exits) {
      const isAside = this.graph.back.has(key) || this.isEnd(to) || this.graph.gateway(to) === node.key;
      if (!isAside) this.leaps += 1;
    }
    const step = { node, entry, exits, branches: [] as Branch[] };
    const jump = jumpOf(node);
    if (jump !== undefined)
      return { step, next: undefined, end: { kind: 'leap', edge: jump, isBack: this.placed.has(jump.to) } };
    const [only] = drawn;
    if (only === undefined) return { step, next: undefined, end: { kind: 'end' } };
    if (drawn.length === 1 && !isGate(node)) return { step, ...this.onward(node, only, follow) };
    const after = this.nextOf(node, drawn);
    // What comes after the branches is kept for there, even where a branch leads straight to it.
    const branches = drawn.map((edge) => ({ edge, line: this.branch(node, edge, after, after ?? follow) }));
    const falling = branches.flatMap(({ line }) => (line.tail.kind === 'falls' ? line.tail.edges : []));
    if (after === undefined) {
      const end: Tail = falling.length > 0 ? { kind: 'falls', edges: falling } : { kind: 'end' };
      return { step: { ...step, branches }, next: undefined, end };
    }
    const join = this.graph.nodes.get(after);
    if (join?.type !== 'join' || !isGate(node)) {
      return { step: { ...step, branches }, next: { edges: falling, to: after }, end: { kind: 'end' } };
    }
    this.placed.add(after);
    const [way] = this.graph.out.get(after) ?? [];
    const whole = { ...step, branches, join };
    if (way === undefined) return { step: whole, next: undefined, end: { kind: 'end' } };
    return { step: whole, ...this.onward(join, way, follow) };
  }

  private onward(node: FlowNode, edge: FlowEdge, follow: string | undefined): { next: Onward | undefined; end: Tail } {
    const isNext = !this.graph.back.has(edge.key) && this.owns(node.key, edge.to) && edge.to !== follow;
    if (isNext) return { next: { edges: [edge], to: edge.to }, end: { kind: 'end' } };
    return { next: undefined, end: this.tail(edge, follow) };
  }

  private branch(node: FlowNode, edge: FlowEdge, after: string | undefined, follow: string | undefined): Line {
    const isOwn = edge.to !== after && !this.graph.back.has(edge.key) && this.owns(node.key, edge.to);
    if (isOwn && this.graph.entries(edge.to) === 1) return this.line({ edges: [edge], to: edge.to }, follow);
    return { steps: [], tail: this.tail(edge, follow) };
  }

  private tail(edge: FlowEdge, follow: string | undefined): Tail {
    const isBack = this.graph.back.has(edge.key);
    if (edge.to === follow && !isBack) return { kind: 'falls', edges: [edge] };
    if (!isBack && !this.isEnd(edge.to)) this.leaps += 1;
    return { kind: 'leap', edge, isBack };
  }
}

export function treeOf(flow: FlowDefinition): FlowTree {
  const graph = graphOf(flow);
  const reader = new Reader(graph);
  const empty: Line = { steps: [], tail: { kind: 'end' } };
  const main = graph.start === undefined ? empty : reader.line({ edges: [], to: graph.start }, undefined);
  const aside: Line[] = [];
  let lost = 0;
  for (const key of graph.order) {
    if (reader.placed.has(key)) continue;
    if (graph.reached.has(key) && graph.nodes.get(key)?.type !== 'end') lost += 1;
    aside.push(reader.line({ edges: [], to: key }, undefined));
  }
  return { main, aside, stars: graph.stars, isWhole: reader.leaps === 0 && lost === 0, graph };
}

/** Every step of a line, those within branches too, as people read them: from top to bottom, branch by branch. */
export function stepsIn(line: Line): Step[] {
  return line.steps.flatMap((step) => [step, ...step.branches.flatMap((branch) => stepsIn(branch.line))]);
}

export const allSteps = (tree: FlowTree): Step[] => [tree.main, ...tree.aside].flatMap(stepsIn);

/** A step with all that hangs on it: what is moved, copied or removed as one. */
export function unitOf(step: Step): string[] {
  const within = step.branches.flatMap((branch) => stepsIn(branch.line)).flatMap(ownKeys);
  return [...ownKeys(step), ...within];
}
const ownKeys = ({ node, join }: Step): string[] => (join === undefined ? [node.key] : [node.key, join.key]);
