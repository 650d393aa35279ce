import type { CompiledNode } from './compile.ts';
import { type Assigned, excluded } from './people.ts';
import type { Run } from './run.ts';
import type { FlowEventData, OpenTask, TaskKind, Token, Why } from './types.ts';

type TaskCreated = Extract<FlowEventData, { type: 'task_created' }>;

export const tasksOf = (run: Run, token: Token): OpenTask[] =>
  run.state.tasks.filter((task) => task.token === token.id);

function create(run: Run, task: TaskCreated): string {
  run.emit(task);
  if (task.assignee !== undefined) run.given.set(task.assignee, (run.given.get(task.assignee) ?? 0) + 1);
  return task.task;
}

/** Gives out tasks for a node; who has one there already gets no second. Answers with the new tasks' ids. */
export function giveTasks(
  run: Run,
  token: Token,
  node: CompiledNode,
  assigned: Assigned,
  options: { kind?: TaskKind; escalated?: true } = {},
): string[] {
  const open = tasksOf(run, token);
  const separate = excluded(run.state, node);
  const base: Omit<TaskCreated, 'task'> = {
    type: 'task_created',
    token: token.id,
    node: node.key,
    kind: options.kind ?? 'work',
    why: assigned.why,
    ...(options.escalated ? { escalated: true as const } : {}),
    ...(token.dueAt === undefined ? {} : { dueAt: token.dueAt }),
    ...(separate.length > 0 ? { separate } : {}),
  };
  const { group } = assigned;
  if (group) {
    const there = open.some((task) => task.role === group.role && task.assignee === undefined);
    return there ? [] : [create(run, { ...base, task: run.inputs.nextId(), ...group })];
  }
  return assigned.people
    .filter((id) => !open.some((task) => task.assignee === id))
    .map((assignee) => create(run, { ...base, task: run.inputs.nextId(), assignee }));
}

export function cancelTasks(run: Run, token: Token, why: Why): void {
  for (const task of tasksOf(run, token)) run.emit({ type: 'task_cancelled', task: task.id, node: task.node, why });
}
