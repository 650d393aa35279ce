import { addWorkingMs, addWorkingTime, workingTimeBetween } from './calendar.ts';
import type { CompiledDeadline, CompiledNode } from './compile.ts';
import { resolve } from './people.ts';
import type { Run } from './run.ts';
import { giveTasks, tasksOf } from './tasks.ts';
import type { TimerKind, Token } from './types.ts';

function setTimer(run: Run, token: Token, kind: TimerKind, due: string): void {
  run.emit({ type: 'timer_set', timer: run.inputs.nextId(), kind, token: token.id, node: token.node, due });
}

/** So many ms of (working) time after an instant. */
export function later(instant: string, ms: number, { calendar }: CompiledDeadline): string {
  const from = Date.parse(instant);
  return new Date(calendar ? addWorkingMs(from, ms, calendar) : from + ms).toISOString();
}

/** The instant after a part of the (working) time between two. */
function partOf(start: string, due: string, part: number, deadline: CompiledDeadline): string {
  return later(start, workingTimeBetween(start, due, deadline.calendar) * part, deadline);
}

interface Due {
  start: string;
  dueAt: string;
}

/** Worked out as of entering the node, so that the same record gives the same answer whenever it is asked. */
export function dueOf(run: Run, token: Token, deadline: CompiledDeadline): Due | undefined {
  const env = { ...run.env, now: token.enteredAt };
  const within = deadline.within(run.facts, env);
  if (typeof within !== 'string') return undefined;
  const from = deadline.from?.(run.facts, env);
  const start = typeof from === 'string' && !Number.isNaN(Date.parse(from)) ? from : token.enteredAt;
  const dueAt = addWorkingTime(start, within, deadline.calendar);
  return { start, dueAt: token.shift === undefined ? dueAt : later(dueAt, token.shift, deadline) };
}

export function startTimers(run: Run, token: Token, deadline: CompiledDeadline, { start, dueAt }: Due): void {
  run.emit({ type: 'deadline_set', token: token.id, node: token.node, dueAt });
  const { remind } = deadline.deadline;
  if (remind !== undefined) {
    const due = partOf(start, dueAt, remind, deadline);
    // A time counted from the past may be half gone: then being overdue is soon enough to say.
    if (due > run.inputs.now) setTimer(run, token, 'remind', due);
  }
  setTimer(run, token, 'due', dueAt);
}

/** Come back to: the time that was left when it went. */
function back(run: Run, token: Token, deadline: CompiledDeadline): Due | undefined {
  if (token.left === undefined) return undefined;
  return { start: token.enteredAt, dueAt: later(run.inputs.now, token.left, deadline) };
}

/** Works out when the node is due, before its tasks are given out; they carry the time. */
export function setDeadline(run: Run, token: Token, node: CompiledNode): void {
  if (!node.deadline || token.dueAt !== undefined) return;
  const due = back(run, token, node.deadline) ?? dueOf(run, token, node.deadline);
  if (due) startTimers(run, token, node.deadline, due);
}

/** The record has changed: a time that is counted from one of its fields moves with it, until it has run out. */
export function moveDeadline(run: Run, token: Token, node: CompiledNode): void {
  const { deadline } = node;
  if (!deadline || token.dueAt === undefined || token.overdue || token.incident) return;
  if (token.pausedAt !== undefined || token.left !== undefined) return;
  const due = dueOf(run, token, deadline);
  if (!due || due.dueAt === token.dueAt) return;
  clearTimers(run, token);
  startTimers(run, token, deadline, due);
}

export function clearTimers(run: Run, token: Token): void {
  if (!token.timers) return;
  for (const [kind, timer] of Object.entries(token.timers)) {
    run.emit({ type: 'timer_cleared', timer, kind: kind as TimerKind, token: token.id });
  }
}

/** Somebody higher gets the task as well; who has it keeps it. On nodes without tasks they are asked to look at it. */
export function escalate(run: Run, token: Token, node: CompiledNode): void {
  const source = node.deadline?.escalate;
  if (!source) return;
  const assigned = resolve(run, token, node, [source], false);
  if (!assigned) return;
  const work = node.assignees.length > 0;
  const why = { code: 'escalated', params: { ...assigned.why.params, by: assigned.why.code } };
  const terms = { kind: work ? 'work' : 'attention', escalated: true } as const;
  const tasks = giveTasks(run, token, { ...assigned, why }, terms);
  if (tasks.length > 0) run.emit({ type: 'escalated', token: token.id, node: node.key, tasks });
}

const openTasks = (run: Run, token: Token): string[] => tasksOf(run, token).map((task) => task.id);

function remind(run: Run, token: Token, overdue: boolean): void {
  const dueAt = token.dueAt ?? run.inputs.now;
  run.emit({ type: 'reminded', token: token.id, node: token.node, tasks: openTasks(run, token), overdue, dueAt });
}

function repeatLater(run: Run, token: Token, deadline: CompiledDeadline): void {
  const { repeat } = deadline.deadline;
  if (repeat) setTimer(run, token, 'repeat', addWorkingTime(run.inputs.now, repeat, deadline.calendar));
}

/** What each kind of timer does when its time has come. Answers with the outcome on which the node ends, if it does. */
export const timers: Record<TimerKind, (run: Run, token: Token, node: CompiledNode) => string | undefined> = {
  remind(run, token) {
    remind(run, token, false);
    return undefined;
  },
  due(run, token, node) {
    const dueAt = token.dueAt ?? run.inputs.now;
    // The time of a timer has come, and nobody is late.
    if (node.node.type === 'timer') return node.normal;
    run.emit({ type: 'overdue', token: token.id, node: node.key, tasks: openTasks(run, token), dueAt });
    const outcome = node.deadline?.deadline.outcome;
    if (outcome !== undefined) return outcome;
    escalate(run, token, node);
    if (node.deadline) repeatLater(run, token, node.deadline);
    return undefined;
  },
  repeat(run, token, node) {
    remind(run, token, true);
    if (node.deadline) repeatLater(run, token, node.deadline);
    return undefined;
  },
};
