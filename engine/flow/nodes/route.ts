import { leave } from '../route.ts';
import type { NodeType } from './type.ts';

/** Goes on at the node it names: the graph has an edge for it (graph.ts). */
export const route: NodeType = {
  onEnter(run, token, node) {
    leave(run, token, node.normal);
  },
};
