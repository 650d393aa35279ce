import type { CompiledFlow } from '../compile.ts';
import { chainOf, sharedDepth } from '../scopes.ts';
import type { FlowState, OpenScope, Token } from '../types.ts';
import type { Configuration } from './moves.ts';

/** What two states may differ in without any difference to the ways of the flow. */
const fleeting: ReadonlySet<string> = new Set([
  'id',
  'scope',
  'node',
  'branch',
  'enteredAt',
  'dueAt',
  'overdue',
  'timers',
  'votes',
  'call',
  'arrived',
  'queue',
  'left',
  'pausedAt',
  'shift',
  'seq',
  'back',
]);

function rest(thing: Token | OpenScope): string {
  const kept = Object.entries(thing).filter(([key, value]) => !fleeting.has(key) && value !== undefined);
  return kept.length === 0 ? '' : JSON.stringify(kept);
}

/** Scopes by the way to them, which is the same in every instance that stands alike; numbers are not. */
export function scopeNames(state: FlowState): Map<number, string> {
  const names = new Map<number, string>([[0, '']]);
  const given = new Map<string, number>();
  for (const scope of state.scopes) {
    const name = `${names.get(scope.scope) ?? '?'}/${String(scope.branch).padStart(3, '0')}.${scope.split}`;
    const times = given.get(name) ?? 0;
    given.set(name, times + 1);
    names.set(scope.id, times === 0 ? name : `${name}#${times}`);
  }
  return names;
}

/** The configuration in words, without times, ids, tasks and votes. `ordered`: the order of the agenda counts. */
export function shapeOf({ state, jobs }: Configuration, ordered: boolean): string {
  const names = scopeNames(state);
  const at = (scope: number) => names.get(scope) ?? '?';
  const lines = [
    ...state.scopes.map((scope) => {
      return `s ${at(scope.id)} ${[...scope.arrived].sort((a, b) => a - b).join(',')} ${rest(scope)}`;
    }),
    ...state.tokens.map((token) => {
      const waits = token.call === undefined ? '' : '?';
      return `t ${at(token.scope)} ${token.branch} ${token.node}${waits} ${rest(token)}`;
    }),
  ].sort();
  const agenda = jobs.map((job) => `j ${at(job.scope)} ${job.branch} ${job.node}`);
  return [state.status, ...lines, ...(ordered ? agenda : agenda.sort())].join('\n');
}

/** The outermost scope that a return leaves, with all that runs in it; none where it stays inside. */
function leftBy(compiled: CompiledFlow, state: FlowState, token: Token, to: string | undefined): number | undefined {
  const target = to === undefined ? undefined : compiled.nodes.get(to);
  const chain = chainOf(state, token);
  // A branch that nobody waits for any more does not get out of its block.
  if (!target || chain.some((link) => link.fired)) return undefined;
  return chain[sharedDepth(chain, target.frames)]?.scope;
}

/** What a return makes of the configuration depends on nothing else: all but the token, and all but the scope it leaves. */
export function shapeAround(
  compiled: CompiledFlow,
  { state, jobs }: Configuration,
  token: Token,
  to: string | undefined,
): string {
  const left = leftBy(compiled, state, token, to);
  const gone = new Set(left === undefined ? [] : [left]);
  for (const scope of state.scopes) if (gone.has(scope.scope)) gone.add(scope.id);
  const stays = (one: { scope: number }) => !gone.has(one.scope);
  const scopes = state.scopes.filter(({ id }) => !gone.has(id));
  const tokens = state.tokens.filter((one) => one !== token && stays(one));
  const from = left === undefined ? token : (state.scopes.find(({ id }) => id === left) ?? token);
  const thread = `${scopeNames(state).get(from.scope) ?? '?'} ${from.branch}`;
  return `${shapeOf({ state: { ...state, scopes, tokens }, jobs: jobs.filter(stays) }, true)}\n${thread}`;
}
