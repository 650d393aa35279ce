import type { Label } from '../definition/types.generated.ts';
import type { CompiledFlow, CompiledNode } from './compile.ts';
import { type Attempt, awaited, guard, isParty, openEdges, operationsOf } from './guards.ts';
import { labelOfNode } from './names.ts';
import { decidedBy, isWork } from './outcomes.ts';
import { addedBy, jumpTargets, takeBackTargets } from './reach.ts';
import { returnTargets } from './returns.ts';
import type { CaseOperation, FlowState, GuardInputs, OpenOperation, OpenTask, TaskOperation } from './types.ts';

/** What an operation asks of the person and of the form. */
const demands: Record<TaskOperation, { reason: boolean; check: boolean }> = {
  approve: { reason: false, check: true },
  complete: { reason: false, check: true },
  reject: { reason: true, check: false },
  return: { reason: true, check: false },
  transfer: { reason: false, check: false },
  claim: { reason: false, check: false },
  unclaim: { reason: false, check: false },
  comment: { reason: true, check: false },
  cc: { reason: false, check: false },
  delegate: { reason: false, check: false },
  add_signer: { reason: false, check: false },
  remove_signer: { reason: false, check: false },
  withdraw: { reason: false, check: false },
  take_back: { reason: false, check: false },
  urge: { reason: false, check: false },
  suspend: { reason: true, check: false },
  resume: { reason: false, check: false },
  terminate: { reason: true, check: false },
  jump: { reason: true, check: false },
  reassign: { reason: true, check: false },
};

/** Somebody has to be named. */
const namesSomebody: readonly TaskOperation[] = ['transfer', 'delegate', 'add_signer', 'cc'];

/** Must a reason be given for this? A definition of the outcome may say otherwise. */
export function needsReason(operation: TaskOperation, outcome: string | undefined, node?: CompiledNode): boolean {
  const own = node && isWork(node.node) ? node.node.outcomes?.find((one) => one.key === outcome) : undefined;
  return own?.reason ?? (own ? false : demands[operation].reason);
}

type Target = NonNullable<OpenOperation['targets']>[number];

const labelled = (compiled: CompiledFlow, keys: readonly string[]): Target[] =>
  keys.map((key): { node: string; label: Label } => ({ node: key, label: labelOfNode(compiled.flow, key) }));

/** What else a screen has to ask for, with the choices there are. */
function choices(
  { compiled, state, inputs }: Attempt,
  task: OpenTask,
  operation: TaskOperation,
): Pick<OpenOperation, 'targets' | 'resume' | 'person'> {
  const token = state.tokens.find((candidate) => candidate.id === task.token);
  if (!token) return {};
  if (namesSomebody.includes(operation)) return { person: true };
  if (operation === 'remove_signer') return { person: addedBy(state, token, inputs.actor.id ?? '') };
  if (operation !== 'return') return {};
  const node = compiled.nodes.get(task.node)?.node;
  const found = { targets: labelled(compiled, returnTargets(compiled, state, token)) };
  return node && isWork(node) && node.afterReturn === 'choose' ? { ...found, resume: 'choose' } : found;
}

function ofTask(
  compiled: CompiledFlow,
  state: FlowState,
  inputs: GuardInputs,
  task: OpenTask,
  only?: TaskOperation,
): OpenOperation[] {
  const node = compiled.nodes.get(task.node);
  if (!node) return [];
  const attempt = (operation: TaskOperation, outcome?: string): Attempt => {
    return { compiled, state, inputs, operation, outcome, task };
  };
  const isWanted = (operation: TaskOperation): boolean => only === undefined || operation === only;
  const own = task.kind === 'work' && isWork(node.node) ? (node.node.outcomes ?? []) : [];
  const plain = operationsOf(task, node).filter((operation) => isWanted(operation) && !guard(attempt(operation)));
  const buttons = plain
    // A definition of the outcome of the same name is its button.
    .filter((operation) => !own.some((one) => one.key === decidedBy(operation, node.node)))
    .map((operation): OpenOperation => {
      const outcome = task.kind === 'work' ? decidedBy(operation, node.node) : undefined;
      const check = task.kind === 'work' && demands[operation].check;
      const { reason } = demands[operation];
      const open: OpenOperation = { kind: 'task', task: task.id, node: node.key, operation, reason, check };
      if (outcome !== undefined) open.outcome = outcome;
      return Object.assign(open, choices(attempt(operation), task, operation));
    });
  const outcomes = own
    .filter((one) => isWanted('complete') && !guard(attempt('complete', one.key)))
    .map(
      (one): OpenOperation => ({
        kind: 'task',
        task: task.id,
        node: node.key,
        operation: 'complete',
        outcome: one.key,
        label: one.label,
        reason: needsReason('complete', one.key, node),
        check: one.check ?? true,
        ...(one.tone === undefined ? {} : { tone: one.tone }),
      }),
    );
  return [...outcomes, ...buttons];
}

function signals(compiled: CompiledFlow, state: FlowState, inputs: GuardInputs): OpenOperation[] {
  return awaited(compiled, state)
    .filter(({ signal }) => isParty(signal.by, state, inputs.actor))
    .map(({ token, signal }) => ({
      kind: 'signal',
      operation: signal.signal,
      node: token.node,
      label: signal.label ?? signal.signal,
      reason: false,
      check: signal.submit ?? false,
      ...(signal.help === undefined ? {} : { help: signal.help }),
      ...(signal.tone === undefined ? {} : { tone: signal.tone }),
      ...(signal.rights === undefined ? {} : { rights: signal.rights }),
      ...(signal.submit === undefined ? {} : { submit: signal.submit }),
    }));
}

function edges(compiled: CompiledFlow, state: FlowState, inputs: GuardInputs): OpenOperation[] {
  return openEdges(compiled, state, inputs)
    .filter(({ edge }) => edge.on !== undefined && isParty(edge.by, state, inputs.actor))
    .map(({ edge }) => ({
      kind: 'edge',
      operation: edge.on ?? edge.key,
      label: edge.label ?? edge.on ?? edge.key,
      reason: edge.reason ?? false,
      check: false,
    }));
}

/** What is done to the case, in the order in which it is offered. */
const ofCase: readonly CaseOperation[] = ['take_back', 'urge', 'suspend', 'resume', 'reassign', 'jump', 'terminate'];

/** Where each of several branches stands, and where it may be put. */
function places(compiled: CompiledFlow, state: FlowState): Pick<OpenOperation, 'places'> {
  if (state.tokens.length < 2) return {};
  const found = state.tokens.map((token) => ({
    token: token.id,
    node: token.node,
    label: labelOfNode(compiled.flow, token.node),
    targets: labelled(compiled, jumpTargets(compiled, state, token)),
  }));
  return { places: found };
}

/** Whose task each one is that is open now. */
function given(compiled: CompiledFlow, state: FlowState): Pick<OpenOperation, 'tasks' | 'person'> {
  const tasks = state.tasks.map(({ id, node, assignee, role }) => {
    const task = { task: id, label: labelOfNode(compiled.flow, node) };
    return assignee === undefined ? { ...task, ...(role === undefined ? {} : { role }) } : { ...task, assignee };
  });
  return { tasks, person: true };
}

function onCase(compiled: CompiledFlow, state: FlowState, inputs: GuardInputs): OpenOperation[] {
  const targets: { [O in CaseOperation]?: () => readonly string[] } = {
    take_back: () => takeBackTargets(compiled, state, inputs.actor.id ?? '').map(({ node }) => node),
    jump: () => jumpTargets(compiled, state),
  };
  return ofCase
    .filter((operation) => !guard({ compiled, state, inputs, operation, outcome: undefined, task: undefined }))
    .map((operation): OpenOperation => {
      const to = targets[operation]?.();
      const base = { kind: 'case' as const, operation, reason: demands[operation].reason, check: false };
      if (operation === 'reassign') return { ...base, ...given(compiled, state) };
      if (!to) return base;
      const more = operation === 'jump' ? places(compiled, state) : {};
      return { ...base, targets: labelled(compiled, to), ...more };
    });
}

/** One operation on one task, where it is open to this person: a screen wants all of them, a command only its own. */
export function openOnTask(
  compiled: CompiledFlow,
  state: FlowState,
  inputs: GuardInputs,
  task: string,
  operation: TaskOperation,
): OpenOperation[] {
  const open = state.status === 'running' ? state.tasks.find(({ id }) => id === task) : undefined;
  return open ? ofTask(compiled, state, inputs, open, operation) : [];
}

/** Everything open to this person: their tasks (or the one named), signals, edges from *, withdrawing, the case as a whole. */
export function openOperations(
  compiled: CompiledFlow,
  state: FlowState,
  inputs: GuardInputs,
  task?: string,
): OpenOperation[] {
  if (state.status === 'suspended') return onCase(compiled, state, inputs);
  if (state.status !== 'running') return [];
  const tasks = state.tasks.filter((open) => task === undefined || open.id === task);
  const withdraw: Attempt = { compiled, state, inputs, operation: 'withdraw', outcome: undefined, task: undefined };
  return [
    ...tasks.flatMap((open) => ofTask(compiled, state, inputs, open)),
    ...signals(compiled, state, inputs),
    ...edges(compiled, state, inputs),
    ...(guard(withdraw) ? [] : [{ kind: 'withdraw' as const, operation: 'withdraw', reason: false, check: false }]),
    ...(task === undefined ? onCase(compiled, state, inputs) : []),
  ];
}
