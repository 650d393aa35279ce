import type { FlowDefinition, FlowEdge, FlowNode } from '../../definition/types.generated.ts';
import { isWork, normalOutcome } from '../outcomes.ts';
import type { CheckContext, FlowProblem } from '../types.ts';
import { problemOf } from './messages.ts';

/** What a node may end with: must have an edge, should have one, may have one. `open`: others cannot be ruled out. */
interface Outcomes {
  must: Set<string>;
  should: Set<string>;
  may: Set<string>;
  open: boolean;
}

function workOutcomes(node: Extract<FlowNode, { type: 'approve' | 'handle' }>, found: Outcomes): void {
  const allows = (operation: 'approve' | 'reject' | 'complete' | 'return') => node.allow?.includes(operation);
  const decides = node.type === 'approve' ? (allows('approve') ?? true) : (allows('complete') ?? true);
  const isSkipped = node.empty === 'skip' || node.initiator === 'skip' || (node.duplicate ?? 'allow') !== 'allow';
  if (decides || isSkipped) found.must.add(normalOutcome(node));
  const rejects = allows('reject') ?? node.type === 'approve';
  if (rejects || node.empty === 'reject') found.must.add('rejected');
  for (const own of node.outcomes ?? []) found.must.add(own.key);
  if (allows('return')) found.may.add('returned');
}

function callOutcomes(node: Extract<FlowNode, { type: 'action' }>, found: Outcomes, context: CheckContext): void {
  for (const action of node.do) {
    if (!('call' in action)) continue;
    found.should.add('error');
    const named = context.callOutcomes?.(action.call);
    if (named) for (const outcome of named) found.should.add(outcome);
    else found.open = true;
  }
}

/** Outputs that a table is sure to give; formulas cannot be known. */
function tableOutcomes(key: string, found: Outcomes, context: CheckContext): void {
  const table = context.tables?.get(key);
  if (!table) {
    found.open = true;
    return;
  }
  for (const row of table.rows) {
    const cell = row[table.in.length] ?? '';
    if (cell.startsWith('=')) found.open = true;
    else found.must.add(cell.replace(/^"(.*)"$/, '$1'));
  }
}

/** The state of its end, where an edge leaves on it; that it was called off, or could not begin, where one does. */
function subflowOutcomes(node: Extract<FlowNode, { type: 'subflow' }>, found: Outcomes, context: CheckContext): void {
  const ends = node.wait === false ? [] : context.flowEnds?.(node.form);
  found.must.add(normalOutcome(node));
  if (node.wait === false) return;
  for (const outcome of ['cancelled', 'error', ...(ends ?? [])]) found.may.add(outcome);
  found.open = ends === undefined;
}

export function outcomesOf(node: FlowNode, context: CheckContext): Outcomes {
  const found: Outcomes = { must: new Set(), should: new Set(), may: new Set(), open: false };
  if (isWork(node)) workOutcomes(node, found);
  else if (node.type === 'wait') {
    for (const signal of node.for) found.must.add(signal.outcome ?? normalOutcome(node));
  } else if (node.type === 'exclusive' && node.table !== undefined) {
    found.may.add(normalOutcome(node));
    tableOutcomes(node.table, found, context);
  } else if (node.type === 'subflow') {
    subflowOutcomes(node, found, context);
  } else if (node.type !== 'end' && node.type !== 'route') {
    found.must.add(normalOutcome(node));
    if (node.type === 'action') callOutcomes(node, found, context);
    if (node.type === 'foreach') found.may.add('empty');
  }
  if ('milestone' in node && node.milestone !== undefined) {
    found.may.add('missed');
    // A row of edges on missed takes what would else leave in the normal way.
    found.may.add(normalOutcome(node));
  }
  if ('deadline' in node && node.deadline?.outcome !== undefined) found.must.add(node.deadline.outcome);
  return found;
}

const leadsOn = (edges: FlowEdge[]): boolean => edges.some((edge) => edge.default || !edge.when);

/** Each outcome has a way on, and each edge an outcome. */
export function checkOutcomes(
  flow: FlowDefinition,
  node: FlowNode,
  index: number,
  context: CheckContext,
): FlowProblem[] {
  const problem = problemOf(flow);
  if (node.type === 'end') return [];
  const found = outcomesOf(node, context);
  const problems: FlowProblem[] = [];
  const edges = flow.edges.filter((edge) => edge.from === node.key);
  const on = (outcome: string) => edges.filter((edge) => (edge.on ?? normalOutcome(node)) === outcome);
  const falls = node.type === 'exclusive' && edges.some((edge) => edge.default);
  const path = `/nodes/${index}`;
  for (const outcome of found.must) {
    const ways = on(outcome);
    if (falls || leadsOn(ways)) continue;
    const code = ways.length === 0 ? 'outcome_without_edge' : 'no_default';
    problems.push(problem(code, path, { node: node.key, outcome }));
  }
  for (const outcome of found.should) {
    if (on(outcome).length === 0) problems.push(problem('failure_without_edge', path, { node: node.key, outcome }));
  }
  if (found.open) return problems;
  const known = new Set([...found.must, ...found.should, ...found.may]);
  flow.edges.forEach((edge, position) => {
    if (edge.from !== node.key || (edge.on === undefined && edge.default)) return;
    const outcome = edge.on ?? normalOutcome(node);
    if (known.has(outcome)) return;
    const params = { node: node.key, outcome, known: [...known].join(', ') };
    problems.push(problem('unknown_outcome', `/edges/${position}/on`, params));
  });
  return problems;
}
