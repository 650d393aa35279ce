import { leave } from '../route.ts';
import { decideTable } from '../table.ts';
import type { NodeType } from './type.ts';

export const rule: NodeType = {
  onEnter(run, token, node) {
    if (node.node.type !== 'rule') return;
    decideTable(run, node, node.node.table);
    leave(run, token, node.normal);
  },
};
