import { giveOn } from './giveOn.ts';
import { bringBack } from './goBack.ts';
import { openEdges } from './guards.ts';
import { nodeTypes } from './nodes/registry.ts';
import { excluded } from './people.ts';
import { jumpTargets, takeBackTargets } from './reach.ts';
import { refuse } from './refusal.ts';
import { undoneBy } from './returns.ts';
import { schedule } from './route.ts';
import type { Run } from './run.ts';
import { cancelAll } from './scopes.ts';
import { takeEdge } from './stars.ts';
import type { CaseOperation, FlowCommand, FlowEventData, Refusal } from './types.ts';
import { compensateAll } from './undo.ts';

type ActCommand = Extract<FlowCommand, { type: 'act' }>;
type Perform = (run: Run, command: ActCommand, reason: string | undefined) => Refusal | undefined;

type Simple = Extract<FlowEventData, { type: 'withdrawn' | 'suspended' | 'resumed' | 'terminated' }>;

/** Who did it, and why, as far as they said. */
function told(run: Run, type: Simple['type'], reason: string | undefined): FlowEventData {
  const event: Simple = { type };
  const { id } = run.inputs.actor;
  if (id !== undefined) event.by = id;
  if (reason !== undefined) event.reason = reason;
  return event;
}

/** By the flow's own way where it has one for this, else out of the flow. */
function getOut(run: Run, on: 'withdraw' | 'terminate', reason: string | undefined): void {
  const edge = openEdges(run.compiled, run.state, run.inputs, on)[0];
  if (edge) {
    takeEdge(run, edge, reason);
    return;
  }
  cancelAll(run, { code: on === 'withdraw' ? 'withdrawn' : 'terminated' });
  compensateAll(run);
  run.setState(null);
  run.emit({ type: 'cancelled' });
  run.tellParent('cancelled');
}

function takeBack(run: Run, { to }: ActCommand, reason: string | undefined): Refusal | undefined {
  const by = run.inputs.actor.id ?? '';
  const open = takeBackTargets(run.compiled, run.state, by);
  const found = to === undefined ? open[0] : open.find(({ node }) => node === to);
  const token = found && run.token(found.token.id);
  if (!found || !token) return refuse('take_back_closed');
  const { node } = found;
  const undone = undoneBy(run.compiled, run.state, token, node);
  const event: FlowEventData = { type: 'taken_back', from: token.node, to: node, by, undone };
  run.emit(reason === undefined ? event : { ...event, reason });
  const at = run.node(token.node);
  nodeTypes[at.node.type].onCancel?.(run, token, { code: 'taken_back', params: { to: node } });
  bringBack(run, token, node, undone);
  return undefined;
}

function jump(run: Run, { to, token: id }: ActCommand, reason = ''): Refusal | undefined {
  const token = id === undefined ? run.state.tokens[0] : run.token(id);
  if (!token || to === undefined || !jumpTargets(run.compiled, run.state, token).includes(to)) {
    return refuse('jump_closed');
  }
  const by = run.inputs.actor.id ?? '';
  const { scope, branch } = token;
  run.emit({ type: 'jumped', token: token.id, from: token.node, to, by, reason });
  const why = { code: 'jumped', params: { to } };
  nodeTypes[run.node(token.node).node.type].onCancel?.(run, token, why);
  run.emit({ type: 'node_cancelled', token: token.id, node: token.node, why });
  schedule(run, { node: to, scope, branch });
  return undefined;
}

/** An administrator puts right whose task it is; four eyes hold for them too. */
function reassign(run: Run, { task: id, to }: ActCommand, reason: string | undefined): Refusal | undefined {
  const task = run.state.tasks.find((open) => open.id === id);
  if (!task) return refuse('task_gone');
  if (to === undefined) return refuse('person_needed');
  if (to === task.assignee) return refuse('has_it_already');
  const apart = task.kind === 'work' ? excluded(run.state, run.node(task.node), run) : [];
  if (apart.includes(to)) return refuse('separate_duties');
  const by = run.inputs.actor.id ?? '';
  giveOn(run, task, { to, by, reason, giver: task.assignee });
  return undefined;
}

function urge(run: Run, _command: ActCommand, reason: string | undefined): undefined {
  const { id } = run.inputs.actor;
  const event: Extract<FlowEventData, { type: 'urged' }> = {
    type: 'urged',
    tasks: run.state.tasks.map((task) => task.id),
  };
  if (id !== undefined) event.by = id;
  if (reason !== undefined) event.reason = reason;
  run.emit(event);
  return undefined;
}

/** What is done to the case as a whole; all guards have passed. */
export const caseActs: Record<CaseOperation | 'withdraw', Perform> = {
  withdraw(run, _command, reason) {
    run.emit(told(run, 'withdrawn', reason));
    getOut(run, 'withdraw', reason);
    return undefined;
  },
  terminate(run, _command, reason) {
    if (run.state.status === 'suspended') run.emit(told(run, 'resumed', undefined));
    run.emit(told(run, 'terminated', reason));
    getOut(run, 'terminate', reason);
    return undefined;
  },
  take_back: takeBack,
  jump,
  urge,
  reassign,
  suspend(run, _command, reason) {
    run.emit(told(run, 'suspended', reason));
    return undefined;
  },
  resume(run, _command, reason) {
    run.emit(told(run, 'resumed', reason));
    return undefined;
  },
};
