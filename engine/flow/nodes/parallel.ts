import { chooseEdges, schedule, undecided } from '../route.ts';
import type { NodeType } from './type.ts';

/** Starts every branch whose condition holds, and records how many: the join counts this scope and nothing else. */
export const parallel: NodeType = {
  onEnter(run, token, node) {
    const edges = chooseEdges(run, node);
    if (edges.length === 0) {
      undecided(run, token, node.normal);
      return;
    }
    run.emit({ type: 'node_left', token: token.id, node: node.key, outcome: node.normal });
    const scope = run.nextLocalId();
    run.emit({
      type: 'scope_opened',
      scope,
      split: node.key,
      count: edges.length,
      parent: token.scope,
      branch: token.branch,
    });
    for (const edge of edges) schedule(run, { node: edge.edge.to, scope, branch: edge.branch });
  },
};
