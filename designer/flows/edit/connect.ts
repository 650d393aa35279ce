import type { FlowDefinition, FlowEdge, FlowNode } from '../../../engine/definition/index.ts';
import { inOrder, isGate } from '../../../engine/flow/layout/graph.ts';
import type { Draft } from '../../facts/index.ts';
import { outcomesToTell } from '../outcomes.ts';
import {
  edgeKeys,
  edgeOf,
  freeKey,
  nodeOf,
  type Outcome,
  type Refusal,
  redirected,
  refuse,
  withGraph,
} from './edit.ts';

/** On what a new line leaves its node. */
export interface Choice {
  id: string;
  /** `instead`: of where it leads now; `when`: on a condition that is to be said; `jump`: where a jump leads. */
  how: 'new' | 'instead' | 'when' | 'jump';
  /** As the edge says it: undefined is the usual outcome. */
  on: string | undefined;
  outcome: string;
  /** The edge that leads somewhere on this outcome now. */
  edge?: string;
}

/** Why no line may lead from one node to the other, whatever it leaves on. */
export function refusedLine(flow: FlowDefinition, from: string, to: string): Refusal | undefined {
  const [source, target] = [nodeOf(flow, from), nodeOf(flow, to)];
  if (target === undefined || (source === undefined && from !== '*')) return 'leads_nowhere';
  if (source?.type === 'end') return 'end_leads';
  if (target.type === 'start') return 'start_entered';
  return from === to ? 'itself' : undefined;
}

/** Values that a table is asked for: each has a branch. */
function branchesOf(flow: FlowDefinition, node: FlowNode, draft: Draft): Choice[] {
  if (node.type === 'parallel') return [{ id: 'branch', how: 'new', on: undefined, outcome: 'split' }];
  const isByTable = node.type === 'exclusive' && node.table !== undefined;
  if (!isByTable) return [{ id: 'branch', how: 'when', on: undefined, outcome: 'chosen' }];
  const table = draft.tables.get(node.table ?? '');
  const at = table?.in.length ?? 0;
  const values = new Set((table?.rows ?? []).map((row) => (row[at] ?? '').replace(/^"(.*)"$/, '$1')));
  return [...values]
    .filter((value) => value !== '' && !value.startsWith('='))
    .map((value) => ({ on: value, outcome: value, ...ledBy(flow, node.key, value, value) }));
}

function ledBy(flow: FlowDefinition, from: string, on: string | undefined, outcome: string) {
  const ways = flow.edges.filter((edge) => edge.from === from && (edge.on === on || edge.on === outcome));
  const edge = inOrder(ways).findLast((one) => one.when === undefined) ?? ways.at(-1);
  return edge === undefined
    ? { id: outcome, how: 'new' as const }
    : { id: outcome, how: 'instead' as const, edge: edge.key };
}

/** Everything that a line from this node can leave on, what leads nowhere yet first. */
export function choicesFrom(flow: FlowDefinition, from: string, draft: Draft): Choice[] {
  const node = nodeOf(flow, from);
  if (node === undefined || node.type === 'end') return [];
  if (node.type === 'route') return [{ id: 'jump', how: 'jump', on: undefined, outcome: 'routed' }];
  if (isGate(node) && node.type !== 'foreach') return branchesOf(flow, node, draft);
  const all = outcomesToTell(flow, from, draft).map(
    ({ outcome, on }): Choice => ({ on, outcome, ...ledBy(flow, from, on, outcome) }),
  );
  const usual = all.find(({ on, how }) => on === undefined && how === 'instead');
  const divided: Choice[] = usual === undefined ? [] : [{ ...usual, id: `${usual.id} when`, how: 'when' }];
  return [...all.filter(({ how }) => how === 'new'), ...all.filter(({ how }) => how === 'instead'), ...divided];
}

/** Those that would change something. */
export function choicesBetween(flow: FlowDefinition, from: string, to: string, draft: Draft): Choice[] {
  if (refusedLine(flow, from, to) !== undefined) return [];
  const leadsThere = (key: string | undefined) => edgeOf(flow, key ?? '')?.to === to;
  return choicesFrom(flow, from, draft).filter(({ edge }) => !leadsThere(edge));
}

/** A branch is gone before the one that is left when no condition holds; a condition is asked before what is always so. */
function placed(flow: FlowDefinition, edge: FlowEdge, { how, edge: before }: Choice): FlowEdge[] {
  const siblings = inOrder(flow.edges.filter(({ from }) => from === edge.from));
  const next = siblings.find((one) => (how === 'when' && one.key === before) || one.default === true);
  const at = next === undefined ? flow.edges.length : flow.edges.indexOf(next);
  return [...flow.edges.slice(0, at), edge, ...flow.edges.slice(at)];
}

const named = (flow: FlowDefinition, from: string): Partial<FlowEdge> => {
  const node = nodeOf(flow, from);
  if (node?.type !== 'inclusive' && (node?.type !== 'exclusive' || node.table !== undefined)) return {};
  const number = Math.max(1, flow.edges.filter((edge) => edge.from === from).length);
  return { label: { 'zh-CN': `条件 ${number}`, en: `Condition ${number}` } };
};

/** A line from one node to another, on one of `choicesBetween`. */
export function connect(flow: FlowDefinition, from: string, to: string, choice: Choice): Outcome {
  const refused = refusedLine(flow, from, to);
  if (refused !== undefined) return refuse(refused);
  if (choice.how === 'jump') {
    const nodes = flow.nodes.map((node) => (node.key === from ? ({ ...node, to } as FlowNode) : node));
    return { flow: withGraph(flow, nodes, flow.edges), selection: [`node:${from}`] };
  }
  if (choice.how === 'instead' && choice.edge !== undefined) return leadTo(flow, choice.edge, to);
  const key = freeKey('way', edgeKeys(flow));
  const on = choice.on === undefined ? {} : { on: choice.on };
  const edges = placed(flow, { key, from, to, ...on, ...named(flow, from) }, choice);
  return { flow: withGraph(flow, flow.nodes, edges), selection: [`edge:${key}`] };
}

/** The end of a line onto another node. */
export function leadTo(flow: FlowDefinition, key: string, to: string): Outcome {
  const edge = edgeOf(flow, key);
  if (edge === undefined) return refuse('leads_nowhere');
  const refused = refusedLine(flow, edge.from, to);
  if (refused !== undefined) return refuse(refused);
  const edges = redirected(flow.edges, new Set([key]), to);
  return { flow: withGraph(flow, flow.nodes, edges), selection: [`edge:${key}`] };
}

/** The beginning of a line onto another node, which it leaves on one of that node's outcomes; its name and its condition stay. */
export function leaveFrom(flow: FlowDefinition, key: string, from: string, choice: Choice): Outcome {
  const edge = edgeOf(flow, key);
  if (edge === undefined || edge.from === '*' || choice.how === 'jump') return refuse('leads_nowhere');
  const refused = refusedLine(flow, from, edge.to);
  if (refused !== undefined) return refuse(refused);
  const { default: _default, priority: _priority, on: _on, when, ...rest } = edge;
  const dropped = choice.how === 'instead' ? [key, choice.edge] : [key];
  const left = withGraph(
    flow,
    flow.nodes,
    flow.edges.filter((one) => !dropped.includes(one.key)),
  );
  const moved: FlowEdge = {
    ...(edge.label === undefined ? named(left, from) : {}),
    ...rest,
    from,
    ...(choice.on === undefined ? {} : { on: choice.on }),
    ...(choice.how === 'when' && when !== undefined ? { when } : {}),
  };
  return { flow: withGraph(left, left.nodes, placed(left, moved, choice)), selection: [`edge:${key}`] };
}
