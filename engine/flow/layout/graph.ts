import type { FlowDefinition, FlowEdge, FlowNode } from '../../definition/types.generated.ts';
import { blocksOf } from '../graph.ts';
import { normalOutcome } from '../outcomes.ts';

/** Kinds at which the way divides: what leaves them are their branches, not outcomes of work. */
const GATES: ReadonlySet<string> = new Set(['exclusive', 'parallel', 'inclusive', 'foreach']);
export const isGate = (node: FlowNode | undefined): boolean => node !== undefined && GATES.has(node.type);
/** Branches that run at once and meet again in a join. */
export const needsJoin = (node: FlowNode | undefined): boolean => isGate(node) && node?.type !== 'exclusive';

export const isNormal = (edge: FlowEdge, node: FlowNode): boolean =>
  edge.on === undefined || edge.on === normalOutcome(node);

/** A jump as the edge that is not drawn: it has a place to lead to, and no key in the definition. */
export const jumpOf = (node: FlowNode): FlowEdge | undefined =>
  node.type === 'route' ? { key: `jump ${node.key}`, from: node.key, to: node.to } : undefined;

/** Only a side way to an end: "rejected → closed". It is said on the card and not drawn. */
export const isExit = (edge: FlowEdge, from: FlowNode, to: FlowNode): boolean =>
  !isGate(from) && to.type === 'end' && !isNormal(edge, from);

/**
 * The flow as a person follows it: what leads on, what leads back, and what can only be reached through what. Nothing here
 * is stored; the same definition always gives the same graph.
 */
export interface FlowGraph {
  nodes: ReadonlyMap<string, FlowNode>;
  /** Edges that lead somewhere, by their source, in the order in which the engine tries them. */
  out: ReadonlyMap<string, readonly FlowEdge[]>;
  start: string | undefined;
  /** From * : possible at any time. */
  stars: readonly FlowEdge[];
  /** Keys of edges that lead back to what was passed. */
  back: ReadonlySet<string>;
  /** What leads on from a node, side ways to ends left out. */
  forward(key: string): readonly FlowEdge[];
  /** How many edges lead on to a node. */
  entries(key: string): number;
  /** The last node that every way to this one goes through. */
  gateway(key: string): string | undefined;
  /** The first node that every way from this one goes through. */
  meeting(key: string): string | undefined;
  /** The join that closes a split. */
  joinOf(key: string): string | undefined;
  /** All nodes, each after what leads to it. */
  order: readonly string[];
  /** What can be reached from the start. */
  reached: ReadonlySet<string>;
}

const rank = (edge: FlowEdge): number => (edge.default === true ? Number.MAX_SAFE_INTEGER : (edge.priority ?? 0));

/** As the engine tries them: lower priority first, file order between equals, the default last. */
export const inOrder = (edges: readonly FlowEdge[]): FlowEdge[] => [...edges].sort((a, b) => rank(a) - rank(b));

export function outgoing(flow: FlowDefinition): {
  nodes: Map<string, FlowNode>;
  out: Map<string, FlowEdge[]>;
  stars: FlowEdge[];
} {
  const nodes = new Map(flow.nodes.map((node) => [node.key, node]));
  const out = new Map<string, FlowEdge[]>(flow.nodes.map(({ key }) => [key, []]));
  const stars: FlowEdge[] = [];
  for (const edge of flow.edges) {
    if (!nodes.has(edge.to)) continue;
    if (edge.from === '*') stars.push(edge);
    else out.get(edge.from)?.push(edge);
  }
  for (const [key, edges] of out) out.set(key, inOrder(edges));
  return { nodes, out, stars };
}

/** Depth first without recursion: which edges lead back, and an order in which each node stands after what leads to it. */
function walk(
  roots: readonly string[],
  out: ReadonlyMap<string, readonly FlowEdge[]>,
): { order: string[]; back: Set<string> } {
  const state = new Map<string, 'open' | 'done'>();
  const back = new Set<string>();
  const finished: string[] = [];
  for (const root of roots) {
    if (state.has(root)) continue;
    const stack = [{ key: root, at: 0 }];
    state.set(root, 'open');
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const edge = out.get(top.key)?.[top.at];
      top.at += 1;
      if (edge === undefined) {
        state.set(top.key, 'done');
        finished.push(top.key);
        stack.pop();
      } else if (state.get(edge.to) === 'open') back.add(edge.key);
      else if (!state.has(edge.to)) {
        state.set(edge.to, 'open');
        stack.push({ key: edge.to, at: 0 });
      }
    }
  }
  return { order: finished.reverse(), back };
}

/** Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm" (2001); on a graph without circles one round is enough. */
function dominators(
  order: readonly string[],
  before: (key: string) => readonly string[],
): ReadonlyMap<string, string | undefined> {
  const at = new Map(order.map((key, index) => [key, index]));
  const found = new Map<string, string | undefined>();
  const meet = (a: string | undefined, b: string | undefined): string | undefined => {
    let [one, other] = [a, b];
    while (one !== other) {
      if (one === undefined || other === undefined) return undefined;
      if ((at.get(one) ?? 0) > (at.get(other) ?? 0)) one = found.get(one);
      else other = found.get(other);
    }
    return one;
  };
  for (const key of order) {
    const known = before(key).filter((one) => at.has(one));
    found.set(
      key,
      known.slice(1).reduce<string | undefined>((one, other) => meet(one, other), known[0]),
    );
  }
  return found;
}

function reachedFrom(start: string | undefined, out: ReadonlyMap<string, readonly FlowEdge[]>): Set<string> {
  const reached = new Set(start === undefined ? [] : [start]);
  for (const key of reached) for (const { to } of out.get(key) ?? []) reached.add(to);
  return reached;
}

export function graphOf(flow: FlowDefinition): FlowGraph {
  const { nodes, out, stars } = outgoing(flow);
  const { joins } = blocksOf(flow);
  const start = flow.nodes.find(({ type }) => type === 'start')?.key;
  const led = new Map<string, FlowEdge[]>();
  for (const [key, edges] of out) {
    const from = nodes.get(key);
    led.set(
      key,
      edges.filter((edge) => {
        const to = nodes.get(edge.to);
        return from !== undefined && to !== undefined && !isExit(edge, from, to);
      }),
    );
  }
  const reached = reachedFrom(start, led);
  // What can only be reached from anywhere, or not at all, is followed too, after all else.
  const { order, back } = walk(
    [...(start === undefined ? [] : [start]), ...stars.map(({ to }) => to), ...nodes.keys()],
    led,
  );
  const forward = new Map<string, FlowEdge[]>();
  const previous = new Map<string, string[]>(order.map((key) => [key, []]));
  for (const key of order) {
    const edges = (led.get(key) ?? []).filter((edge) => !back.has(edge.key));
    forward.set(key, edges);
    // What nobody comes from says nothing about where people come from.
    for (const { to } of edges) if (reached.has(key) || !reached.has(to)) previous.get(to)?.push(key);
  }
  const idom = dominators(order, (key) => previous.get(key) ?? []);
  const ipdom = dominators([...order].reverse(), (key) => (forward.get(key) ?? []).map(({ to }) => to));
  return {
    nodes,
    out,
    start,
    stars,
    back,
    order,
    reached,
    forward: (key) => forward.get(key) ?? [],
    entries: (key) => previous.get(key)?.length ?? 0,
    gateway: (key) => idom.get(key),
    meeting: (key) => ipdom.get(key),
    joinOf: (key) => joins.get(key),
  };
}
