import type { FlowDefinition } from '../../../engine/definition/index.ts';
import { edgeOf, freeKey, nodeKeys, nodeOf, type Outcome, reachable, redirected, refuse, withGraph } from './edit.ts';
import { cutOut, type Fragment, freshened, splice } from './fragment.ts';
import { outermost, type Spot, spotOf } from './spot.ts';

const keysOf = (spot: Spot): string[] => spot.onward.map(({ key }) => key);

function moveOne(flow: FlowDefinition, spot: Spot, slot: readonly string[]): Outcome {
  const { step, unit, entry, onward } = spot;
  const next = onward[0]?.to;
  if (step.node.type === 'start') return refuse('start_stays');
  if (next === undefined || step.node.type === 'end') return refuse('nothing_follows');
  const selection = [`node:${step.node.key}`];
  const own = new Set(onward.map(({ key }) => key));
  const isInside = slot.some((key) => !own.has(key) && unit.has(edgeOf(flow, key)?.from ?? ''));
  if (isInside) return refuse('into_itself');
  const isHere =
    slot.every((key) => own.has(key)) || (slot.length === entry.length && slot.every((key) => entry.includes(key)));
  if (isHere) return { flow, selection };
  // Who came to it comes to what followed it; where the slot was behind it, it is now there.
  const healed = redirected(flow.edges, new Set(entry), next);
  const wanted = [...slot.filter((key) => !own.has(key)), ...(slot.some((key) => own.has(key)) ? entry : [])];
  const target = healed.find(({ key }) => key === wanted[0])?.to;
  if (target === undefined) return refuse('leads_nowhere');
  if (unit.has(target)) return refuse('into_itself');
  const edges = redirected(redirected(healed, new Set(wanted), step.node.key), own, target);
  return { flow: withGraph(flow, flow.nodes, edges), selection };
}

const STAYS: ReadonlySet<string> = new Set(['start', 'end', 'join', 'route']);
/** Of these, what can stand elsewhere: where it begins and where it ends stays, however much is chosen around it. */
export const movable = (flow: FlowDefinition, keys: readonly string[]): string[] =>
  keys.filter((key) => !STAYS.has(nodeOf(flow, key)?.type ?? 'start'));

/** Places between other steps than those that are moved. */
export function placesFor<Place extends { edges: readonly string[] }>(
  flow: FlowDefinition,
  keys: readonly string[],
  places: readonly Place[],
): Place[] {
  const own = new Set(outermost(flow, movable(flow, keys)).flatMap(({ unit }) => [...unit]));
  const inside = new Set(flow.edges.flatMap(({ key, from, to }) => (own.has(from) && own.has(to) ? [key] : [])));
  return places.filter(({ edges }) => !edges.some((key) => inside.has(key)));
}

/** Steps to another place, one behind the other; ways that name them from elsewhere follow them. */
export function moveSteps(flow: FlowDefinition, keys: readonly string[], slot: readonly string[]): Outcome {
  let next = flow;
  let at = slot;
  const selection: string[] = [];
  // Alone, it is said why it stays.
  const taken = keys.length > 1 ? movable(flow, keys) : keys;
  for (const { step } of outermost(flow, taken)) {
    const { key } = step.node;
    const spot = spotOf(next, key);
    if (spot === undefined) continue;
    const done = moveOne(next, spot, at);
    if ('refused' in done) return done;
    next = done.flow;
    selection.push(`node:${key}`);
    const moved = spotOf(next, key);
    if (moved !== undefined) at = keysOf(moved);
  }
  if (selection.length === 0) return refuse('start_stays');
  // What is only jumped to has nothing above it that could go on without it.
  const is = reachable(next);
  return [...reachable(flow)].every((key) => is.has(key)) ? { flow: next, selection } : refuse('cuts_off');
}

/** Steps as they are copied: one behind the other, whatever lay between them. */
export function fragmentOf(flow: FlowDefinition, keys: readonly string[]): Fragment | undefined {
  const spots = outermost(flow, keys).filter(
    ({ step, onward }) => step.node.type !== 'start' && step.node.type !== 'end' && onward.length > 0,
  );
  const parts = spots.map((spot) => cutOut(flow, [...spot.unit], spot.step.node.key, keysOf(spot)));
  return parts.reduceRight<Fragment | undefined>((after, part) => {
    if (after === undefined) return part;
    return {
      nodes: [...part.nodes, ...after.nodes],
      edges: [...redirected(part.edges, new Set(part.onward), after.entry), ...after.edges],
      entry: part.entry,
      onward: after.onward,
      states: [...new Map([...part.states, ...after.states].map((state) => [state.key, state])).values()],
    };
  }, undefined);
}

/** Under keys of its own; an end that would be there twice is the one that there is. */
export function pasteFragment(flow: FlowDefinition, fragment: Fragment, slot: readonly string[]): Outcome {
  if (edgeOf(flow, slot[0] ?? '') === undefined) return refuse('leads_nowhere');
  const own = freshened(flow, fragment);
  return { flow: splice(flow, slot, own), selection: own.nodes.map(({ key }) => `node:${key}`) };
}

export function duplicateSteps(flow: FlowDefinition, keys: readonly string[]): Outcome {
  const fragment = fragmentOf(flow, keys);
  const last = outermost(flow, keys).at(-1);
  if (fragment === undefined || last === undefined || last.onward.length === 0) return refuse('nothing_follows');
  return pasteFragment(flow, fragment, keysOf(last));
}

/** A whole branch of a gate once more, beside it. */
export function duplicateBranch(flow: FlowDefinition, key: string): Outcome {
  const edge = edgeOf(flow, key);
  const step = edge === undefined ? undefined : spotOf(flow, edge.from)?.step;
  const branch = step?.branches.find((one) => one.edge.key === key);
  if (edge === undefined || branch === undefined) return refuse('leads_nowhere');
  const steps = branch.line.steps.map(({ node }) => node.key);
  const unit = branch.line.steps.flatMap(({ node }) => [...(spotOf(flow, node.key)?.unit ?? [])]);
  const whole = cutOut(flow, unit, steps[0] ?? edge.to, []);
  const own = freshened(flow, { ...whole, edges: whole.edges });
  const { default: _default, ...rest } = edge;
  const twin = {
    ...rest,
    key: freeKey(edge.key.replace(/_\d+$/, ''), new Set([...flow.edges, ...own.edges].map((one) => one.key))),
    to: unit.length > 0 ? own.entry : edge.to,
  };
  const at = flow.edges.findIndex((one) => one.key === key);
  const edges = [...flow.edges.slice(0, at + 1), twin, ...own.edges, ...flow.edges.slice(at + 1)];
  const taken = nodeKeys(flow);
  const nodes = [...flow.nodes, ...own.nodes.filter((node) => !taken.has(node.key))];
  return { flow: withGraph(flow, nodes, edges), selection: [`edge:${twin.key}`] };
}
