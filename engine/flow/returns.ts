import type { CompiledFlow, CompiledNode } from './compile.ts';
import { isWork } from './outcomes.ts';
import { chainOf, sharedDepth } from './route.ts';
import type { FlowState, Token } from './types.ts';

/** A return may not reach into a sibling that still runs, or has joined, beside this branch. */
function isBeside(state: FlowState, token: Token, target: CompiledNode): boolean {
  const chain = chainOf(state, token);
  const depth = sharedDepth(chain, target.frames);
  const link = chain[depth];
  return link !== undefined && link.split === target.frames[depth]?.split;
}

/** Nodes to which a return may go from here, the one passed last first. */
export function returnTargets(compiled: CompiledFlow, state: FlowState, token: Token): string[] {
  const here = compiled.nodes.get(token.node);
  const named = here && isWork(here.node) ? here.node.returnTo : undefined;
  return Object.entries(state.passed)
    .filter(([key, passed]) => {
      const target = compiled.nodes.get(key);
      if (!target || passed.undone || key === token.node) return false;
      const may = named ? named.includes(key) : isWork(target.node);
      return may && target.ahead.has(token.node) && !isBeside(state, token, target);
    })
    .sort(([, a], [, b]) => b.seq - a.seq)
    .map(([key]) => key);
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
