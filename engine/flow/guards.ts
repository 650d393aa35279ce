import type { FlowNode, Party, Signal } from '../definition/types.generated.ts';
import type { CompiledEdge, CompiledFlow, CompiledNode } from './compile.ts';
import { decidedBy, isWork } from './outcomes.ts';
import { excluded } from './people.ts';
import { addedBy, jumpTargets, takeBackTargets, waitsForSigner } from './reach.ts';
import { type RefusalCode, refuse } from './refusal.ts';
import { returnTargets } from './returns.ts';
import { rowFacts } from './rows.ts';
import type { Actor, FlowState, GuardInputs, OpenTask, Refusal, TaskOperation, Token } from './types.ts';

/** Who wants to do what to which task. */
export interface Attempt {
  compiled: CompiledFlow;
  state: FlowState;
  inputs: GuardInputs;
  operation: TaskOperation;
  outcome: string | undefined;
  task: OpenTask | undefined;
}

type Guard = (attempt: Attempt) => RefusalCode | undefined;

const nodeOf = ({ compiled, task }: Attempt): CompiledNode | undefined => task && compiled.nodes.get(task.node);

const tokenOf = ({ state, task }: Attempt): Token | undefined => state.tokens.find((token) => token.id === task?.token);

/** May this person do it, as far as assignment goes? */
export function isCandidate(task: OpenTask, { actor, directory }: GuardInputs): boolean {
  if (actor.kind !== 'user' || actor.id === undefined) return false;
  if (task.assignee !== undefined) return task.assignee === actor.id;
  if (task.role === undefined || !actor.roles.includes(task.role)) return false;
  if (task.separate?.includes(actor.id)) return false;
  return task.having === undefined || directory.members(task.role, task.having).includes(actor.id);
}

/** Without a list of its own a step offers these. */
const defaults: Partial<Record<FlowNode['type'], readonly TaskOperation[]>> = {
  approve: ['approve', 'reject', 'transfer', 'claim', 'comment'],
  handle: ['complete', 'transfer', 'claim', 'comment'],
};

const decisions: Partial<Record<FlowNode['type'], readonly TaskOperation[]>> = {
  approve: ['approve', 'reject'],
  handle: ['complete', 'reject'],
};

const forAttention: readonly TaskOperation[] = ['complete', 'transfer', 'claim', 'unclaim', 'comment'];

export const usualOperations = (type: FlowNode['type']): readonly TaskOperation[] => defaults[type] ?? [];

/** Each kind of step has its own decisions; what another kind decides with means nothing there. */
export const isOfferable = (type: FlowNode['type'], operation: string): boolean =>
  !['approve', 'reject', 'complete'].includes(operation) ||
  (decisions[type] ?? []).some((decision) => decision === operation);

const offered = new WeakMap<CompiledNode, readonly TaskOperation[]>();

/** Operations that a task offers, before anybody asks who. */
export function operationsOf(task: OpenTask, node: CompiledNode): readonly TaskOperation[] {
  if (task.kind === 'attention') return forAttention;
  const known = offered.get(node) ?? offeredBy(node);
  offered.set(node, known);
  return known;
}

function offeredBy({ node }: CompiledNode): readonly TaskOperation[] {
  const allowed = isWork(node) ? (node.allow ?? defaults[node.type] ?? []) : [];
  // Withdrawing is done to the case, not to the task.
  const possible = allowed.filter((operation) => operation !== 'withdraw' && isOfferable(node.type, operation));
  // What may be taken off the list may be put back on it.
  return possible.flatMap((operation) => (operation === 'claim' ? ['claim', 'unclaim'] : [operation]));
}

/** An outcome of the node's own is a decision that no `allow` closes. */
const isOwnOutcome = ({ operation, outcome }: Attempt, node: CompiledNode): boolean =>
  outcome !== undefined && (operation === 'approve' || operation === 'complete') && node.outcomes.has(outcome);

const running: Guard = ({ state }) =>
  state.status === 'running' ? undefined : state.status === 'suspended' ? 'suspended' : 'flow_over';

const suspended: Guard = ({ state }) => (state.status === 'suspended' ? undefined : 'not_suspended');

const alive: Guard = ({ state }) =>
  state.status === 'running' || state.status === 'suspended' ? undefined : 'flow_over';

const admin: Guard = ({ compiled, inputs: { actor } }) =>
  actor.kind === 'user' && actor.roles.includes(compiled.context.admin) ? undefined : 'not_permitted';

/** Somebody was asked for their word first. */
const ready: Guard = ({ task, state }) => (task && waitsForSigner(state, task) ? 'waits_for_signer' : undefined);

/** A delegate prepares the answer, and leaves the rest to whose task it is. */
const ownTask: Guard = ({ task }) => (task?.owner === undefined ? undefined : 'operation_closed');

const someAdded: Guard = (attempt) => {
  const token = tokenOf(attempt);
  const { id } = attempt.inputs.actor;
  return token && id !== undefined && addedBy(attempt.state, token, id).length > 0 ? undefined : 'no_signer';
};

const takeBackOpen: Guard = ({ compiled, state, inputs: { actor } }) =>
  actor.kind === 'user' && actor.id !== undefined && takeBackTargets(compiled, state, actor.id).length > 0
    ? undefined
    : 'take_back_closed';

const jumpOpen: Guard = ({ compiled, state }) => (jumpTargets(compiled, state).length > 0 ? undefined : 'jump_closed');

const someTask: Guard = ({ state }) => (state.tasks.length > 0 ? undefined : 'nobody_has_it');

/** The one who began, and whoever looks after the app. */
const mayUrge: Guard = (attempt) => {
  const { state, inputs } = attempt;
  return isInitiator(state, inputs.actor) ? undefined : admin(attempt);
};

const somebodyAtWork: Guard = ({ state }) => (state.tasks.length > 0 ? undefined : 'nobody_to_urge');

/** Once an hour is urging, more is a nuisance. */
const urgeEvery = 3_600_000;

const notUrgedLately: Guard = ({ state, inputs: { env } }) => {
  if (state.urgedAt === undefined) return undefined;
  return Date.parse(env.now) - Date.parse(state.urgedAt) >= urgeEvery ? undefined : 'urged_lately';
};

const open: Guard = ({ task }) => (task ? undefined : 'task_gone');

const mine: Guard = ({ task, inputs }) => (task && isCandidate(task, inputs) ? undefined : 'not_yours');

const unclaimed: Guard = ({ task }) =>
  task?.role === undefined ? 'operation_closed' : task.assignee === undefined ? undefined : 'already_claimed';

/** Taken off a group's list: it may be put back there. */
const isClaimed: Guard = ({ task }) =>
  task?.role === undefined ? 'operation_closed' : task.assignee === undefined ? 'not_claimed' : undefined;

const allowed: Guard = (attempt) => {
  const node = nodeOf(attempt);
  if (!attempt.task || !node) return 'task_gone';
  if (isOwnOutcome(attempt, node)) return undefined;
  if (!operationsOf(attempt.task, node).includes(attempt.operation)) return 'operation_closed';
  return undefined;
};

/** Four eyes hold when it is done, not only when it was given out: much may have happened between. */
const separate: Guard = (attempt) => {
  const node = nodeOf(attempt);
  const { id } = attempt.inputs.actor;
  if (!node || id === undefined) return undefined;
  const known = { facts: factsAt(attempt), env: attempt.inputs.env };
  return excluded(attempt.state, node, known).includes(id) ? 'separate_duties' : undefined;
};

/** The record's facts, with the row that the task is about. */
function factsAt(attempt: Attempt): GuardInputs['facts'] {
  const { compiled, state, inputs } = attempt;
  const token = compiled.hasRows ? tokenOf(attempt) : undefined;
  const row = token && rowFacts(compiled, state, inputs.facts, token);
  return row ? { ...inputs.facts, ...row } : inputs.facts;
}

const outcomeOpen: Guard = (attempt) => {
  const node = nodeOf(attempt);
  const { inputs, operation, task } = attempt;
  if (!node || task?.kind === 'attention') return undefined;
  const outcome = attempt.outcome ?? decidedBy(operation, node.node);
  if (outcome === undefined) return undefined;
  if (!node.outcomes.has(outcome)) return outcome === decidedBy(operation, node.node) ? undefined : 'outcome_unknown';
  const when = node.outcomes.get(outcome);
  return when === undefined || when.test(factsAt(attempt), inputs.env) ? undefined : 'outcome_closed';
};

const somewhereToReturn: Guard = (attempt) => {
  const token = tokenOf(attempt);
  const node = nodeOf(attempt);
  if (!token || !node) return 'task_gone';
  const hasWay = node.ways.has('returned');
  return hasWay || returnTargets(attempt.compiled, attempt.state, token).length > 0 ? undefined : 'return_closed';
};

const begun: Guard = ({ state, inputs }) => (isInitiator(state, inputs.actor) ? undefined : 'not_permitted');

/** Every piece of work that is open now has to allow it. */
const withdrawable: Guard = ({ compiled, state }) => {
  const at = state.tokens.flatMap((token) => {
    const node = compiled.nodes.get(token.node)?.node;
    return node && isWork(node) ? [node] : [];
  });
  return at.length > 0 && at.every((node) => node.allow?.includes('withdraw')) ? undefined : 'withdraw_closed';
};

/** Every precondition of every operation. The buttons that a person sees come from the same table. */
export const guards: Record<TaskOperation, readonly Guard[]> = {
  approve: [running, open, mine, allowed, ready, separate, outcomeOpen],
  reject: [running, open, mine, allowed, ready, separate, outcomeOpen],
  complete: [running, open, mine, allowed, ready, separate, outcomeOpen],
  return: [running, open, mine, allowed, ready, ownTask, separate, somewhereToReturn],
  transfer: [running, open, mine, allowed, ownTask],
  delegate: [running, open, mine, allowed, ready, ownTask],
  add_signer: [running, open, mine, allowed, ownTask],
  remove_signer: [running, open, mine, allowed, someAdded],
  claim: [running, open, unclaimed, mine, allowed, separate],
  unclaim: [running, open, isClaimed, mine, allowed, ready, ownTask],
  comment: [running, open, mine, allowed],
  cc: [running, open, mine, allowed],
  withdraw: [running, begun, withdrawable],
  take_back: [running, takeBackOpen],
  urge: [running, mayUrge, somebodyAtWork, notUrgedLately],
  suspend: [running, admin],
  resume: [suspended, admin],
  terminate: [alive, admin],
  jump: [alive, admin, jumpOpen],
  reassign: [alive, admin, someTask],
};

export function guard(attempt: Attempt): Refusal | undefined {
  for (const check of guards[attempt.operation]) {
    const code = check(attempt);
    if (code) return refuse(code);
  }
  return undefined;
}

/** A visitor is let near a record only with its proof, so a visitor at a visitor's case is the one who began. */
export function isInitiator({ initiator }: FlowState, actor: Actor): boolean {
  if (initiator.kind === 'visitor') return actor.kind === 'visitor';
  return actor.kind === 'user' && actor.id !== undefined && actor.id === initiator.id;
}

export function isParty(by: readonly Party[] | undefined, state: FlowState, actor: Actor): boolean {
  if (actor.kind === 'engine') return true;
  return (by ?? []).some((party) => {
    if (party.initiator) return isInitiator(state, actor);
    if (party.user !== undefined) return actor.kind === 'user' && actor.login === party.user;
    if (party.role === 'visitor') return actor.kind === 'visitor';
    if (party.role === 'everyone') return actor.kind === 'user';
    return party.role !== undefined && actor.kind === 'user' && actor.roles.includes(party.role);
  });
}

export interface Awaited {
  token: Token;
  signal: Signal;
}

/** Where a signal is waited for now; which of these this actor may send is asked apart. */
export function awaited(compiled: CompiledFlow, state: FlowState, signal?: string): Awaited[] {
  return state.tokens.flatMap((token) => {
    const node = compiled.nodes.get(token.node)?.node;
    if (node?.type !== 'wait' || token.incident) return [];
    return node.for
      .filter((one) => signal === undefined || one.signal === signal)
      .map((one) => ({ token, signal: one }));
  });
}

/** Edges from * that are open in the present state, by whomever. */
export function openEdges(compiled: CompiledFlow, state: FlowState, inputs: GuardInputs, on?: string): CompiledEdge[] {
  return compiled.stars.filter(
    ({ edge, when }) =>
      (on === undefined || edge.on === on) &&
      (edge.while === undefined || (state.state !== null && edge.while.includes(state.state))) &&
      (when === undefined || when.test(inputs.facts, inputs.env)),
  );
}
