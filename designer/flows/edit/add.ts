import type { FlowDefinition, FlowEdge, FlowNode } from '../../../engine/definition/index.ts';
import { inOrder, isGate, needsJoin } from '../../../engine/flow/layout/graph.ts';
import { FIRST_STEP } from '../../app/births.ts';
import { type Around, Birth, bornFragment, type Kind, kindLabel } from './birth.ts';
import {
  type Edited,
  edgeOf,
  nodeOf,
  type Outcome,
  reachable,
  redirected,
  refuse,
  withGraph,
  withStates,
} from './edit.ts';
import { splice } from './fragment.ts';
import { spotOf } from './spot.ts';

const grown = (flow: FlowDefinition, birth: Birth, edges: readonly FlowEdge[] = flow.edges): FlowDefinition => {
  const next = withGraph(flow, [...flow.nodes, ...birth.nodes], edges);
  return birth.states.length === 0 ? next : withStates(next, [...flow.states, ...birth.states]);
};

/** Ends and jumps lead nowhere below: they take the place of the way on, where all behind it can still be come to. */
function addLast(flow: FlowDefinition, kind: Kind, slot: readonly string[], around: Around): Outcome {
  const birth = new Birth(flow, around);
  const to = edgeOf(flow, slot[0] ?? '')?.to;
  if (to === undefined) return refuse('leads_nowhere');
  let key: string;
  if (kind === 'route') {
    const node = birth.node('route');
    birth.nodes[0] = { ...node, to } as FlowNode;
    key = node.key;
  } else key = birth.end('ended', { 'zh-CN': '已结束', en: 'Ended' }, 'neutral');
  const next = grown(flow, birth, redirected(flow.edges, new Set(slot), key));
  const is = reachable(next);
  if ([...reachable(flow)].some((one) => !is.has(one))) return refuse('cuts_off');
  return { flow: next, selection: [`node:${key}`] };
}

/** A new node, with all that comes with its kind, onto the edges of a slot. */
export function addNode(flow: FlowDefinition, kind: Kind, slot: readonly string[], around: Around): Outcome {
  if (edgeOf(flow, slot[0] ?? '') === undefined) return refuse('leads_nowhere');
  if (kind === 'end' || kind === 'route') return addLast(flow, kind, slot, around);
  const fragment = bornFragment(flow, kind, around);
  return { flow: splice(flow, slot, fragment), selection: [`node:${fragment.entry}`] };
}

/** Kinds that may be put here: after the last step nothing can be cut off. */
export function mayAdd(flow: FlowDefinition, kind: Kind, slot: readonly string[], around: Around): boolean {
  return (kind !== 'end' && kind !== 'route') || !('refused' in addLast(flow, kind, slot, around));
}

/** One more way out of a gate, before the one that is left when no condition holds. */
export function addBranch(flow: FlowDefinition, gate: string, around: Around): Outcome {
  const spot = spotOf(flow, gate);
  const node = nodeOf(flow, gate);
  if (spot === undefined || node === undefined || !isGate(node) || node.type === 'foreach')
    return refuse('leads_nowhere');
  const birth = new Birth(flow, around);
  const number = spot.step.branches.length;
  const label = { 'zh-CN': `条件 ${number}`, en: `Condition ${number}` };
  const target = spot.step.join?.key ?? spot.onward[0]?.to ?? flow.nodes.find(({ type }) => type === 'end')?.key;
  if (target === undefined) return refuse('leads_nowhere');
  let way: FlowEdge;
  if (needsJoin(node)) {
    const work = birth.worked('approve');
    way = birth.edge(gate, work.key, node.type === 'parallel' ? {} : { label });
    birth.edge(work.key, target);
  } else way = birth.edge(gate, target, { label });
  const siblings = inOrder(flow.edges.filter(({ from }) => from === gate));
  const before = siblings.find((edge) => edge.default === true);
  const at = before === undefined ? flow.edges.length : flow.edges.indexOf(before);
  const edges = [...flow.edges.slice(0, at), ...birth.edges, ...flow.edges.slice(at)];
  return { flow: grown(flow, birth, edges), selection: [`edge:${way.key}`] };
}

/** A branch one place further left or right. The order is the edges' own from then on, not their numbers'. */
export function moveBranch(flow: FlowDefinition, key: string, by: 1 | -1): Outcome {
  const edge = edgeOf(flow, key);
  const siblings = edge === undefined ? [] : inOrder(flow.edges.filter(({ from }) => from === edge.from));
  const at = siblings.findIndex((one) => one.key === key);
  const other = siblings[at + by];
  if (edge === undefined || other === undefined) return refuse('leads_nowhere');
  if (edge.default === true || other.default === true) return refuse('default_is_last');
  const next = [...siblings];
  next[at] = other;
  next[at + by] = edge;
  const queue = next.map(({ priority: _priority, ...rest }) => rest as FlowEdge);
  const edges = flow.edges.map((one) => (one.from === edge.from ? (queue.shift() ?? one) : one));
  return { flow: withGraph(flow, flow.nodes, edges), selection: [`edge:${key}`] };
}

/** Where a node leads on an outcome; undefined: nowhere any more. A new end is made where none is named. */
export function setWay(
  flow: FlowDefinition,
  from: string,
  on: string | undefined,
  to: string | undefined | { end: { 'zh-CN': string; en: string } },
  around: Around,
): Edited {
  const selection = [`node:${from}`];
  const old = flow.edges.find((edge) => edge.from === from && edge.on === on);
  if (to === undefined) {
    return {
      flow: withGraph(
        flow,
        flow.nodes,
        flow.edges.filter((edge) => edge !== old),
      ),
      selection,
    };
  }
  const birth = new Birth(flow, around);
  const target = typeof to === 'string' ? to : birth.end(on ?? 'ended', to.end, 'neutral');
  if (old !== undefined)
    return { flow: grown(flow, birth, redirected(flow.edges, new Set([old.key]), target)), selection };
  birth.edge(from, target, on === undefined ? {} : { on });
  return { flow: grown(flow, birth, [...flow.edges, ...birth.edges]), selection };
}

/** Lines taken away; the last one stays. */
export function disconnect(flow: FlowDefinition, keys: readonly string[]): Outcome {
  const edges = flow.edges.filter(({ key }) => !keys.includes(key));
  if (edges.length === 0) return refuse('leads_nowhere');
  return { flow: withGraph(flow, flow.nodes, edges), selection: [] };
}

/** A new name, in one language; the state that was made with the node follows while nobody has named it. */
export function renameNode(flow: FlowDefinition, key: string, words: string, locale: 'zh-CN' | 'en'): Edited {
  const node = nodeOf(flow, key);
  if (node === undefined) return { flow, selection: [] };
  const old = 'label' in node ? node.label : undefined;
  const before = typeof old === 'string' || old === undefined ? { 'zh-CN': old ?? '', en: old ?? '' } : old;
  // What nobody has named yet is called so in both languages, until the other one is said too.
  const isBorn = [kindLabel(node.type), FIRST_STEP].some((born) =>
    (['zh-CN', 'en'] as const).every((one) => before[one] === '' || before[one].replace(/ \d+$/, '') === born[one]),
  );
  const label = isBorn ? { 'zh-CN': words, en: words } : { ...before, [locale]: words };
  const nodes = flow.nodes.map((one) => (one.key === key ? ({ ...one, label } as FlowNode) : one));
  const states = flow.states.map((state) => {
    const isOwn = 'state' in node && state.key === node.state && typeof state.label === 'object';
    const follows = isOwn && typeof state.label === 'object' && state.label.en === `Waiting: ${before.en}`;
    return follows ? { ...state, label: { 'zh-CN': `待${label['zh-CN']}`, en: `Waiting: ${label.en}` } } : state;
  });
  return { flow: withStates(withGraph(flow, nodes, flow.edges), states), selection: [`node:${key}`] };
}
