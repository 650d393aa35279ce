import type { FlowDefinition, FlowEdge, FlowNode } from '../../definition/types.generated.ts';
import { normalOutcome } from '../outcomes.ts';

/** Edges between which one decision chooses: all of a split, else those on one outcome. */
export interface EdgeGroup {
  node: FlowNode;
  /** undefined: all edges of a split, of which several may be taken. */
  outcome: string | undefined;
  /** In the order in which they are tried, without defaults. */
  edges: readonly FlowEdge[];
  defaults: readonly FlowEdge[];
}

/** Node types that take every way that is open, not only the first. */
const splits: ReadonlySet<string> = new Set(['parallel', 'inclusive']);

export const takesSeveral = (node: FlowNode): boolean => splits.has(node.type);

export const groupKey = (node: string, outcome: string | undefined): string =>
  outcome === undefined ? node : `${node} ${outcome}`;

export function groupsOf(flow: FlowDefinition): Map<string, EdgeGroup> {
  const groups = new Map<string, EdgeGroup>();
  for (const node of flow.nodes) {
    const own = flow.edges.filter((edge) => edge.from === node.key);
    const outcomeOf = (edge: FlowEdge) => (takesSeveral(node) ? undefined : (edge.on ?? normalOutcome(node)));
    for (const outcome of new Set(own.map(outcomeOf))) {
      const all = own.filter((edge) => outcomeOf(edge) === outcome);
      const tried = all.filter((edge) => !edge.default).sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
      const defaults = all.filter((edge) => edge.default);
      groups.set(groupKey(node.key, outcome), { node, outcome, edges: tried, defaults });
    }
  }
  return groups;
}
