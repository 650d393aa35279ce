import type { CompiledNode } from './compile.ts';
import type { Frame } from './graph.ts';
import { nodeTypes } from './nodes/registry.ts';
import { place } from './route.ts';
import type { Run, Thread } from './run.ts';
import type { FlowState, OpenScope, Token, Why } from './types.ts';

export interface Link extends Thread {
  split: string;
  fired?: true;
}

export const scopeOf = (state: FlowState, id: number): OpenScope | undefined =>
  state.scopes.find((scope) => scope.id === id);

/** The scopes around a thread, outermost first. */
export function chainOf(state: FlowState, thread: Thread): Link[] {
  const chain: Link[] = [];
  let { scope, branch } = thread;
  while (scope !== 0) {
    const open = scopeOf(state, scope);
    if (!open) break;
    const link: Link = { scope, split: open.split, branch };
    if (open.fired) link.fired = true;
    chain.unshift(link);
    ({ scope, branch } = open);
  }
  return chain;
}

/** The splits around a thread whose join has gone on without it. */
export function splitsGoneOn(state: FlowState, thread: Thread): string[] {
  if (!state.scopes.some(({ fired }) => fired)) return [];
  return chainOf(state, thread).flatMap(({ fired, split }) => (fired ? [split] : []));
}

/** How many scopes around the thread are also around a node with these frames, and the frames it is not in yet. */
export function matched(chain: readonly Link[], frames: readonly Frame[]): { depth: number; missing: Frame[] } {
  let depth = 0;
  let at = 0;
  for (; at < frames.length; at += 1) {
    const frame = frames[at];
    const link = chain[depth];
    if (frame && link?.split === frame.split && (frame.any || frame.branches.includes(link.branch))) depth += 1;
    else if (!frame?.loose) break;
  }
  return { depth, missing: frames.slice(at).filter((frame) => !frame.loose) };
}

export const sharedDepth = (chain: readonly Link[], frames: readonly Frame[]): number => matched(chain, frames).depth;

/** This scope and all that were opened inside it, innermost first. `branch`: only what is inside that branch. */
function scopesWithin(state: FlowState, id: number, branch?: number): OpenScope[] {
  const within: OpenScope[] = [];
  const ids = new Set(branch === undefined ? [id] : []);
  for (const scope of state.scopes) {
    // A scope is always opened after the one around it.
    const isChild = ids.has(scope.scope) || (branch !== undefined && scope.scope === id && scope.branch === branch);
    if (ids.has(scope.id) || isChild) {
      ids.add(scope.id);
      within.unshift(scope);
    }
  }
  return within;
}

export function cancelToken(run: Run, token: Token, why: Why): void {
  const { node } = run.node(token.node);
  nodeTypes[node.type].onCancel?.(run, token, why);
  run.emit({ type: 'node_cancelled', token: token.id, node: token.node, why });
}

function closeAll(run: Run, scopes: readonly OpenScope[]): void {
  for (const scope of scopes) run.emit({ type: 'scope_closed', scope: scope.id, split: scope.split, cancelled: true });
}

/** Ends everything inside a scope: exactly what was entered after its split, nothing beside it. */
export function cancelScope(run: Run, id: number, why: Why): void {
  const within = scopesWithin(run.state, id);
  const ids = new Set(within.map((scope) => scope.id));
  for (const token of run.state.tokens.filter((candidate) => ids.has(candidate.scope))) cancelToken(run, token, why);
  closeAll(run, within);
}

/** Ends everything on one branch of a scope; the scope still counts the branch. */
export function cancelBranch(run: Run, { scope, branch }: Thread, why: Why): void {
  const within = scopesWithin(run.state, scope, branch);
  const ids = new Set(within.map(({ id }) => id));
  const inBranch = (token: Token) => ids.has(token.scope) || (token.scope === scope && token.branch === branch);
  for (const token of run.state.tokens.filter(inBranch)) cancelToken(run, token, why);
  closeAll(run, within);
  run.dropJobs((job) => job.scope === scope && job.branch === branch);
}

export function cancelAll(run: Run, why: Why): void {
  for (const token of [...run.state.tokens]) cancelToken(run, token, why);
  closeAll(run, [...run.state.scopes].reverse());
  run.dropJobs(() => true);
}

/** How many branches its join waits for. */
export function needed(run: Run, scope: OpenScope, join: CompiledNode): number {
  const { node } = join;
  if (node.type !== 'join' || node.wait === undefined || node.wait === 'all') return scope.count;
  if (node.wait === 'first') return 1;
  const n = join.number?.(run.facts, run.env);
  const asked = Math.ceil(Number(n ?? 1));
  return Number.isFinite(asked) ? Math.max(1, asked) : 1;
}

/** A branch has arrived or is over: does the flow go on behind the join? */
export function settleScope(run: Run, id: number): void {
  const scope = scopeOf(run.state, id);
  if (!scope) return;
  const { count, split } = scope;
  const all = scope.arrived.length >= count;
  const thread = { scope: scope.scope, branch: scope.branch };
  if (scope.fired) {
    if (all) run.emit({ type: 'scope_closed', scope: id, split });
    return;
  }
  const key = run.compiled.joins.get(split);
  if (all && scope.arrived.length === 0) {
    run.emit({ type: 'scope_closed', scope: id, split });
    branchOver(run, thread, { code: 'branches_over' });
    return;
  }
  const join = key === undefined ? undefined : run.node(key);
  if (!join || scope.arrived.length < Math.min(count, needed(run, scope, join))) return;
  goOn(run, scope, join, all);
}

function goOn(run: Run, scope: OpenScope, join: CompiledNode, all: boolean): void {
  const rest = join.node.type === 'join' ? (join.node.rest ?? 'cancel') : 'cancel';
  if (all) run.emit({ type: 'scope_closed', scope: scope.id, split: scope.split });
  else if (rest === 'wait') run.emit({ type: 'scope_fired', scope: scope.id, join: join.key });
  else cancelScope(run, scope.id, { code: 'others_decided', params: { join: join.key } });
  place(run, join, { scope: scope.scope, branch: scope.branch });
}

/** A thread is over without having come to a join. Where it was the last of all, so is the flow: see `finish`. */
export function branchOver(run: Run, { scope, branch }: Thread, why: Why): void {
  if (scope === 0 || !scopeOf(run.state, scope)) return;
  run.emit({ type: 'branch_over', scope, branch, why });
  settleScope(run, scope);
}

/** All that stands at these nodes is called off, and its branches are over. */
export function cancelAt(run: Run, nodes: readonly string[], why: Why): void {
  for (const { id } of run.state.tokens.filter((token) => nodes.includes(token.node))) {
    // A join that went on meanwhile may have taken it away.
    const token = run.token(id);
    if (!token) continue;
    const { scope, branch } = token;
    cancelToken(run, token, why);
    branchOver(run, { scope, branch }, why);
  }
}
