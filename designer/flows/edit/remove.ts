import type { FlowDefinition, FlowEdge, FlowNode } from '../../../engine/definition/index.ts';
import { inOrder, isGate } from '../../../engine/flow/layout/graph.ts';
import { stepsIn, unitOf } from '../../../engine/flow/layout/tree.ts';
import { edgeOf, nodeOf, type Outcome, reachable, redirected, refuse, withGraph, withStates } from './edit.ts';
import { withReferences } from './fragment.ts';
import { outermost, type Spot, spotOf } from './spot.ts';

/** States that only what was removed had, and that were made with it: gone along, unless they have been published. */
function dropStates(
  flow: FlowDefinition,
  removed: ReadonlySet<string>,
  published: ReadonlySet<string>,
): FlowDefinition {
  const used = new Set(flow.nodes.flatMap((node) => ('state' in node && node.state !== undefined ? [node.state] : [])));
  for (const edge of flow.edges) for (const state of edge.while ?? []) used.add(state);
  const kept = flow.states.filter(({ key }) => used.has(key) || !removed.has(key) || published.has(key));
  return kept.length === flow.states.length || kept.length === 0 ? flow : withStates(flow, kept);
}

/** The flow without these nodes; whatever else named them names them no more. */
function without(flow: FlowDefinition, keys: ReadonlySet<string>): FlowDefinition {
  if (keys.size === 0) return flow;
  const nodes = flow.nodes
    .filter(({ key }) => !keys.has(key))
    .map((node) => withReferences(node, (key) => (keys.has(key) ? undefined : key)));
  const edges = flow.edges
    .filter(({ from, to }) => !keys.has(from) && !keys.has(to))
    .map((edge) => {
      const cancels = edge.cancels?.filter((key) => !keys.has(key));
      if (cancels === undefined || cancels.length === edge.cancels?.length) return edge;
      const { cancels: _gone, ...rest } = edge;
      return (cancels.length > 0 ? { ...rest, cancels } : rest) as FlowEdge;
    });
  return withGraph(flow, nodes, edges);
}

/** What nobody can come to any more, because only what was removed led there. */
function dropLost(before: FlowDefinition, after: FlowDefinition): FlowDefinition {
  const [was, is] = [reachable(before), reachable(after)];
  return without(after, new Set(after.nodes.map(({ key }) => key).filter((key) => was.has(key) && !is.has(key))));
}

/** Nodes that are no longer in a definition are its loss alone: their states too. */
export function tidied(before: FlowDefinition, after: FlowDefinition, published: ReadonlySet<string>): FlowDefinition {
  const left = dropLost(before, after);
  const kept = new Set(left.nodes.map(({ key }) => key));
  const gone = new Set(before.nodes.map(({ key }) => key).filter((key) => !kept.has(key)));
  return dropStates(left, gone, published);
}

/** A flow has to come to an end somewhere. */
const ended = (flow: FlowDefinition): Outcome =>
  flow.nodes.some(({ type }) => type === 'end') ? { flow, selection: [] } : refuse('last_end');

/** Jumps that led to what is gone lead to another node. */
const jumpsTo = (nodes: readonly FlowNode[], gone: ReadonlySet<string>, to: string): FlowNode[] =>
  nodes.map((node) => (node.type === 'route' && gone.has(node.to) ? { ...node, to } : node));

/** Where those who came to the unit go once it is gone; and what of the unit stays for that. */
function heir(flow: FlowDefinition, { step, unit, onward }: Spot): string | undefined {
  const [next] = onward;
  if (next !== undefined) return next.to;
  if (step.node.type === 'route') return step.node.to;
  const outside = flow.nodes.find(({ type, key }) => type === 'end' && !unit.has(key));
  if (step.node.type === 'end' || outside !== undefined) return outside?.key;
  // All its branches end by themselves, and nothing else does: its first end stays.
  return stepsIn({ steps: [step], tail: { kind: 'end' } }).find(({ node }) => node.type === 'end')?.node.key;
}

function removeOne(flow: FlowDefinition, spot: Spot): Outcome {
  const { step } = spot;
  if (step.node.type === 'start') return refuse('start_stays');
  const to = heir(flow, spot);
  if (to === undefined) return refuse('last_end');
  const gone = new Set([...spot.unit].filter((key) => key !== to));
  const into = new Set(flow.edges.filter((edge) => gone.has(edge.to) && !gone.has(edge.from)).map(({ key }) => key));
  const edges = redirected(flow.edges, into, to)
    // Who came back to it from just behind it would turn on the spot.
    .filter((edge) => !(into.has(edge.key) && edge.from === to));
  const nodes = jumpsTo(flow.nodes, gone, to);
  return { flow: without(withGraph(flow, nodes, edges), gone), selection: [] };
}

/** Steps, each with all that hangs on it; those around them are joined. */
export function removeSteps(
  flow: FlowDefinition,
  keys: readonly string[],
  published: ReadonlySet<string> = new Set(),
): Outcome {
  const spots = outermost(flow, keys.length > 1 ? keys.filter((key) => nodeOf(flow, key)?.type !== 'start') : keys);
  if (spots.length === 0)
    return refuse(keys.some((key) => nodeOf(flow, key)?.type === 'join') ? 'join_stays' : 'leads_nowhere');
  let next = flow;
  for (const { step } of spots) {
    const spot = spotOf(next, step.node.key);
    if (spot === undefined) continue;
    const done = removeOne(next, spot);
    // Of many, what has to be there stays: an end.
    if ('refused' in done && done.refused === 'last_end' && spots.length > 1) continue;
    if ('refused' in done) return done;
    next = done.flow;
  }
  return ended(tidied(flow, next, published));
}

/** A gate with one way left is no gate: who came to it goes that way, and its join goes with it. */
export function dissolved(flow: FlowDefinition, gate: string, join: string | undefined): FlowDefinition {
  const gone = new Set(join === undefined ? [gate] : [gate, join]);
  let edges: readonly FlowEdge[] = flow.edges;
  let nodes: readonly FlowNode[] = flow.nodes;
  for (const key of gone) {
    const way = edges.find(({ from }) => from === key);
    if (way === undefined) return flow;
    const into = new Set(edges.filter((edge) => edge.to === key).map((edge) => edge.key));
    edges = redirected(edges, into, way.to).filter((edge) => edge.key !== way.key);
    nodes = jumpsTo(nodes, new Set([key]), way.to);
  }
  return without(withGraph(flow, nodes, edges), gone);
}

/** A branch with all that is only in it. Of two, the other one remains without the gate. */
export function removeBranch(flow: FlowDefinition, key: string, published: ReadonlySet<string> = new Set()): Outcome {
  const edge = edgeOf(flow, key);
  const spot = edge === undefined ? undefined : spotOf(flow, edge.from);
  const branch = spot?.step.branches.find((one) => one.edge.key === key);
  if (edge === undefined || spot === undefined || branch === undefined || !isGate(spot.step.node))
    return refuse('leads_nowhere');
  if (spot.step.branches.length < 2) return removeSteps(flow, [edge.from], published);
  const inside = new Set(branch.line.steps.flatMap(unitOf));
  // Who came into the branch from elsewhere comes to where it led.
  const after = spot.step.join?.key ?? spot.onward[0]?.to ?? edge.from;
  const into = flow.edges.filter((one) => inside.has(one.to) && !inside.has(one.from)).map((one) => one.key);
  const edges = redirected(flow.edges, new Set(into), after).filter((one) => one.key !== key);
  let next = without(withGraph(flow, jumpsTo(flow.nodes, inside, after), edges), inside);
  const left = inOrder(next.edges.filter(({ from }) => from === edge.from));
  const last = left.at(-1);
  if (left.length === 1) next = dissolved(next, edge.from, spot.step.join?.key);
  else if (edge.default === true && last !== undefined) {
    // When no condition holds there has to be a way: the last one becomes it.
    const ways = next.edges.map((one) => {
      if (one.key !== last.key) return one;
      const { when: _when, priority: _priority, ...rest } = one;
      return { ...rest, default: true as const };
    });
    next = withGraph(next, next.nodes, ways);
  }
  return ended(tidied(flow, next, published));
}
