import { receiverOf } from './proxies.ts';
import type { Run } from './run.ts';
import type { FlowEventData, OpenTask } from './types.ts';

/** Whose vote it is stays so, however often it is given on. */
export function withVote(
  event: Extract<FlowEventData, { type: 'task_transferred' | 'task_handed_back' }>,
  task: OpenTask,
): FlowEventData {
  const { standsFor } = task;
  return event.standsFor === undefined || standsFor === undefined ? event : { ...event, standsFor };
}

/** Somebody else's from now on; whoever is away is stood in for. */
export function giveOn(
  run: Run,
  task: OpenTask,
  { to, by, reason, giver }: { to: string; by: string; reason: string | undefined; giver: string | undefined },
): void {
  const event: Extract<FlowEventData, { type: 'task_transferred' }> = {
    type: 'task_transferred',
    task: task.id,
    node: task.node,
    from: task.assignee ?? null,
    by,
    ...receiverOf(run, run.node(task.node), to, giver),
  };
  run.emit(withVote(reason === undefined ? event : { ...event, reason }, task));
}
