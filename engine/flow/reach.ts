import type { CompiledFlow } from './compile.ts';
import { isWork } from './outcomes.ts';
import { passedBefore, undoneBy } from './returns.ts';
import { chainOf, matched } from './scopes.ts';
import type { FlowState, OpenTask, Token } from './types.ts';

/** Is somebody asked first, so that this task has to wait? */
export const waitsForSigner = (state: FlowState, task: OpenTask): boolean =>
  state.tasks.some(({ added }) => added?.position === 'before' && added.task === task.id);

/** Whom this person has asked in addition here, and who has not answered yet. */
export function addedBy(state: FlowState, token: Token, by: string): string[] {
  const asked = state.tasks.filter((task) => task.token === token.id && task.added?.by === by);
  const queued = (token.queue ?? []).filter((next) => next.by === by);
  return [...asked.flatMap((task) => task.standsFor ?? task.assignee ?? []), ...queued.map(({ user }) => user)];
}

/** Everything that a return from this token to that node would call off. */
function calledOff(compiled: CompiledFlow, state: FlowState, token: Token, to: string): Token[] {
  const chain = chainOf(state, token);
  const left = chain[matched(chain, compiled.nodes.get(to)?.frames ?? []).depth];
  if (!left) return [token];
  return state.tokens.filter((one) => chainOf(state, one).some(({ scope }) => scope === left.scope));
}

/** Nobody has answered, claimed or been called there yet. */
function isUntouched(state: FlowState, token: Token): boolean {
  if (token.votes || token.call !== undefined || token.incident) return false;
  const tasks = state.tasks.filter((task) => task.token === token.id);
  return tasks.every(
    ({ role, assignee, owner }) => owner === undefined && (role === undefined || assignee === undefined),
  );
}

export interface TakeBack {
  node: string;
  token: Token;
}

/** What this person alone did last, and may have back: nothing was done after it. */
export function takeBackTargets(compiled: CompiledFlow, state: FlowState, by: string): TakeBack[] {
  const mine = Object.entries(state.passed).filter(([key, passed]) => {
    const node = compiled.nodes.get(key)?.node;
    const isMine = passed.by.length === 1 && passed.by[0] === by && !passed.undone;
    return isMine && node && isWork(node) && node.allow?.includes('take_back');
  });
  return mine.flatMap(([node]) => {
    const token = state.tokens.find((candidate) => {
      if (passedBefore(compiled, state, candidate, ({ key }) => key === node).length === 0) return false;
      if (undoneBy(compiled, state, candidate, node).some((key) => key !== node)) return false;
      return calledOff(compiled, state, candidate, node).every((one) => isUntouched(state, one));
    });
    return token ? [{ node, token }] : [];
  });
}

/** Where an administrator may put a token. */
export function jumpTargets(compiled: CompiledFlow, state: FlowState, token = state.tokens[0]): string[] {
  if (!token) return [];
  const chain = chainOf(state, token);
  return [...compiled.nodes.values()]
    .filter(({ node, frames, key }) => {
      if (node.type === 'start' || node.type === 'join' || key === token.node) return false;
      return !chain.slice(matched(chain, frames).depth).some(({ fired }) => fired);
    })
    .map(({ key }) => key);
}
