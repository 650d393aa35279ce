import { cancelAll } from '../route.ts';
import type { NodeType } from './type.ts';

/** The record has one state, so an end is the end of the whole: what still runs beside it is cancelled. */
export const end: NodeType = {
  onEnter(run, token, node) {
    if (node.node.type !== 'end') return;
    run.emit({ type: 'node_left', token: token.id, node: token.node, outcome: node.normal });
    cancelAll(run, { code: 'flow_ended', params: { node: node.key } });
    run.setState(node.node.state);
    run.emit({ type: 'ended', node: node.key, state: node.node.state });
  },
};
