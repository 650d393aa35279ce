import type { Run } from './run.ts';
import { cancelBranch, chainOf, scopeOf } from './scopes.ts';
import type { Token, Why } from './types.ts';

function win(run: Run, token: Token, scope: number, branch: number): void {
  const why: Why = { code: 'race_lost', params: { to: token.node } };
  const others = [...run.state.tokens, ...run.state.scopes, ...run.jobs]
    .filter((one) => one.scope === scope && one.branch !== branch)
    .map((one) => one.branch);
  for (const other of new Set(others)) cancelBranch(run, { scope, branch: other }, why);
  run.emit({ type: 'race_won', scope, branch });
}

/**
 * In a race the branch in which something is done first goes on, and the others are over. What nobody waits for any more
 * wins nothing around it.
 */
export function winRaces(run: Run, token: Token): void {
  const chain = chainOf(run.state, token);
  const from = chain.findLastIndex((link) => link.fired) + 1;
  for (const { scope, split, branch } of chain.slice(from)) {
    const { node } = run.node(split);
    const open = scopeOf(run.state, scope);
    if (node.type === 'parallel' && node.race && open && open.count > 1) win(run, token, scope, branch);
  }
}

/** A branch without anything to do has won when it comes to the join. */
export function winAtJoin(run: Run, token: Token, split: string): void {
  const { node } = run.node(split);
  const open = scopeOf(run.state, token.scope);
  if (node.type === 'parallel' && node.race && open && open.count > 1) win(run, token, token.scope, token.branch);
}
