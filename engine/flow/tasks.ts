import { type Assigned, excluded } from './people.ts';
import type { Run } from './run.ts';
import type { FlowEventData, OpenTask, TaskKind, Token, Why } from './types.ts';

type TaskCreated = Extract<FlowEventData, { type: 'task_created' }>;

export const tasksOf = (run: Run, token: Token): OpenTask[] =>
  run.state.tasks.filter((task) => task.token === token.id);

interface Terms {
  kind?: TaskKind;
  escalated?: true;
}

/** Who it is for is added by the caller. */
function taskFor(run: Run, token: Token, why: Why, { kind = 'work', escalated }: Terms): TaskCreated {
  const task: TaskCreated = {
    type: 'task_created',
    task: run.inputs.nextId(),
    token: token.id,
    node: token.node,
    kind,
    why,
  };
  if (escalated) task.escalated = true;
  if (token.dueAt !== undefined) task.dueAt = token.dueAt;
  const separate = excluded(run.state, run.node(token.node));
  if (separate.length > 0) task.separate = [...separate];
  return task;
}

function giveGroup(run: Run, token: Token, { group, why }: Assigned, terms: Terms): string[] {
  const there = tasksOf(run, token).some((task) => task.role === group?.role && task.assignee === undefined);
  if (!group || there) return [];
  const task = taskFor(run, token, why, terms);
  task.role = group.role;
  if (group.having) task.having = group.having;
  run.emit(task);
  return [task.task];
}

/** Gives out the tasks of a node; who has one there already gets no second. Answers with the new tasks' ids. */
export function giveTasks(run: Run, token: Token, assigned: Assigned, terms: Terms = {}): string[] {
  if (assigned.group) return giveGroup(run, token, assigned, terms);
  const given: string[] = [];
  for (const assignee of assigned.people) {
    if (tasksOf(run, token).some((task) => task.assignee === assignee)) continue;
    const task = taskFor(run, token, assigned.why, terms);
    task.assignee = assignee;
    run.emit(task);
    run.give(assignee);
    given.push(task.task);
  }
  return given;
}

export function cancelTasks(run: Run, token: Token, why: Why): void {
  for (const task of tasksOf(run, token)) run.emit({ type: 'task_cancelled', task: task.id, node: task.node, why });
}
