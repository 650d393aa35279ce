import type { OperationView, Values } from '../../../engine/wire.ts';
import type { SimulationStep, SimulationTask } from '../../../engine/wire/simulation.ts';
import type { OperationInput } from '../../../runtime/workbench/record/OperationDialog.vue';

interface At {
  /** Of the task. */
  node: string | undefined;
  form: string;
  data: Values | undefined;
  /** What is open, of whom. */
  tasks: readonly SimulationTask[];
}

type Case = NonNullable<SimulationStep['case']>;
type Position = NonNullable<SimulationStep['position']>;

const DECISIONS = new Set(['approve', 'reject', 'complete']);
const ON_TASK = new Set(['claim', 'unclaim', 'transfer', 'return', 'comment', 'cc', 'delegate', 'remove_signer']);

/** What somebody pressed, as a step of a story; undefined: a story knows no such thing. */
export function stepOf(
  operation: OperationView,
  input: OperationInput,
  { node, form, data, tasks }: At,
): SimulationStep | undefined {
  const { kind, key } = operation;
  const said = { ...input, ...(data === undefined ? {} : { data }) };
  if (kind === 'decision' && node !== undefined) {
    return DECISIONS.has(key) ? { [key]: node, ...said } : { complete: node, outcome: key, ...said };
  }
  if (ON_TASK.has(kind) && node !== undefined) {
    return { [kind]: node, ...input, ...(operation.resume ? { resume: true } : {}) };
  }
  if (kind === 'add_signer' && node !== undefined) return { add_signer: node, position: key as Position, ...input };
  if (kind === 'signal') return { signal: key, ...said };
  if (kind === 'edge') return { edge: key, ...input };
  if (kind === 'button') return { button: key };
  if (kind === 'withdraw') return { withdraw: form, ...input };
  if (kind === 'case' || kind === 'retry') return repairOf(operation, input, tasks);
  if (kind === 'edit') return { update: form, ...said };
  if (kind === 'delete') return { delete: form };
  return undefined;
}

/** Tasks and branches have other ids each time: a story tells them by step and person. */
function repairOf(
  { kind, key, places = [], incidents = [] }: OperationView,
  { task, token, ...input }: OperationInput,
  tasks: readonly SimulationTask[],
): SimulationStep | undefined {
  if (kind === 'retry') {
    const wrong = incidents.find((one) => one.token === token) ?? incidents[0];
    return wrong && { retry: wrong.node, ...input };
  }
  if (key === 'reassign') {
    const whose = tasks.find(({ id }) => id === task);
    return whose && { reassign: whose.node, ...(whose.assignee && { from: whose.assignee }), ...input };
  }
  const place = places.find((one) => one.token === token);
  return { case: key as Case, ...(place && { from: place.node }), ...input };
}
