import type { FlowNode } from '../definition/types.generated.ts';
import type { TaskOperation } from './types.ts';

/** The outcome of an edge that names none. */
const normal: Record<FlowNode['type'], string> = {
  start: 'started',
  approve: 'approved',
  handle: 'completed',
  exclusive: 'chosen',
  parallel: 'split',
  inclusive: 'split',
  foreach: 'each',
  join: 'joined',
  action: 'done',
  rule: 'done',
  wait: 'received',
  timer: 'elapsed',
  subflow: 'done',
  cc: 'copied',
  route: 'routed',
  end: 'ended',
};

export const normalOutcome = (node: FlowNode): string => normal[node.type];

export const isWork = (node: FlowNode): node is Extract<FlowNode, { type: 'approve' | 'handle' }> =>
  node.type === 'approve' || node.type === 'handle';

/** The outcome that an operation decides when none is named. */
export function decidedBy(operation: TaskOperation, node: FlowNode): string | undefined {
  if (operation === 'reject') return 'rejected';
  return operation === 'approve' || operation === 'complete' ? normalOutcome(node) : undefined;
}
