import { grow, rowsFor } from './nodes/foreach.ts';
import type { Run } from './run.ts';
import { branchOver, cancelBranch, scopeOf } from './scopes.ts';

/** The record has changed while a foreach runs over its rows: those that went end, those that came begin. */
export function followRows(run: Run): void {
  if (!run.compiled.hasRows) return;
  for (const { id, split } of [...run.state.scopes]) {
    const node = run.node(split);
    const scope = scopeOf(run.state, id);
    if (!scope || scope.fired || node.node.type !== 'foreach' || !node.node.grow || node.node.over === undefined)
      continue;
    run.focus({ scope: scope.scope, branch: scope.branch });
    grow(run, scope, node);
    const there = new Set(rowsFor(run, node));
    for (const [branch, row] of (scope.rows ?? []).entries()) if (!there.has(row)) drop(run, id, branch);
  }
}

/** Only where something of the branch still runs: what has arrived, or is over, stays so. */
function drop(run: Run, scope: number, branch: number): void {
  const runs = [...run.state.tokens, ...run.state.scopes].some((one) => one.scope === scope && one.branch === branch);
  if (!runs) return;
  const why = { code: 'row_gone' };
  cancelBranch(run, { scope, branch }, why);
  branchOver(run, { scope, branch }, why);
}
