import { decideAct } from './acts.ts';
import { caseActs } from './case.ts';
import { choose } from './choices.ts';
import type { CompiledFlow } from './compile.ts';
import { moveDeadline, timers } from './deadlines.ts';
import { followRows } from './grow.ts';
import { awaited, isParty, openEdges } from './guards.ts';
import { handOver } from './handOver.ts';
import { saveAnswer } from './nodes/action.ts';
import { nodeTypes } from './nodes/registry.ts';
import { isWork } from './outcomes.ts';
import { settleDeadlines } from './pauses.ts';
import { type RefusalCode, refuse } from './refusal.ts';
import { drain, enter, leave, schedule } from './route.ts';
import { Run } from './run.ts';
import { skip } from './skip.ts';
import { takeEdge } from './stars.ts';
import type {
  Decision,
  FlowCommand,
  FlowEventData,
  FlowInputs,
  FlowState,
  Initiator,
  Refusal,
  TimerKind,
  Token,
} from './types.ts';
import { votersOf } from './votes.ts';

type Commands = { [T in FlowCommand['type']]: Extract<FlowCommand, { type: T }> };

type Handler<T extends FlowCommand['type']> = (run: Run, command: Commands[T]) => Refusal | undefined;

function start(run: Run, { chosen, parent }: Commands['start']): undefined {
  const { kind, id } = run.inputs.actor;
  const initiator: Initiator = id === undefined ? { kind } : { kind, id };
  const event: Extract<FlowEventData, { type: 'started' }> = { type: 'started', initiator };
  if (chosen) event.chosen = chosen;
  if (parent) event.parent = parent;
  run.emit(event);
  schedule(run, { node: run.compiled.start.key, scope: 0, branch: 0 });
  return undefined;
}

function edge(run: Run, { on, reason }: Commands['edge']): Refusal | undefined {
  const open = openEdges(run.compiled, run.state, run.inputs, on);
  const mine = open.find((candidate) => isParty(candidate.edge.by, run.state, run.inputs.actor));
  if (!mine) return refuse(open.length > 0 ? 'not_permitted' : 'edge_closed');
  const given = reason?.trim() || undefined;
  if (mine.edge.reason && given === undefined && run.inputs.actor.kind !== 'engine') return refuse('reason_required');
  takeEdge(run, mine, given);
  return undefined;
}

/** A signal goes to the first wait that wants it; one that none wants may stand on an edge from *. */
function signal(run: Run, command: Commands['signal']): Refusal | undefined {
  const waiting = awaited(run.compiled, run.state, command.signal);
  const found = waiting.find((one) => isParty(one.signal.by, run.state, run.inputs.actor));
  if (!found) {
    if (waiting.length > 0) return refuse('not_permitted');
    return run.inputs.actor.kind === 'engine' && openEdges(run.compiled, run.state, run.inputs, command.signal)[0]
      ? edge(run, { type: 'edge', on: command.signal })
      : refuse('signal_closed');
  }
  const { token } = found;
  run.focus(token);
  const node = run.node(token.node);
  const by = run.inputs.actor.kind === 'user' ? run.inputs.actor.id : undefined;
  const base = { type: 'signalled' as const, token: token.id, node: node.key, signal: command.signal };
  run.emit(by === undefined ? base : { ...base, by });
  choose(run, command.chosen);
  const outcome = found.signal.outcome ?? node.normal;
  nodeTypes[node.node.type].onOutcome?.(run, token, node, { outcome, by });
  return undefined;
}

function timerOf(token: Token, id: string): TimerKind | undefined {
  const found = Object.entries(token.timers ?? {}).find(([, timer]) => timer === id);
  return found?.[0] as TimerKind | undefined;
}

function timer(run: Run, command: Commands['timer']): Refusal | undefined {
  for (const token of run.state.tokens) {
    const kind = timerOf(token, command.timer);
    if (!kind) continue;
    const node = run.node(token.node);
    run.focus(token);
    run.emit({ type: 'timer_cleared', timer: command.timer, kind, token: token.id, fired: true });
    const outcome = timers[kind](run, token, node);
    if (outcome !== undefined) {
      nodeTypes[node.node.type].onOutcome?.(run, token, node, { outcome, why: { code: 'deadline' } });
    }
    return undefined;
  }
  return refuse('timer_gone');
}

function changed(run: Run): undefined {
  for (const token of run.state.tokens) {
    run.focus(token);
    moveDeadline(run, token, run.node(token.node));
  }
  followRows(run);
  return undefined;
}

function called(run: Run, command: Commands['called']): Refusal | undefined {
  const token = run.state.tokens.find((candidate) => candidate.call === command.call);
  if (!token) return refuse('call_gone');
  run.focus(token);
  const node = run.node(token.node);
  const { call, outcome, answer, reason } = command;
  run.emit({ type: 'called', call, token: token.id, node: node.key, outcome });
  if (outcome !== 'error' && answer !== undefined) saveAnswer(run, token, node, answer);
  nodeTypes[node.node.type].onOutcome?.(run, token, node, reason === undefined ? { outcome } : { outcome, reason });
  return undefined;
}

/** What befalls the flow that waits for this one befalls this one. */
function parent(run: Run, { operation }: Commands['parent']): Refusal | undefined {
  const { status } = run.state;
  if (run.inputs.actor.kind !== 'engine') return refuse('not_permitted');
  if (operation === 'suspend' && status === 'suspended') return refuse('suspended');
  if (operation === 'resume' && status !== 'suspended') return refuse('not_suspended');
  return caseActs[operation](run, { type: 'act', operation }, undefined);
}

function retry(run: Run, command: Commands['retry']): Refusal | undefined {
  const { actor } = run.inputs;
  if (actor.kind !== 'engine' && !actor.roles.includes(run.compiled.context.admin)) return refuse('not_permitted');
  const token = run.state.tokens.find(
    (candidate) => candidate.incident && (command.token === undefined || candidate.id === command.token),
  );
  if (!token?.incident) return refuse('nothing_to_retry');
  const { outcome } = token.incident;
  const reason = command.reason?.trim() || undefined;
  run.focus(token);
  const node = run.node(token.node);
  const event: Extract<FlowEventData, { type: 'retried' }> = { type: 'retried', token: token.id, node: node.key };
  if (actor.id !== undefined) event.by = actor.id;
  if (reason !== undefined) event.reason = reason;
  if (command.outcome !== undefined) {
    if (reason === undefined) return refuse('reason_required');
    run.emit({ ...event, outcome: command.outcome });
    return skip(run, token, node, command.outcome);
  }
  run.emit(event);
  if (outcome === undefined) enter(run, token, node);
  else leave(run, token, outcome, isWork(node.node) ? { by: votersOf(token) } : {});
  return undefined;
}

const handlers: { [T in FlowCommand['type']]: Handler<T> } = {
  start,
  act: decideAct,
  signal,
  edge,
  timer,
  changed,
  called,
  parent,
  retry,
  hand_over: handOver,
};

/** Suspended, the engine's own answers are still heard, and an act is a matter of its guards. */
function notRunning(state: FlowState, { type }: FlowCommand, { actor }: FlowInputs): RefusalCode | undefined {
  if (state.status !== 'suspended') return 'flow_over';
  return actor.kind === 'engine' || type === 'act' || type === 'changed' || type === 'hand_over'
    ? undefined
    : 'suspended';
}

/** What a command does at once; what follows from it stands on the agenda of the run. */
export function begin(run: Run, command: FlowCommand): Refusal | undefined {
  // The table pairs each type with its own command, which the compiler cannot follow through an index.
  const handler = handlers[command.type] as Handler<FlowCommand['type']>;
  return handler(run, command);
}

/** Where nothing is left that could go on, the case is over; and deadlines stand still or run as things are now. */
function finish(run: Run): void {
  const { tokens, status, state } = run.state;
  if (tokens.length > 0) settleDeadlines(run);
  else if (!run.isOver && status !== 'suspended') run.end('', state ?? '');
}

/** Pure: what a command does to an instance, or why it does nothing. A failure inside the flow is an incident, never an exception. */
export function decide(
  compiled: CompiledFlow,
  state: FlowState | null,
  command: FlowCommand,
  inputs: FlowInputs,
): Decision {
  if (command.type === 'start') {
    if (state) return { refusal: refuse('already_started') };
  } else if (!state) return { refusal: refuse('not_started') };
  else if (state.status !== 'running') {
    const closed = notRunning(state, command, inputs);
    if (closed) return { refusal: refuse(closed) };
  }
  const run = new Run(compiled, state, inputs);
  const refusal = begin(run, command);
  if (refusal) return { refusal };
  drain(run);
  finish(run);
  if (run.needs.length > 0) return { needs: run.needs };
  return { events: run.events, state: run.state, actions: run.actions };
}
