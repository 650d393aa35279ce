import type { CompiledNode } from './compile.ts';
import { leave, place } from './route.ts';
import type { Run } from './run.ts';
import { chainOf, scopeOf, settleScope } from './scopes.ts';
import type { OpenScope, Token } from './types.ts';

/** Tokens of one scope that wait at a join. */
interface Waiting {
  join: CompiledNode;
  scope: number;
  tokens: Token[];
}

function waiting(run: Run): Waiting[] {
  const found: Waiting[] = [];
  for (const token of run.state.tokens) {
    if (token.held !== 'join') continue;
    const same = found.find(({ join, scope }) => join.key === token.node && scope === token.scope);
    if (same) same.tokens.push(token);
    else found.push({ join: run.node(token.node), scope: token.scope, tokens: [token] });
  }
  return found;
}

/** Does this run inside the scope, and does somebody wait for it? */
function isInside(run: Run, token: Token, scope: number): boolean {
  if (token.scope === scope) return true;
  const chain = chainOf(run.state, token);
  const at = scope === 0 ? 0 : chain.findIndex((link) => link.scope === scope) + 1;
  return (scope === 0 || at > 0) && !chain.slice(at).some((link) => link.fired);
}

/**
 * May anything else of the scope still come to this join? Not by leaving the scope and beginning anew. What waits at a join
 * that lies on the way counts too, unless the two wait for each other.
 */
function isAwaited(run: Run, { join, scope, tokens }: Waiting): boolean {
  const split = scopeOf(run.state, scope)?.split;
  const leads = (from: CompiledNode, to: string): boolean =>
    (split === undefined ? from.ahead : run.compiled.aheadWithin(split, from.key)).has(to);
  return run.state.tokens.some((token) => {
    if (tokens.includes(token) || !isInside(run, token, scope)) return false;
    if (token.node === join.key && token.scope === scope) return false;
    const node = run.node(token.node);
    if (!leads(node, join.key) && node.key !== join.key) return false;
    return token.held !== 'join' || !leads(join, node.key);
  });
}

/** All but one of the threads end here; the one goes on. The last of a split's branches is the thread that split. */
function merge(run: Run, { join, scope, tokens }: Waiting): void {
  const [first, ...others] = tokens;
  if (!first) return;
  const joined = (token: Token) =>
    run.emit({ type: 'branch_joined', token: token.id, scope, branch: token.branch, join: join.key });
  for (const token of others) joined(token);
  run.emit({ type: 'released', token: first.id, node: join.key });
  const open = scopeOf(run.state, scope);
  if (!open || open.arrived.length + 1 < open.count || run.compiled.joins.has(open.split)) {
    leave(run, first, join.normal);
    return;
  }
  joined(first);
  run.emit({ type: 'scope_closed', scope, split: open.split });
  place(run, join, { scope: open.scope, branch: open.branch });
}

/** An earlier round of the same split whose join has gone on: until all of it has come, nothing else gets through. */
export function blocks(run: Run, scope: OpenScope): boolean {
  return run.state.scopes.some(
    (other) =>
      other.fired &&
      other.id < scope.id &&
      other.split === scope.split &&
      other.scope === scope.scope &&
      other.branch === scope.branch,
  );
}

function unblock(run: Run, token: Token): boolean {
  const scope = scopeOf(run.state, token.scope);
  if (!scope || blocks(run, scope)) return false;
  run.emit({ type: 'released', token: token.id, node: token.node });
  run.emit({ type: 'branch_joined', token: token.id, scope: scope.id, branch: token.branch, join: token.node });
  settleScope(run, scope.id);
  return true;
}

/** Lets one join go on that waits for nothing any more. Answers whether there was one. */
export function mergeAt(run: Run): boolean {
  for (const group of waiting(run)) {
    const scope = scopeOf(run.state, group.scope);
    const [first] = group.tokens;
    if (!first) continue;
    if (scope && run.compiled.joins.get(scope.split) === group.join.key) {
      if (unblock(run, first)) return true;
    } else if (!isAwaited(run, group)) {
      merge(run, group);
      return true;
    }
  }
  return false;
}
