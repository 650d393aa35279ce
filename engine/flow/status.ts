import type { CompiledFlow } from './compile.ts';
import type { FlowState } from './types.ts';

/**
 * Joins at which some branches have come in while others are still under way: nothing stands there, and it is not over. Read
 * from the open scopes, because in a loop the same join has gone on in an earlier round.
 */
export function joinsWaitedAt(compiled: CompiledFlow, { scopes }: Pick<FlowState, 'scopes'>): Set<string> {
  const waited = scopes.flatMap(({ split, arrived, fired }) =>
    arrived.length > 0 && !fired ? (compiled.joins.get(split) ?? []) : [],
  );
  return new Set(waited);
}
