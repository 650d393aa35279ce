import type { OperationView, Values } from '../../../engine/wire.ts';
import type { SimulationStep } from '../../../engine/wire/simulation.ts';
import type { OperationInput } from '../../../runtime/workbench/record/OperationDialog.vue';

interface At {
  /** Of the task. */
  node: string | undefined;
  form: string;
  data: Values | undefined;
}

type Case = NonNullable<SimulationStep['case']>;
type Position = NonNullable<SimulationStep['position']>;

const DECISIONS = new Set(['approve', 'reject', 'complete']);
const ON_TASK = new Set(['claim', 'unclaim', 'transfer', 'return', 'comment', 'cc', 'delegate', 'remove_signer']);

/** What somebody pressed, as a step of a story; undefined: a story knows no such thing. */
export function stepOf(
  operation: OperationView,
  input: OperationInput,
  { node, form, data }: At,
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
  if (kind === 'case') return { case: key as Case, ...input };
  if (kind === 'edit') return { update: form, ...said };
  return undefined;
}
