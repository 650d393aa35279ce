import type { OperationView } from '../../../engine/wire.ts';

/** What an administrator chooses with a repair, beside where to and why. */
export interface Repair {
  token?: number;
  task?: string;
  outcome?: string;
  /** Where the branch that was chosen may be put. */
  targets?: NonNullable<OperationView['targets']>;
}

const isPast = ({ kind, key }: OperationView): boolean => kind === 'retry' && key === 'skip';

/** Has everything been chosen that there is a choice of? */
export function isSettled(operation: OperationView, { token, task, outcome }: Repair): boolean {
  if (operation.tasks) return task !== undefined;
  if (operation.places) return token !== undefined;
  return !isPast(operation) || (token !== undefined && outcome !== undefined);
}
