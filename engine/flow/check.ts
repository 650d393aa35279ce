import type { FlowDefinition, FlowNode } from '../definition/types.generated.ts';
import { problemOf } from './check/messages.ts';
import { checkOutcomes } from './check/outcomes.ts';
import { checkBlocks, checkLoops, checkReach } from './check/shape.ts';
import { graphOf } from './graph.ts';
import { isWork } from './outcomes.ts';
import { checkSoundness, type ProvedProblem, type SoundnessFacts, withProof } from './soundness/index.ts';
import type { CheckContext, FlowProblem } from './types.ts';

function checkKeys(flow: FlowDefinition): FlowProblem[] {
  const problem = problemOf(flow);
  const problems: FlowProblem[] = [];
  const seen = new Set<string>();
  flow.nodes.forEach(({ key }, index) => {
    if (seen.has(key)) problems.push(problem('duplicate_node', `/nodes/${index}/key`, { node: key }));
    seen.add(key);
  });
  const edges = new Set<string>();
  flow.edges.forEach(({ key }, index) => {
    if (edges.has(key)) problems.push(problem('duplicate_edge', `/edges/${index}/key`, { edge: key }));
    edges.add(key);
  });
  return problems;
}

function checkStarts(flow: FlowDefinition): FlowProblem[] {
  const problem = problemOf(flow);
  const starts = flow.nodes.flatMap((node, index) => (node.type === 'start' ? [{ key: node.key, index }] : []));
  if (starts.length === 0) return [problem('no_start', '/nodes')];
  return starts.slice(1).map(({ key, index }) => problem('several_starts', `/nodes/${index}`, { node: key }));
}

function checkEdges(flow: FlowDefinition): FlowProblem[] {
  const problem = problemOf(flow);
  const types = new Map<string, FlowNode['type']>(flow.nodes.map((node) => [node.key, node.type]));
  const known = [...types.keys()].join(', ');
  return flow.edges.flatMap((edge, index) => {
    const problems: FlowProblem[] = [];
    if (edge.from !== '*' && !types.has(edge.from)) {
      problems.push(problem('unknown_node', `/edges/${index}/from`, { node: edge.from, known }));
    }
    if (!types.has(edge.to)) problems.push(problem('unknown_node', `/edges/${index}/to`, { node: edge.to, known }));
    if (edge.from === '*' && edge.on === undefined) {
      problems.push(problem('star_without_outcome', `/edges/${index}`, { edge: edge.key }));
    }
    if (types.get(edge.from) === 'end') problems.push(problem('end_has_edges', `/edges/${index}`, { node: edge.from }));
    if (types.get(edge.to) === 'start') problems.push(problem('start_entered', `/edges/${index}`, { node: edge.to }));
    return problems;
  });
}

function checkStates(flow: FlowDefinition): FlowProblem[] {
  const problem = problemOf(flow);
  const states = new Set(flow.states.map((state) => state.key));
  const known = [...states].join(', ');
  const unknown = (state: string | undefined, path: string): FlowProblem[] =>
    state === undefined || states.has(state) ? [] : [problem('unknown_state', path, { state, known })];
  return [
    ...flow.nodes.flatMap((node, index) => ('state' in node ? unknown(node.state, `/nodes/${index}/state`) : [])),
    ...flow.edges.flatMap((edge, index) =>
      (edge.while ?? []).flatMap((state, at) => unknown(state, `/edges/${index}/while/${at}`)),
    ),
  ];
}

/** Nodes that other nodes name: four eyes, returns, whoever did it before. */
function checkNames(flow: FlowDefinition): FlowProblem[] {
  const problem = problemOf(flow);
  const keys = new Set(flow.nodes.map((node) => node.key));
  const known = [...keys].join(', ');
  const unknown = (node: string | undefined, path: string): FlowProblem[] =>
    node === undefined || keys.has(node) ? [] : [problem('unknown_node', path, { node, known })];
  const called = flow.edges.flatMap((edge, index) =>
    (edge.cancels ?? []).flatMap((key, at) => unknown(key, `/edges/${index}/cancels/${at}`)),
  );
  const named = flow.nodes.flatMap((node, index) => {
    const path = `/nodes/${index}`;
    const gate = 'milestone' in node ? unknown(node.milestone, `${path}/milestone`) : [];
    const jump = node.type === 'route' ? unknown(node.to, `${path}/to`) : [];
    if (!isWork(node)) return [...gate, ...jump];
    return [
      ...gate,
      ...(node.separateFrom ?? []).flatMap((key, at) =>
        key === 'initiator' ? [] : unknown(key, `${path}/separateFrom/${at}`),
      ),
      ...(node.returnTo ?? []).flatMap((key, at) => unknown(key, `${path}/returnTo/${at}`)),
      ...node.assignees.flatMap((assignee, at) => unknown(assignee.node, `${path}/assignees/${at}/node`)),
    ];
  });
  return [...named, ...called];
}

/** What is wrong with the shape of a flow, before anything runs on it. */
function checkShape(flow: FlowDefinition, context: CheckContext): FlowProblem[] {
  const graph = graphOf(flow);
  return [
    ...checkKeys(flow),
    ...checkStarts(flow),
    ...checkEdges(flow),
    ...checkStates(flow),
    ...checkNames(flow),
    ...checkReach(flow, graph),
    ...checkBlocks(flow, graph),
    ...checkLoops(flow, graph),
    ...flow.nodes.flatMap((node, index) => checkOutcomes(flow, node, index, context)),
  ];
}

/** With these nothing can run, so there is nothing to prove. */
const broken: ReadonlySet<string> = new Set([
  'no_start',
  'several_starts',
  'duplicate_node',
  'duplicate_edge',
  'unknown_node',
  'star_without_outcome',
  'end_has_edges',
  'start_entered',
]);

/**
 * What is wrong with a flow: its shape, and then what the proof finds by going through all of its states. References to
 * forms, roles and fields are the definition checker's.
 */
export function checkFlow(flow: FlowDefinition, context: SoundnessFacts = {}): ProvedProblem[] {
  const shape = checkShape(flow, context);
  if (shape.some(({ code }) => broken.has(code))) return shape;
  return withProof(flow, shape, checkSoundness(flow, context));
}
