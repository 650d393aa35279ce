import { branchOver, cancelAll } from '../scopes.ts';
import type { NodeType } from './type.ts';

/**
 * The record has one state, so an end is the end of the whole: what still runs beside it is cancelled. One that ends its
 * branch alone is the end of the whole when nothing else runs.
 */
export const end: NodeType = {
  onEnter(run, token, node) {
    if (node.node.type !== 'end') return;
    run.emit({ type: 'node_left', token: token.id, node: token.node, outcome: node.normal });
    const { scope, branch } = token;
    if (node.node.ends === 'branch') {
      branchOver(run, { scope, branch }, { code: 'branch_ended', params: { node: node.key } });
      if (run.state.tokens.length > 0 || run.jobs.length > 0) return;
    } else cancelAll(run, { code: 'flow_ended', params: { node: node.key } });
    run.end(node.key, node.node.state);
  },
};
