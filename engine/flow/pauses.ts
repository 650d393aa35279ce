import { workingTimeBetween } from './calendar.ts';
import { clearTimers, dueOf, later, startTimers } from './deadlines.ts';
import type { Run } from './run.ts';
import type { FlowState, Token } from './types.ts';

/** Back with the one who began: a return brought it there, and theirs is the task. */
function isBack(state: FlowState, token: Token): boolean {
  const { id } = state.initiator;
  if (!token.back || id === undefined) return false;
  return state.tasks.some((task) => task.token === token.id && task.assignee === id);
}

function pausesOthers(run: Run, token: Token): boolean {
  // What has not begun yet may itself wait for one that would stand still.
  if (token.held) return false;
  const { node } = run.node(token.node);
  return ('pauses' in node && node.pauses === true) || isBack(run.state, token);
}

function pause(run: Run, token: Token): void {
  clearTimers(run, token);
  run.emit({ type: 'deadline_paused', token: token.id, node: token.node });
}

/** The deadline goes on with as much (working) time as was left. */
function goOn(run: Run, token: Token): void {
  const { deadline } = run.node(token.node);
  if (!deadline || token.pausedAt === undefined || token.dueAt === undefined) return;
  const { dueAt } = token;
  const stood = workingTimeBetween(token.pausedAt, run.inputs.now, deadline.calendar);
  run.emit({ type: 'deadline_resumed', token: token.id, node: token.node, shift: (token.shift ?? 0) + stood });
  const due = token.left === undefined ? dueOf(run, token, deadline) : undefined;
  startTimers(run, token, deadline, due ?? { start: token.enteredAt, dueAt: later(dueAt, stood, deadline) });
}

/** After each command: do deadlines stand still now that ran before it, or run again? */
export function settleDeadlines(run: Run): void {
  const { tokens, status } = run.state;
  const running = tokens.filter((token) => token.dueAt !== undefined);
  if (running.length === 0) return;
  const pausing = tokens.filter((token) => pausesOthers(run, token));
  for (const token of running) {
    const others = pausing.some((one) => one.id !== token.id);
    const still = status === 'suspended' || (others && !pausing.includes(token));
    const canPause = !token.overdue && !token.incident && token.pausedAt === undefined;
    if (still && canPause) pause(run, token);
    else if (!still && token.pausedAt !== undefined) goOn(run, token);
  }
}
