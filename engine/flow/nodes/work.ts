import { answer, isEach, policyOf } from '../asked.ts';
import type { CompiledNode } from '../compile.ts';
import { clearTimers, setDeadline } from '../deadlines.ts';
import { isWork } from '../outcomes.ts';
import { everybody } from '../people.ts';
import { leave } from '../route.ts';
import type { Run } from '../run.ts';
import { cancelTasks, giveTasks, tasksOf } from '../tasks.ts';
import type { Token, Vote, Why } from '../types.ts';
import { policies, votersOf } from '../votes.ts';
import { isVetoer, weightOf } from '../weights.ts';
import type { NodeType, Said } from './type.ts';

/** Asks the next of those who are asked one after the other. */
function askNext(run: Run, token: Token, node: CompiledNode, why: Why): void {
  const [next] = token.queue ?? [];
  if (!next) return;
  run.emit({ type: 'next_asked', token: token.id, node: node.key });
  const { user, by, through } = next;
  const turn: Why = through ? { code: why.code, params: { ...why.params, ...through } } : why;
  const asked: Why = by === undefined ? turn : { code: 'signer_after', params: { by } };
  const assigned = through ? { people: [user], through, why: asked } : { people: [user], why: asked };
  giveTasks(run, token, assigned, by === undefined ? {} : { added: { by, position: 'after' } });
}

/** A proxy votes in the place of whom they stand for: with their weight, and with their veto. */
function whoseVote({ votes = [] }: Token, by: string): string {
  const last = votes.at(-1);
  return last?.by === by ? (last.standsFor ?? by) : by;
}

/** What the policy makes of the votes so far; nothing while others are still asked. */
function decided(
  run: Run,
  token: Token,
  node: CompiledNode,
  { outcome, by, escalated = false }: Said,
): string | undefined {
  if (by === undefined) return outcome;
  const open = tasksOf(run, token).filter((task) => task.kind === 'work' && !task.escalated);
  // Those asked before somebody only advise: the one who waits for them is still asked.
  const counted = open.filter((task) => task.added?.position !== 'before');
  const decisive = escalated || (outcome === 'rejected' && isVetoer(run, node, whoseVote(token, by)));
  const share = node.node.type === 'approve' ? (node.node.share ?? 0.5) : 0.5;
  return policies[policyOf(node)]({
    votes: token.votes ?? [],
    cast: { outcome, decisive },
    open: counted.map((task) => (task.added ? 0 : weightOf(run, node, task.standsFor ?? task.assignee))),
    openAdded: counted.filter((task) => task.added).length,
    normal: node.normal,
    share,
  });
}

/** Somebody who was still to be asked is asked no more: what is there may be enough now. */
export function recount(run: Run, token: Token, node: CompiledNode): void {
  const last: Vote | undefined = token.votes?.filter((vote) => !vote.added).at(-1);
  if (last) work.onOutcome?.(run, token, node, { outcome: last.outcome, by: last.by });
  else if (tasksOf(run, token).length === 0) askNext(run, token, node, { code: 'sequence' });
}

/** What approve and handle share: people are asked, and a policy says when their answers decide. */
export const work: NodeType = {
  onEnter(run, token, node) {
    if (!isWork(node.node)) return;
    if (node.node.state !== undefined) run.setState(node.node.state);
    const found = answer(run, token, node);
    if ('leave' in found) {
      leave(run, token, found.leave, { skipped: true, why: found.why });
      return;
    }
    setDeadline(run, token, node);
    const { people, through, why } = found.give;
    if (policyOf(node) === 'sequence' && isEach(node) && !found.give.group) {
      run.emit({
        type: 'queued',
        token: token.id,
        node: node.key,
        people: people.map((user) => (through ? { user, through } : { user })),
      });
      askNext(run, token, node, why);
    } else giveTasks(run, token, found.give);
    const copies = everybody(run, token, node, node.copy);
    if (copies.length > 0) run.emit({ type: 'copied', token: token.id, node: node.key, to: copies });
  },

  onOutcome(run, token, node, said) {
    const outcome = decided(run, token, node, said);
    if (outcome === undefined) return;
    const { why } = said;
    const isNext = outcome === node.normal && said.by !== undefined && (token.queue?.length ?? 0) > 0;
    cancelTasks(run, token, why ?? { code: 'decided', params: { outcome } });
    if (isNext) {
      askNext(run, token, node, { code: 'sequence' });
      return;
    }
    clearTimers(run, token);
    leave(run, token, outcome, why ? { by: votersOf(token), why } : { by: votersOf(token) });
  },

  onCancel(run, token, why) {
    cancelTasks(run, token, why);
    clearTimers(run, token);
  },
};
