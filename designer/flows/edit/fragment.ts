import type { FlowDefinition, FlowEdge, FlowNode, FlowState } from '../../../engine/definition/index.ts';
import { edgeKeys, edgeOf, freeKey, nodeKeys, redirected, stateKeys, withGraph, withStates } from './edit.ts';

/** Nodes with what lies between them, one way in and one way on: what is put in, moved, copied and pasted. */
export interface Fragment {
  nodes: readonly FlowNode[];
  edges: readonly FlowEdge[];
  entry: string;
  /** Keys of its edges that lead to whatever follows where it is put. */
  onward: readonly string[];
  /** States that its nodes name. */
  states: readonly FlowState[];
}

/** Puts a fragment, whose keys are free, onto the edges of a slot: they lead into it, and it leads to where they led. */
export function splice(flow: FlowDefinition, slot: readonly string[], fragment: Fragment): FlowDefinition {
  const first = edgeOf(flow, slot[0] ?? '');
  if (first === undefined) return flow;
  const onward = new Set(fragment.onward);
  const own = redirected(fragment.edges, onward, first.to);
  const edges = redirected(flow.edges, new Set(slot), fragment.entry);
  const edgeAt = edges.findLastIndex(({ key }) => slot.includes(key)) + 1;
  const nodeAt = flow.nodes.findIndex(({ key }) => key === first.from) + 1;
  const states = flow.states.map(({ key }) => key);
  const spliced = withGraph(
    flow,
    [...flow.nodes.slice(0, nodeAt), ...fragment.nodes, ...flow.nodes.slice(nodeAt)],
    [...edges.slice(0, edgeAt), ...own, ...edges.slice(edgeAt)],
  );
  const missing = fragment.states.filter(({ key }) => !states.includes(key));
  return missing.length === 0 ? spliced : withStates(spliced, [...flow.states, ...missing]);
}

type Names = ReadonlyMap<string, string>;
const renamed = (names: Names, key: string): string => names.get(key) ?? key;

/** Other nodes that a node names: four eyes, where it may be returned to, whose work it follows. */
export function withReferences(node: FlowNode, each: (key: string) => string | undefined): FlowNode {
  const next: Record<string, unknown> = { ...node };
  for (const name of ['separateFrom', 'returnTo'] as const) {
    const list = next[name];
    if (!Array.isArray(list)) continue;
    const kept = list.flatMap((key: unknown) => (typeof key === 'string' ? (each(key) ?? []) : []));
    if (kept.length === list.length && kept.every((key, at) => key === list[at])) continue;
    if (kept.length > 0) next[name] = kept;
    else delete next[name];
  }
  if (Array.isArray(next.assignees)) {
    const list: { node?: string }[] = next.assignees;
    const kept = list.flatMap((one) => {
      if (one.node === undefined) return [one];
      const key = each(one.node);
      return key === undefined ? [] : [{ ...one, node: key }];
    });
    // Somebody has to do it: what names nobody any more is left for the person to mend.
    if (kept.length > 0) next.assignees = kept;
  }
  for (const name of node.type === 'route' ? ['to', 'milestone'] : ['milestone']) {
    const key = next[name];
    if (typeof key !== 'string') continue;
    const kept = each(key);
    if (kept !== undefined) next[name] = kept;
    else if (name !== 'to') delete next[name];
  }
  return next as unknown as FlowNode;
}

/** The fragment under keys that are free in the flow. What it names inside itself is renamed along. */
export function freshened(flow: FlowDefinition, fragment: Fragment): Fragment {
  const [nodes, edges, states] = [nodeKeys(flow), edgeKeys(flow), stateKeys(flow)];
  const names = new Map<string, string>();
  const stemOf = (key: string) => key.replace(/_\d+$/, '');
  for (const { key } of fragment.nodes) {
    const name = nodes.has(key) ? freeKey(stemOf(key), nodes) : key;
    names.set(key, name);
    nodes.add(name);
  }
  const ways = new Map<string, string>();
  const leads = fragment.edges.filter(
    ({ key, to }) => names.has(to) || fragment.onward.includes(key) || nodeKeys(flow).has(to),
  );
  for (const { key } of leads) {
    const name = edges.has(key) ? freeKey(stemOf(key), edges) : key;
    ways.set(key, name);
    edges.add(name);
  }
  return {
    nodes: fragment.nodes.map((node) => ({
      ...withReferences(node, (key) =>
        names.has(key) || nodes.has(key) || key === 'initiator' ? renamed(names, key) : undefined,
      ),
      key: renamed(names, node.key),
    })),
    edges: leads.map((edge) => ({
      ...edge,
      key: renamed(ways, edge.key),
      from: renamed(names, edge.from),
      to: renamed(names, edge.to),
    })),
    entry: renamed(names, fragment.entry),
    onward: fragment.onward.map((key) => renamed(ways, key)),
    states: fragment.states.filter(({ key }) => !states.has(key)),
  };
}

/** The fragment that these nodes are, as they stand. */
export function cutOut(
  flow: FlowDefinition,
  unit: readonly string[],
  entry: string,
  onward: readonly string[],
): Fragment {
  const keys = new Set(unit);
  const nodes = flow.nodes.filter(({ key }) => keys.has(key));
  const named = new Set(nodes.flatMap((node) => ('state' in node && node.state !== undefined ? [node.state] : [])));
  return {
    nodes,
    edges: flow.edges.filter(({ from }) => keys.has(from)),
    entry,
    onward,
    states: flow.states.filter(({ key }) => named.has(key)),
  };
}
