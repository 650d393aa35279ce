import { clearTimers, dueOf, setDeadline } from '../deadlines.ts';
import { leave } from '../route.ts';
import type { NodeType } from './type.ts';

/** Waits for its time; where that has come already, it does not wait at all. */
export const timer: NodeType = {
  onEnter(run, token, node) {
    if (node.node.type !== 'timer') return;
    if (node.node.state !== undefined) run.setState(node.node.state);
    const due = node.deadline && dueOf(run, token, node.deadline);
    if (!due || due.dueAt <= run.inputs.now) leave(run, token, node.normal);
    else setDeadline(run, token, node);
  },

  onOutcome(run, token, _node, { outcome }) {
    clearTimers(run, token);
    leave(run, token, outcome);
  },

  onCancel(run, token) {
    clearTimers(run, token);
  },
};
