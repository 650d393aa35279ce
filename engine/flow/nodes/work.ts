import type { CompiledNode } from '../compile.ts';
import { clearTimers, setDeadline } from '../deadlines.ts';
import { isWork } from '../outcomes.ts';
import { type Assigned, everybody, resolve } from '../people.ts';
import { leave } from '../route.ts';
import type { Run } from '../run.ts';
import { cancelTasks, giveTasks, tasksOf } from '../tasks.ts';
import type { Why } from '../types.ts';
import { type Policy, policies, votersOf } from '../votes.ts';
import type { NodeType } from './type.ts';

type Answer = { give: Assigned } | { leave: string; why: Why };

function adminOf(run: Run, code: string): Assigned {
  const role = run.compiled.context.admin;
  return { people: [], group: { role }, why: { code, params: { role } } };
}

/** Nobody can do it: never passes in silence, each way is in the history with its why. */
const empty: Record<'admin' | 'skip' | 'reject' | 'escalate', (run: Run, node: CompiledNode) => Answer> = {
  admin: (run) => ({ give: adminOf(run, 'empty_admin') }),
  skip: (_run, node) => ({ leave: node.normal, why: { code: 'empty_skip' } }),
  reject: () => ({ leave: 'rejected', why: { code: 'empty_reject' } }),
  escalate(run, node) {
    const source = node.deadline?.escalate;
    const assigned = source && resolve(run, node, [source], false);
    if (!assigned) return { give: adminOf(run, 'empty_admin') };
    return { give: { ...assigned, why: { code: 'empty_escalate', params: { by: assigned.why.code } } } };
  },
};

function withoutInitiator(run: Run, node: CompiledNode, assigned: Assigned): Answer {
  const { id } = run.state.initiator;
  const skips = isWork(node.node) && node.node.initiator === 'skip';
  if (!skips || id === undefined || !assigned.people.includes(id)) return { give: assigned };
  const others = assigned.people.filter((person) => person !== id);
  // One of a group may leave it to the others; where the node is the initiator's alone, they need not ask themselves.
  if (others.length > 0) return { give: { ...assigned, people: others } };
  return { leave: node.normal, why: { code: 'initiator_skip' } };
}

function answer(run: Run, node: CompiledNode, policy: Policy): Answer {
  const assigned = resolve(run, node, node.assignees, policy === 'all');
  if (assigned) return withoutInitiator(run, node, assigned);
  const kind = isWork(node.node) ? (node.node.empty ?? 'admin') : 'admin';
  return empty[kind](run, node);
}

const policyOf = (node: CompiledNode): Policy => (node.node.type === 'approve' ? (node.node.policy ?? 'any') : 'any');

/** What approve and handle share: people are asked, and a policy says when their answers decide. */
export const work: NodeType = {
  onEnter(run, token, node) {
    if (!isWork(node.node)) return;
    if (node.node.state !== undefined) run.setState(node.node.state);
    const found = answer(run, node, policyOf(node));
    if ('leave' in found) {
      leave(run, token, found.leave, { skipped: true, why: found.why });
      return;
    }
    setDeadline(run, token, node);
    giveTasks(run, token, found.give);
    const copies = everybody(run, node.copy);
    if (copies.length > 0) run.emit({ type: 'copied', token: token.id, node: node.key, to: copies });
  },

  onOutcome(run, token, node, { outcome, by, why, escalated = false }) {
    const votes = token.votes ?? [];
    const open = tasksOf(run, token).filter((task) => !task.escalated).length;
    const cast = { outcome, escalated };
    const decided = by === undefined ? outcome : policies[policyOf(node)]({ votes, cast, open, normal: node.normal });
    if (decided === undefined) return;
    cancelTasks(run, token, why ?? { code: 'decided', params: { outcome: decided } });
    clearTimers(run, token);
    leave(run, token, decided, why ? { by: votersOf(token), why } : { by: votersOf(token) });
  },

  onCancel(run, token, why) {
    cancelTasks(run, token, why);
    clearTimers(run, token);
  },
};
