import { caseActs } from './case.ts';
import { choose } from './choices.ts';
import type { CompiledNode } from './compile.ts';
import { giveOn, withVote } from './giveOn.ts';
import { goBack } from './goBack.ts';
import { type Attempt, guard } from './guards.ts';
import { nodeTypes } from './nodes/registry.ts';
import { needsReason } from './operations.ts';
import { decidedBy } from './outcomes.ts';
import { excluded } from './people.ts';
import { receiverOf } from './proxies.ts';
import { refuse } from './refusal.ts';
import type { Run } from './run.ts';
import { addSigner, removeSigner } from './signers.ts';
import type { CaseOperation, FlowCommand, FlowEventData, OpenTask, Refusal, TaskOperation, Token } from './types.ts';
import { weightOf } from './weights.ts';

export type ActCommand = Extract<FlowCommand, { type: 'act' }>;

/** A person at a task, all guards passed. */
export interface Act {
  command: ActCommand;
  task: OpenTask;
  token: Token;
  node: CompiledNode;
  by: string;
  reason: string | undefined;
}

type Perform = (run: Run, act: Act) => Refusal | undefined;

export function complete(run: Run, { task, token, node, by, reason }: Act, outcome: string): void {
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
  if (task.standsFor !== undefined) event.standsFor = task.standsFor;
  if (task.added) event.added = true;
  const weight = weightOf(run, node, task.standsFor ?? by);
  if (weight !== 1) event.weight = weight;
  run.emit(event);
}

/** A delegate has answered: whose task it is decides, with that answer before them. */
function handBack(run: Run, { task, node, by, reason }: Act, outcome: string): void {
  const { to, ...away } = receiverOf(run, node, task.owner ?? by, by);
  const event: FlowEventData = {
    type: 'task_handed_back',
    task: task.id,
    node: node.key,
    to,
    by,
    outcome,
    ...away,
  };
  run.emit(withVote(reason === undefined ? event : { ...event, reason }, task));
}

function decideWith(run: Run, act: Act, outcome: string): undefined {
  const { task, node, token, by } = act;
  // Somebody has looked at an overdue action or wait: that decides nothing.
  if (task.kind === 'attention') {
    complete(run, act, 'seen');
    return undefined;
  }
  if (task.owner !== undefined) {
    handBack(run, act, outcome);
    return undefined;
  }
  complete(run, act, outcome);
  const position = task.added?.position;
  // Whoever was asked first has no objection: now the one who asked decides.
  if (position === 'before' && outcome === node.normal) return undefined;
  const isAlone = position !== undefined && position !== 'beside' && outcome !== node.normal;
  const escalated = task.escalated ?? isAlone;
  nodeTypes[node.node.type].onOutcome?.(run, token, node, { outcome, by, escalated });
  return undefined;
}

function mayGet(run: Run, { task, node }: Act, to: string | undefined): Refusal | undefined {
  if (to === undefined) return refuse('person_needed');
  if (to === task.assignee) return refuse('has_it_already');
  if (task.kind === 'work' && excluded(run.state, node, run).includes(to)) return refuse('separate_duties');
  return undefined;
}

function transfer(run: Run, act: Act): Refusal | undefined {
  const { command, task, by, reason } = act;
  const { to } = command;
  const refused = mayGet(run, act, to);
  if (refused || to === undefined) return refused;
  giveOn(run, task, { to, by, reason, giver: by });
  return undefined;
}

function delegate(run: Run, act: Act): Refusal | undefined {
  const { command, task, by, reason } = act;
  const { to } = command;
  const refused = mayGet(run, act, to === by ? undefined : to);
  if (refused || to === undefined) return refused;
  const receiver = receiverOf(run, run.node(task.node), to, by);
  const event: Extract<FlowEventData, { type: 'task_delegated' }> = {
    type: 'task_delegated',
    task: task.id,
    node: task.node,
    from: task.assignee ?? by,
    to: receiver.to,
    by,
  };
  // What they answer decides nothing: no vote is stood in for, and the history says why it came to them.
  if (receiver.why) event.why = receiver.why;
  run.emit(reason === undefined ? event : { ...event, reason });
  return undefined;
}

/** What each operation on a task does. */
const performs: Record<Exclude<TaskOperation, 'withdraw' | CaseOperation>, Perform> = {
  approve: (run, act) => decideWith(run, act, act.command.outcome ?? act.node.normal),
  complete: (run, act) => decideWith(run, act, act.command.outcome ?? act.node.normal),
  reject: (run, act) => decideWith(run, act, 'rejected'),
  return: goBack,
  transfer,
  delegate,
  add_signer: addSigner,
  remove_signer: removeSigner,
  claim(run, { task, by }) {
    run.emit({ type: 'task_claimed', task: task.id, node: task.node, by });
    return undefined;
  },
  unclaim(run, { task, by, reason }) {
    const event: FlowEventData = { type: 'task_unclaimed', task: task.id, node: task.node, role: task.role ?? '', by };
    run.emit(reason === undefined ? event : { ...event, reason });
    return undefined;
  },
  comment(run, { task, by, reason = '' }) {
    run.emit({ type: 'commented', task: task.id, node: task.node, by, text: reason });
    return undefined;
  },
  cc(run, { command: { to }, token, node, by }) {
    if (to === undefined || to === by) return refuse('person_needed');
    run.emit({ type: 'copied', token: token.id, node: node.key, to: [to] });
    return undefined;
  },
};

const isOfCase = (operation: TaskOperation): operation is keyof typeof caseActs => operation in caseActs;

export function decideAct(run: Run, command: ActCommand): Refusal | undefined {
  const { compiled, state, inputs } = run;
  const { operation } = command;
  const task = state.tasks.find((open) => open.id === command.task);
  const attempt: Attempt = { compiled, state, inputs, operation, outcome: command.outcome, task };
  const refused = guard(attempt);
  if (refused) return refused;
  const reason = command.reason?.trim() || undefined;
  const node = task && compiled.nodes.get(task.node);
  const outcome = command.outcome ?? (node && decidedBy(operation, node.node));
  if (needsReason(operation, outcome, node) && reason === undefined) return refuse('reason_required');
  if (isOfCase(operation)) return caseActs[operation](run, command, reason);
  const token = task && run.token(task.token);
  const by = inputs.actor.id;
  if (!task || !token || !node || by === undefined) return refuse('task_gone');
  run.focus(token);
  choose(run, command.chosen);
  return performs[operation](run, { command, task, token, node, by, reason });
}
