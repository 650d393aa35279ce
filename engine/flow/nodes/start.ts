import { leave } from '../route.ts';
import type { NodeType } from './type.ts';

export const start: NodeType = {
  onEnter(run, token, node) {
    leave(run, token, node.normal);
  },
};
