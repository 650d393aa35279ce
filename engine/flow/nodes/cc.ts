import { everybody } from '../people.ts';
import { leave } from '../route.ts';
import type { NodeType } from './type.ts';

/** Copies to people; nobody has to do anything. */
export const cc: NodeType = {
  onEnter(run, token, node) {
    const to = everybody(run, token, node, node.copy);
    if (to.length > 0) run.emit({ type: 'copied', token: token.id, node: node.key, to });
    leave(run, token, node.normal, to.length > 0 ? {} : { skipped: true, why: { code: 'empty_skip' } });
  },
};
