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
