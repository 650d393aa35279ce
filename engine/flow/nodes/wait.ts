import { clearTimers, setDeadline } from '../deadlines.ts';
import { leave } from '../route.ts';
import { cancelTasks } from '../tasks.ts';
import type { NodeType } from './type.ts';

/** Waits for one of its signals, or for its deadline. */
export const wait: NodeType = {
  onEnter(run, token, node) {
    if (node.node.type !== 'wait') return;
    if (node.node.state !== undefined) run.setState(node.node.state);
    setDeadline(run, token, node);
  },

  onOutcome(run, token, _node, { outcome, by, why }) {
    cancelTasks(run, token, why ?? { code: 'decided', params: { outcome } });
    clearTimers(run, token);
    leave(run, token, outcome, { by: by === undefined ? [] : [by], ...(why ? { why } : {}) });
  },

  onCancel(run, token, why) {
    cancelTasks(run, token, why);
    clearTimers(run, token);
  },
};
