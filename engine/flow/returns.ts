import type { CompiledFlow, CompiledNode } from './compile.ts';
import { isWork } from './outcomes.ts';
import type { Run } from './run.ts';
import { cancelScope, chainOf, type Link, matched, sharedDepth } from './scopes.ts';
import type { FlowState, OpenScope, Token } from './types.ts';

/** A return may not reach into a sibling that still runs, or has joined, beside this branch; nor out of what nobody waits for. */
function isClosed(chain: readonly Link[], target: CompiledNode): boolean {
  const { depth, missing } = matched(chain, target.frames);
  const link = chain[depth];
  if (chain.slice(depth).some(({ fired }) => fired)) return true;
  return link !== undefined && link.split === missing[0]?.split;
}

/** Work that was passed, counts as such, and may be gone back to from here; the one passed last first. */
export function passedBefore(
  compiled: CompiledFlow,
  state: FlowState,
  token: Token,
  may: (target: CompiledNode) => boolean,
): string[] {
  const chain = chainOf(state, token);
  return Object.entries(state.passed)
    .filter(([key, passed]) => {
      const target = compiled.nodes.get(key);
      if (!target || passed.undone || key === token.node || !may(target)) return false;
      return target.ahead.has(token.node) && !isClosed(chain, target);
    })
    .sort(([, a], [, b]) => b.seq - a.seq)
    .map(([key]) => key);
}

/** Nodes to which a return may go from here, the one passed last first. */
export function returnTargets(compiled: CompiledFlow, state: FlowState, token: Token): string[] {
  const here = compiled.nodes.get(token.node);
  const named = here && isWork(here.node) ? here.node.returnTo : undefined;
  return passedBefore(compiled, state, token, ({ key, node }) => (named ? named.includes(key) : isWork(node)));
}

/** What a return to `to` takes back: all that was passed since, in the threads that it cancels and nowhere else. */
export function undoneBy(compiled: CompiledFlow, state: FlowState, token: Token, to: string): string[] {
  const target = compiled.nodes.get(to);
  const since = state.passed[to]?.seq;
  if (!target || since === undefined) return [];
  const chain = chainOf(state, token);
  const kept = chain.slice(0, sharedDepth(chain, target.frames));
  return Object.entries(state.passed)
    .filter(([key, passed]) => {
      const frames = compiled.nodes.get(key)?.frames ?? [];
      return !passed.undone && passed.seq >= since && sharedDepth(kept, frames) === kept.length;
    })
    .map(([key]) => key);
}

/** Straight back here is possible where nothing beside this thread was cancelled: that would be lost. */
export function mayResume(compiled: CompiledFlow, state: FlowState, token: Token, to: string): boolean {
  const target = compiled.nodes.get(to);
  if (!target) return false;
  const chain = chainOf(state, token);
  const { depth, missing } = matched(chain, target.frames);
  return depth === chain.length && missing.length === 0;
}

/** Scopes of joins that have gone on, and that were opened after the target: a return cancels them too. */
export function cancelLater(run: Run, token: Token, to: string): void {
  const target = run.node(to);
  const since = run.state.passed[to]?.seq ?? 0;
  const chain = chainOf(run.state, token);
  const { depth } = matched(chain, target.frames);
  const left = chain[depth];
  const open = left && run.state.scopes.find((scope) => scope.id === left.scope);
  const thread = open ?? token;
  const isLater = (scope: OpenScope): boolean =>
    scope.fired === true &&
    scope.scope === thread.scope &&
    (scope.scope === 0 || scope.branch === thread.branch) &&
    ((scope.seq ?? 0) > since || target.frames.some((frame) => frame.split === scope.split));
  for (const { id } of run.state.scopes.filter(isLater)) {
    cancelScope(run, id, { code: 'returned', params: { to } });
  }
}
