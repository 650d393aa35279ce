import type { CompiledNode } from './compile.ts';
import { type Attempt, guard, openEdges } from './guards.ts';
import { nodeTypes } from './nodes/registry.ts';
import { needsReason } from './operations.ts';
import { excluded } from './people.ts';
import { refuse } from './refusal.ts';
import { returnTargets, undoneBy } from './returns.ts';
import { cancelAll, chooseEdge, leaveBy, schedule } from './route.ts';
import type { Run } from './run.ts';
import { takeEdge } from './stars.ts';
import type { FlowCommand, FlowEventData, OpenTask, Refusal, TaskOperation, Token } from './types.ts';

export type ActCommand = Extract<FlowCommand, { type: 'act' }>;

/** A person at a task, all guards passed. */
interface Act {
  command: ActCommand;
  task: OpenTask;
  token: Token;
  node: CompiledNode;
  by: string;
  reason: string | undefined;
}

type Perform = (run: Run, act: Act) => Refusal | undefined;

function complete(run: Run, { task, token, node, by, reason }: Act, outcome: string): void {
  const dueAt = token.dueAt ?? null;
  run.learn('task', { node: node.key, assignee: by, due_at: dueAt, outcome, reason: reason ?? null });
  const event: Extract<FlowEventData, { type: 'task_completed' }> = {
    type: 'task_completed',
    task: task.id,
    token: token.id,
    node: node.key,
    kind: task.kind,
    outcome,
    by,
  };
  if (reason !== undefined) event.reason = reason;
  run.emit(event);
}

function decideWith(run: Run, act: Act, outcome: string): undefined {
  // Somebody has looked at an overdue action or wait: that decides nothing.
  if (act.task.kind === 'attention') {
    complete(run, act, 'seen');
    return undefined;
  }
  complete(run, act, outcome);
  const escalated = act.task.escalated ?? false;
  nodeTypes[act.node.node.type].onOutcome?.(run, act.token, act.node, { outcome, by: act.by, escalated });
  return undefined;
}

function goBack(run: Run, act: Act): Refusal | undefined {
  const { token, node, by, reason = '' } = act;
  const edge = act.command.to === undefined ? chooseEdge(run, node, 'returned') : undefined;
  const targets = returnTargets(run.compiled, run.state, token);
  const to = edge?.edge.to ?? act.command.to ?? targets[0];
  if (to === undefined || (!edge && !targets.includes(to))) return refuse('return_closed');
  const undone = undoneBy(run.compiled, run.state, token, to);
  complete(run, act, 'returned');
  run.emit({ type: 'returned', from: node.key, to, by, reason, undone });
  nodeTypes[node.node.type].onCancel?.(run, token, { code: 'returned', params: { to } });
  if (edge) leaveBy(run, token, 'returned', edge);
  else {
    run.emit({ type: 'node_left', token: token.id, node: node.key, outcome: 'returned' });
    schedule(run, { node: to, scope: token.scope, branch: token.branch });
  }
  return undefined;
}

function transfer(run: Run, { command, task, node, by, reason }: Act): Refusal | undefined {
  const { to } = command;
  if (to === undefined || to === task.assignee) return refuse('person_needed');
  if (task.kind === 'work' && excluded(run.state, node).includes(to)) return refuse('separate_duties');
  const base = { type: 'task_transferred' as const, task: task.id, node: node.key };
  const event: FlowEventData = { ...base, from: task.assignee ?? null, to, by };
  run.emit(reason === undefined ? event : { ...event, reason });
  return undefined;
}

/** What each operation on a task does. */
const performs: Record<Exclude<TaskOperation, 'withdraw'>, Perform> = {
  approve: (run, act) => decideWith(run, act, act.command.outcome ?? act.node.normal),
  complete: (run, act) => decideWith(run, act, act.command.outcome ?? act.node.normal),
  reject: (run, act) => decideWith(run, act, 'rejected'),
  return: goBack,
  transfer,
  claim(run, { task, by }) {
    run.emit({ type: 'task_claimed', task: task.id, node: task.node, by });
    return undefined;
  },
  comment(run, { task, by, reason = '' }) {
    run.emit({ type: 'commented', task: task.id, node: task.node, by, text: reason });
    return undefined;
  },
};

/** Back to the one who began: by the flow's own way where it has one, else out of the flow, to be submitted again. */
function withdraw(run: Run, command: ActCommand): void {
  const { id } = run.inputs.actor;
  const event: FlowEventData = { type: 'withdrawn' };
  if (id !== undefined) event.by = id;
  if (command.reason !== undefined) event.reason = command.reason;
  run.emit(event);
  const edge = openEdges(run.compiled, run.state, run.inputs, 'withdraw')[0];
  if (edge) {
    takeEdge(run, edge, command.reason);
    return;
  }
  cancelAll(run, { code: 'withdrawn' });
  run.setState(null);
  run.emit({ type: 'cancelled' });
}

export function decideAct(run: Run, command: ActCommand): Refusal | undefined {
  const { compiled, state, inputs } = run;
  const { operation } = command;
  const task = state.tasks.find((open) => open.id === command.task);
  const attempt: Attempt = { compiled, state, inputs, operation, outcome: command.outcome, task };
  const refused = guard(attempt);
  if (refused) return refused;
  const reason = command.reason?.trim() || undefined;
  const node = task && compiled.nodes.get(task.node);
  const outcome = command.outcome ?? (operation === 'reject' ? 'rejected' : undefined);
  if (needsReason(operation, outcome, node) && reason === undefined) return refuse('reason_required');
  if (operation === 'withdraw') {
    withdraw(run, command);
    return undefined;
  }
  const token = task && run.token(task.token);
  const by = inputs.actor.id;
  if (!task || !token || !node || by === undefined) return refuse('task_gone');
  return performs[operation](run, { command, task, token, node, by, reason });
}
