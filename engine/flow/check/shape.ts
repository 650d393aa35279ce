import type { FlowDefinition } from '../../definition/types.generated.ts';
import { blocksOf, type Graph, isSplit, reach } from '../graph.ts';
import type { FlowProblem } from '../types.ts';
import { namesOf, problemOf, said } from './messages.ts';

const pathOf = (flow: FlowDefinition, key: string): string =>
  `/nodes/${flow.nodes.findIndex((node) => node.key === key)}`;

export function checkReach(flow: FlowDefinition, graph: Graph): FlowProblem[] {
  const problem = problemOf(flow);
  const starts = flow.nodes.filter((node) => node.type === 'start').map((node) => node.key);
  const stars = flow.edges.filter((edge) => edge.from === '*').map((edge) => edge.to);
  const ends = flow.nodes.filter((node) => node.type === 'end').map((node) => node.key);
  const problems: FlowProblem[] = [];
  if (ends.length === 0) problems.push(problem('no_end', '/nodes'));
  const reached = reach(graph.next, [...starts, ...stars]);
  const ending = reach(graph.previous, ends);
  for (const { key } of flow.nodes) {
    if (starts.length > 0 && !reached.has(key)) {
      problems.push(problem('unreachable_node', pathOf(flow, key), { node: key }));
    } else if (ends.length > 0 && !ending.has(key)) {
      problems.push(problem('no_way_to_end', pathOf(flow, key), { node: key }));
    }
  }
  return problems;
}

/** Where a branch may be over without ending the case: a join, or an end of its own. */
const meetings = (flow: FlowDefinition): Set<string> =>
  new Set(
    flow.nodes
      .filter((node) => node.type === 'join' || (node.type === 'end' && node.ends === 'branch'))
      .map((node) => node.key),
  );

/** A branch may end the whole flow, or leave the block, but one that neither does must come to the join or to an end of its own. */
function checkBranches(flow: FlowDefinition, graph: Graph, split: string, join: string): FlowProblem[] {
  const problem = problemOf(flow);
  const outside = new Set([split]);
  const ends = meetings(flow);
  return (graph.next.get(split) ?? []).flatMap((branch) => {
    const within = reach(graph.next, [branch], outside);
    const isOver = flow.nodes.some(({ key, type }) => type === 'end' && ends.has(key) && within.has(key));
    if (within.has(join) || isOver) return [];
    return [problem('branch_without_join', pathOf(flow, split), { node: split, branch, join })];
  });
}

export function checkBlocks(flow: FlowDefinition, graph: Graph): FlowProblem[] {
  const problem = problemOf(flow);
  const { joins } = blocksOf(flow);
  const problems: FlowProblem[] = [];
  const closed = new Set<string>();
  const over = meetings(flow);
  for (const node of flow.nodes) {
    if (!isSplit(node)) continue;
    const join = joins.get(node.key);
    if (join === undefined) {
      const ahead = reach(graph.next, graph.next.get(node.key) ?? []);
      // What comes of branches that meet somewhere, or are over by themselves, is for the proof to say.
      if (![...ahead].some((key) => over.has(key))) {
        problems.push(problem('parallel_without_join', pathOf(flow, node.key), { node: node.key }));
      }
      continue;
    }
    if (closed.has(join)) problems.push(problem('join_shared', pathOf(flow, join), { node: join }));
    closed.add(join);
    problems.push(...checkBranches(flow, graph, node.key, join));
  }
  const afterSplits = reach(
    graph.next,
    flow.nodes.filter(isSplit).map(({ key }) => key),
  );
  for (const node of flow.nodes) {
    if (node.type !== 'join' || closed.has(node.key) || afterSplits.has(node.key)) continue;
    problems.push(problem('join_without_parallel', pathOf(flow, node.key), { node: node.key }));
  }
  return problems;
}

const automatic = new Set([
  'start',
  'exclusive',
  'parallel',
  'inclusive',
  'foreach',
  'join',
  'rule',
  'action',
  'cc',
  'route',
]);

/** Loops in which nobody works and nothing is waited for. An action with a call waits for its answer. */
export function checkLoops(flow: FlowDefinition, graph: Graph): FlowProblem[] {
  const stops = new Set(
    flow.nodes
      .filter((node) => !automatic.has(node.type) || (node.type === 'action' && node.do.some((one) => 'call' in one)))
      .map((node) => node.key),
  );
  const told = new Set<string>();
  const problems: FlowProblem[] = [];
  for (const { key } of flow.nodes) {
    if (stops.has(key) || told.has(key)) continue;
    const round = reach(graph.next, graph.next.get(key) ?? [], stops);
    if (!round.has(key)) continue;
    const back = reach(graph.previous, [key], stops);
    const loop = flow.nodes.map((node) => node.key).filter((node) => round.has(node) && back.has(node));
    for (const node of loop) told.add(node);
    problems.push(said('automatic_loop', pathOf(flow, key), { nodes: namesOf(flow, loop) }));
  }
  return problems;
}
