import type { FlowDefinition, FlowEdge, FlowNode } from '../definition/types.generated.ts';

/** A node lies inside this split, on one of these branches (positions of the edges that leave the split). */
export interface Frame {
  split: string;
  branches: number[];
  /** Branches are not told apart: those of a foreach are rows, and those of a split without a join of its own meet freely. */
  any?: true;
  /** The split has no join of its own: who comes from elsewhere is not taken into its scope. */
  loose?: true;
}

/** Nodes that open a scope. */
export type SplitNode = Extract<FlowNode, { type: 'parallel' | 'inclusive' | 'foreach' }>;

export const isSplit = (node: FlowNode): node is SplitNode =>
  node.type === 'parallel' || node.type === 'inclusive' || node.type === 'foreach';

/** A join that lets every branch through closes no scope. */
const closes = (node: FlowNode): boolean => node.type === 'join' && node.wait !== 'each';

/** The edges drawn, and the one that every jump stands for. */
export function edgesOf(flow: FlowDefinition): FlowEdge[] {
  const jumps = flow.nodes.flatMap((node): FlowEdge[] =>
    node.type === 'route' ? [{ key: node.key, from: node.key, to: node.to }] : [],
  );
  return jumps.length > 0 ? [...flow.edges, ...jumps] : flow.edges;
}

export interface Graph {
  next: ReadonlyMap<string, readonly string[]>;
  previous: ReadonlyMap<string, readonly string[]>;
}

/** Edges between nodes; those from * leave no node in particular. */
export function graphOf(flow: FlowDefinition): Graph {
  const next = new Map<string, string[]>();
  const previous = new Map<string, string[]>();
  for (const node of flow.nodes) {
    next.set(node.key, []);
    previous.set(node.key, []);
  }
  for (const edge of edgesOf(flow)) {
    if (edge.from === '*' || !next.has(edge.from) || !next.has(edge.to)) continue;
    next.get(edge.from)?.push(edge.to);
    previous.get(edge.to)?.push(edge.from);
  }
  return { next, previous };
}

/** Everything that can be reached from `from` (itself included) without going through `without`. */
export function reach(
  edges: ReadonlyMap<string, readonly string[]>,
  from: readonly string[],
  without: ReadonlySet<string> = new Set(),
): Set<string> {
  const seen = new Set(from.filter((key) => !without.has(key)));
  const queue = [...seen];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    for (const to of edges.get(key) ?? []) {
      if (seen.has(to) || without.has(to)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  return seen;
}

/**
 * What every way to a node leads through (the node not counted). Whoever goes back there, as after a refusal, has left
 * what lies behind it: joins that are come to from there close nothing of it.
 */
function gates(flow: FlowDefinition, graph: Graph): (key: string) => ReadonlySet<string> {
  const roots = flow.nodes.filter(({ type }) => type === 'start').map(({ key }) => key);
  for (const { from, to } of flow.edges) if (from === '*') roots.push(to);
  const around = new Map<string, Set<string>>();
  const withoutIt = (key: string): Set<string> => {
    const known = around.get(key) ?? reach(graph.next, roots, new Set([key]));
    around.set(key, known);
    return known;
  };
  return (key) => {
    const before = reach(graph.previous, [key]);
    before.delete(key);
    return new Set([...before].filter((gate) => !withoutIt(gate).has(key)));
  };
}

/** The first joins that a branch comes to, splits on the way closed by their own joins; with how far away they are. */
function joinsAhead(
  flow: FlowDefinition,
  graph: Graph,
  from: string,
  without: ReadonlySet<string>,
): Map<string, number> {
  const nodes = new Map(flow.nodes.map((node) => [node.key, node]));
  const found = new Map<string, number>();
  const seen = new Set<string>();
  let level = [{ key: from, depth: 0 }];
  for (let distance = 0; level.length > 0; distance += 1) {
    const ahead: typeof level = [];
    for (const { key, depth } of level) {
      const mark = `${depth} ${key}`;
      if (without.has(key) || seen.has(mark) || depth > flow.nodes.length) continue;
      seen.add(mark);
      const node = nodes.get(key);
      const isJoin = node !== undefined && closes(node);
      if (isJoin && depth === 0) {
        if (!found.has(key)) found.set(key, distance);
        continue;
      }
      const deeper = node !== undefined && isSplit(node) ? depth + 1 : isJoin ? depth - 1 : depth;
      for (const to of graph.next.get(key) ?? []) ahead.push({ key: to, depth: deeper });
    }
    level = ahead;
  }
  return found;
}

/** The join that closes a split: the nearest that every branch which joins at all comes to. */
function joinOf(flow: FlowDefinition, graph: Graph, split: string, outside: ReadonlySet<string>): string | undefined {
  const without = new Set([...outside, split]);
  const branches = (graph.next.get(split) ?? []).map((to) => joinsAhead(flow, graph, to, without));
  const joining = branches.filter((joins) => joins.size > 0);
  const total = new Map<string, number>();
  for (const key of joining[0]?.keys() ?? []) {
    if (joining.every((joins) => joins.has(key))) {
      total.set(key, Math.max(...joining.map((joins) => joins.get(key) ?? 0)));
    }
  }
  let nearest: string | undefined;
  for (const [key, distance] of total) {
    if (nearest === undefined || distance < (total.get(nearest) ?? 0)) nearest = key;
  }
  return nearest;
}

/** What lies between a split and its join, with the branches it is on. The join itself belongs to it: there branches arrive. */
function inside(graph: Graph, split: string, join: string, outside: ReadonlySet<string>): Map<string, number[]> {
  const back = reach(graph.previous, [join], new Set([split]));
  const within = new Map<string, number[]>();
  (graph.next.get(split) ?? []).forEach((first, branch) => {
    for (const key of reach(graph.next, [first], new Set([...outside, split, join]))) {
      if (!back.has(key)) continue;
      const branches = within.get(key);
      if (branches) branches.push(branch);
      else within.set(key, [branch]);
    }
  });
  within.set(
    join,
    (graph.next.get(split) ?? []).map((_, branch) => branch),
  );
  return within;
}

/**
 * What lies behind a split without a join of its own. Not what comes before it, though a refusal may lead back there: what
 * every way to it leads through, and what goes on nowhere but to it.
 */
function behind(
  flow: FlowDefinition,
  graph: Graph,
  split: string,
  outside: ReadonlySet<string>,
): Map<string, number[]> {
  const branches = (graph.next.get(split) ?? []).map((_, branch) => branch);
  const ends = flow.nodes.filter(({ key }) => graph.next.get(key)?.length === 0).map(({ key }) => key);
  const goesOn = reach(graph.previous, ends, new Set([split]));
  const within = new Map<string, number[]>();
  for (const key of reach(graph.next, graph.next.get(split) ?? [], new Set([...outside, split]))) {
    if (goesOn.has(key)) within.set(key, branches);
  }
  return within;
}

export interface Blocks {
  /** Split → join. */
  joins: ReadonlyMap<string, string>;
  /** Node → the splits it lies inside, outermost first. */
  frames: ReadonlyMap<string, readonly Frame[]>;
  /** All that can be come to from a node while this split does not begin anew. */
  aheadWithin(split: string, key: string): ReadonlySet<string>;
}

/** The block structure of a flow, worked out from the flat graph. */
export function blocksOf(flow: FlowDefinition): Blocks {
  const graph = graphOf(flow);
  const gatesOf = gates(flow, graph);
  const joins = new Map<string, string>();
  const blocks = new Map<string, Map<string, number[]>>();
  for (const node of flow.nodes) {
    if (!isSplit(node)) continue;
    const outside = gatesOf(node.key);
    const join = joinOf(flow, graph, node.key, outside);
    if (join === undefined) {
      blocks.set(node.key, behind(flow, graph, node.key, outside));
      continue;
    }
    joins.set(node.key, join);
    blocks.set(node.key, inside(graph, node.key, join, outside));
  }
  // The outer of two blocks holds more nodes than the inner.
  const splits = [...blocks.keys()].sort((a, b) => (blocks.get(b)?.size ?? 0) - (blocks.get(a)?.size ?? 0));
  const isRows = new Set(flow.nodes.filter(({ type }) => type === 'foreach').map(({ key }) => key));
  const frame = (split: string, branches: number[]): Frame => {
    if (!joins.has(split)) return { split, branches, any: true, loose: true };
    return isRows.has(split) ? { split, branches, any: true } : { split, branches };
  };
  const frames = new Map<string, Frame[]>();
  for (const node of flow.nodes) {
    frames.set(
      node.key,
      splits.flatMap((split) => {
        const branches = blocks.get(split)?.get(node.key);
        return branches ? [frame(split, branches)] : [];
      }),
    );
  }
  const known = new Map<string, ReadonlySet<string>>();
  const aheadWithin = (split: string, key: string): ReadonlySet<string> => {
    const name = `${split} ${key}`;
    const ahead = known.get(name) ?? reach(graph.next, graph.next.get(key) ?? [], new Set([...gatesOf(split), split]));
    known.set(name, ahead);
    return ahead;
  };
  return { joins, frames, aheadWithin };
}
