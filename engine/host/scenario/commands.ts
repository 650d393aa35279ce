import type { Values } from '../../wire.ts';
import type { RunningHost } from '../compose.ts';
import type { Command } from '../door/index.ts';
import { StoryProblem } from './problem.ts';
import type { Named } from './records.ts';
import type { Step } from './story.ts';

export interface OpenTask {
  id: string;
  assignee: string | null;
  role: string | null;
  having: Record<string, string> | null;
}

/** What is open at a node of a record: this person's own where it is said whose, else what nobody has yet, else the first. */
export async function openTask(
  { host, app, on }: { host: RunningHost; app: string; on: Named },
  node: string,
  login: string | undefined,
): Promise<OpenTask> {
  const tasks = await host.database
    .knex('engine.task')
    .where({ record: on.id, status: 'open', node })
    .whereNot('kind', 'copy')
    .select<OpenTask[]>('id', 'assignee', 'role', 'having');
  const staff = await host.people.of(app);
  const person = login === undefined ? undefined : staff.person(login);
  const found =
    tasks.find(({ assignee }) => assignee === person?.id) ??
    tasks.find(({ assignee }) => assignee === null) ??
    tasks[0];
  if (found === undefined) throw new StoryProblem(`Nobody has the task ${node}.`);
  return found;
}

/** What a step does to a record or its case, other than at a task; `task`: which one it reassigns. Throws where it says nothing of the kind. */
export function onRecord(
  step: Step,
  base: { command: string; app: string; form: string; record: string },
  { data, task }: { data: Values; task: string | undefined },
): Command {
  const reason = step.reason === undefined ? {} : { reason: step.reason };
  const to = step.to === undefined ? {} : { to: step.to };
  const from = step.from === undefined ? {} : { from: step.from };
  const people = step.chosen === undefined ? {} : { chosen: step.chosen };
  if (step.signal !== undefined) return { ...base, type: 'signal', signal: step.signal, data, ...reason, ...people };
  if (step.edge !== undefined) return { ...base, type: 'edge', on: step.edge, ...reason };
  if (step.withdraw !== undefined) return { ...base, type: 'withdraw', ...reason };
  if (step.case !== undefined) return { ...base, type: 'case', operation: step.case, ...to, ...from, ...reason };
  if (task !== undefined) return { ...base, type: 'case', operation: 'reassign', task, ...to, ...reason };
  if (step.retry !== undefined) {
    const outcome = step.outcome === undefined ? {} : { outcome: step.outcome };
    return { ...base, type: 'retry', from: step.retry, ...outcome, ...reason };
  }
  if (step.button !== undefined) return { ...base, type: 'button', rule: step.button };
  if (step.update !== undefined) return { ...base, type: 'update', data };
  if (step.delete !== undefined) return { ...base, type: 'delete' };
  throw new StoryProblem('The step says nothing to do.');
}
