import { type Assigned, excluded } from './people.ts';
import { proxyWhy, standIn } from './proxies.ts';
import { rowOf } from './rows.ts';
import type { Run } from './run.ts';
import type { Added, FlowEventData, OpenTask, TaskKind, Token, Why } from './types.ts';

type TaskCreated = Extract<FlowEventData, { type: 'task_created' }>;

export const tasksOf = (run: Run, token: Token): OpenTask[] =>
  run.state.tasks.filter((task) => task.token === token.id);

interface Terms {
  kind?: TaskKind;
  escalated?: true;
  added?: Added;
}

/** Who it is for is added by the caller. */
function taskFor(run: Run, token: Token, why: Why, { kind = 'work', escalated, added }: Terms): TaskCreated {
  const task: TaskCreated = {
    type: 'task_created',
    task: run.inputs.nextId(),
    token: token.id,
    node: token.node,
    kind,
    why,
  };
  if (escalated) task.escalated = true;
  if (added) task.added = added;
  if (token.dueAt !== undefined) task.dueAt = token.dueAt;
  if (run.compiled.hasRows) {
    const row = rowOf(run.compiled, run.state, token)?.id;
    if (row !== undefined) task.row = row;
  }
  const separate = excluded(run.state, run.node(token.node), run);
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

function giveOne(run: Run, token: Token, user: string, { why, through }: Assigned, terms: Terms): string[] {
  // A vote is that of whoever is asked, whoever casts it: somebody who stands in for a colleague has their task beside an
  // own one.
  if (tasksOf(run, token).some((task) => (task.standsFor ?? task.assignee) === user)) return [];
  const { proxy, barred } = standIn(run, run.node(token.node), user, { through, giver: terms.added?.by });
  const assignee = proxy ?? user;
  const because = proxy === undefined ? (barred ?? why) : proxyWhy(user, why);
  const task = taskFor(run, token, because, terms);
  task.assignee = assignee;
  if (proxy !== undefined) task.standsFor = user;
  run.emit(task);
  run.give(assignee);
  return [task.task];
}

/** Gives out the tasks of a node; who has one there already gets no second. Answers with the new tasks' ids. */
export function giveTasks(run: Run, token: Token, assigned: Assigned, terms: Terms = {}): string[] {
  if (assigned.group) return giveGroup(run, token, assigned, terms);
  return assigned.people.flatMap((user) => giveOne(run, token, user, assigned, terms));
}

export function cancelTasks(run: Run, token: Token, why: Why): void {
  for (const task of tasksOf(run, token)) run.emit({ type: 'task_cancelled', task: task.id, node: task.node, why });
}
