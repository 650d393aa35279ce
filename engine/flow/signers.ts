import type { Act } from './acts.ts';
import { recount } from './nodes/work.ts';
import { excluded } from './people.ts';
import { addedBy } from './reach.ts';
import { refuse } from './refusal.ts';
import type { Run } from './run.ts';
import { giveTasks, tasksOf } from './tasks.ts';
import type { FlowEventData, Refusal } from './types.ts';

/** Somebody more is asked: before oneself, beside oneself, or once all have agreed. */
export function addSigner(run: Run, { command, task, token, node, by, reason }: Act): Refusal | undefined {
  const { to, position } = command;
  if (position === undefined) return refuse('position_needed');
  if (to === undefined || to === by) return refuse('person_needed');
  const isAsked =
    tasksOf(run, token).some((open) => (open.standsFor ?? open.assignee) === to) ||
    token.queue?.some(({ user }) => user === to);
  if (isAsked) return refuse('asked_already');
  if (excluded(run.state, node, run).includes(to)) return refuse('separate_duties');
  const event: FlowEventData = { type: 'signer_added', token: token.id, node: node.key, to, by, position };
  run.emit(reason === undefined ? event : { ...event, reason });
  if (position === 'after') return undefined;
  // Whoever asks somebody from a group's list takes the task: it comes back to them.
  if (task.assignee === undefined) run.emit({ type: 'task_claimed', task: task.id, node: node.key, by });
  const added = position === 'before' ? { by, position, task: task.id } : { by, position };
  giveTasks(run, token, { people: [to], why: { code: `signer_${position}`, params: { by } } }, { added });
  return undefined;
}

export function removeSigner(run: Run, { command, token, node, by, reason }: Act): Refusal | undefined {
  const { to } = command;
  if (to === undefined || !addedBy(run.state, token, by).includes(to)) return refuse('person_needed');
  const event: FlowEventData = { type: 'signer_removed', token: token.id, node: node.key, to, by };
  run.emit(reason === undefined ? event : { ...event, reason });
  const task = tasksOf(run, token).find((open) => (open.standsFor ?? open.assignee) === to && open.added?.by === by);
  if (!task) return undefined;
  run.emit({ type: 'task_cancelled', task: task.id, node: node.key, why: { code: 'signer_removed', params: { by } } });
  recount(run, token, node);
  return undefined;
}
