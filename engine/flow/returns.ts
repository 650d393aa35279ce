import type { CompiledFlow, CompiledNode } from './compile.ts';
import { isWork } from './outcomes.ts';
import type { Run } from './run.ts';
import type { Frame } from './graph.ts';
import { cancelScope, chainOf, type Link, matched, scopeOf, sharedDepth } from './scopes.ts';
import type { FlowState, OpenScope, Passed, Token } from './types.ts';

/**
 * Whether this lies behind the target in this round of the scopes that a return there stays in: branches may share what
 * comes after them, or meet freely, and one must not get ahead by what another has passed.
 */
function isBehind(compiled: CompiledFlow, target: CompiledNode, kept: readonly Link[], key: string): boolean {
  const inner = kept.at(-1);
  return !inner || compiled.aheadWithin(inner.split, target.key).has(key);
}

/** Was it passed in these scopes, and not in a round of their splits that is over? The proof (0) does not say when. */
const isOf = (state: FlowState, kept: readonly Link[], since: number): boolean =>
  since === 0 || kept.every(({ scope }) => (scopeOf(state, scope)?.seq ?? 0) < since);

/** Of a step that several branches share only the last time is known, not which of them it was. */
const isShared = ({ frames }: CompiledNode): boolean => frames.some(({ any, branches }) => any || branches.length > 1);

/**
 * Was it passed beside this thread, and did not lead here: once the scopes that a return there leaves had been opened, or
 * in a branch that nobody waited for any more, because the join of a split that this thread is behind had gone on?
 */
function isBeside(state: FlowState, left: readonly Link[], missing: readonly Frame[], passed: Passed): boolean {
  const isLate = passed.late?.some((split) => missing.some((frame) => frame.split === split)) ?? false;
  return isLate || left.some(({ scope }) => passed.seq > (scopeOf(state, scope)?.seq ?? passed.seq));
}

/**
 * A return may not reach into a sibling that still runs, or has joined, beside this branch; nor into an earlier round of
 * it, which would go past what is to be done in this one; nor out of what nobody waits for; nor to what came later.
 */
function isClosed(
  compiled: CompiledFlow,
  state: FlowState,
  token: Token,
  target: CompiledNode,
  passed: Passed,
): boolean {
  const chain = chainOf(state, token);
  const { depth, missing } = matched(chain, target.frames);
  const kept = chain.slice(0, depth);
  const left = chain.slice(depth);
  if (left.some(({ fired }) => fired)) return true;
  if (!isShared(target) && isBeside(state, left, missing, passed)) return true;
  if (!isBehind(compiled, target, kept, token.node) || !isOf(state, kept, passed.seq)) return true;
  return left[0] !== undefined && left[0].split === missing[0]?.split;
}

/** Work that was passed, counts as such, and may be gone back to from here; the one passed last first. */
export function passedBefore(
  compiled: CompiledFlow,
  state: FlowState,
  token: Token,
  may: (target: CompiledNode) => boolean,
): string[] {
  return Object.entries(state.passed)
    .filter(([key, passed]) => {
      const target = compiled.nodes.get(key);
      if (!target || passed.undone || key === token.node || !may(target)) return false;
      return target.ahead.has(token.node) && !isClosed(compiled, state, token, target, passed);
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
      if (passed.undone || passed.seq < since || sharedDepth(kept, frames) < kept.length) return false;
      return key === to || isBehind(compiled, target, kept, key);
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
