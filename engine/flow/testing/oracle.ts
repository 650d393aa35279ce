import { expect } from 'vitest';
import { evolve, type FlowEvent, type FlowState, type Token } from '../index.ts';
import type { World } from './world.ts';

type Event<T extends FlowEvent['type']> = Extract<FlowEvent, { type: T }>;

const isA =
  <T extends FlowEvent['type']>(type: T) =>
  (event: FlowEvent): event is Event<T> =>
    event.type === type;

/** Every vote that was cast where the flow stands is kept there, in its order, and nobody else's with it. */
export function checkVotes({ state, events }: World): void {
  for (const token of state?.tokens ?? []) {
    const cast = events
      .filter(isA('task_completed'))
      .filter((event) => event.token === token.id && event.kind === 'work')
      .map(({ by, outcome }) => ({ by, outcome }));
    expect((token.votes ?? []).map(({ by, outcome }) => ({ by, outcome }))).toEqual(cast);
  }
}

/**
 * Where all have to agree nobody's answer is cut short by another's agreement, but by one given higher up. What is asked
 * higher up is no more needed than that, nor is whoever is asked before it. Whoever is taken off the list is not asked.
 */
export function checkAllAsked(world: World, events: readonly FlowEvent[]): void {
  const created = new Map(world.events.filter(isA('task_created')).map((event) => [event.task, event]));
  const isHigher = ({ escalated, added }: Event<'task_created'>): boolean => {
    const waiting = added?.position === 'before' ? created.get(added.task ?? '') : undefined;
    return escalated === true || (waiting !== undefined && isHigher(waiting));
  };
  for (const left of events.filter(isA('node_left'))) {
    const node = world.compiled.nodes.get(left.node)?.node;
    if (node?.type !== 'approve' || node.policy !== 'all' || left.outcome !== 'approved' || left.skipped) continue;
    const said = world.events.filter(isA('task_completed')).filter(({ token }) => token === left.token);
    const last = created.get(said.at(-1)?.task ?? '');
    if (!last || last.escalated || left.why) continue;
    const cut = events
      .filter(isA('task_cancelled'))
      .filter(({ why }) => why.code !== 'signer_removed')
      .map(({ task }) => created.get(task))
      .filter((task) => task?.token === left.token && !isHigher(task));
    expect(cut, `everybody is heard at ${left.node}`).toEqual([]);
    for (const { outcome } of said) expect(outcome).not.toBe('rejected');
  }
}

/** The scopes around a token, and all that stands inside a scope. */
function around(state: FlowState, token: Token): number[] {
  const ids: number[] = [];
  for (let id = token.scope; id !== 0; ) {
    ids.push(id);
    id = state.scopes.find((scope) => scope.id === id)?.scope ?? 0;
  }
  return ids;
}

const ids = (state: FlowState | null): number[] => (state?.tokens ?? []).map(({ id }) => id);

type Scope = FlowState['scopes'][number];

/** The scopes that a return from this token has to close, and those that it may. */
function calledOff(
  compiled: World['compiled'],
  state: FlowState,
  token: Token,
  to: string,
): Record<'must' | 'may', number[]> {
  const since = state.passed[to]?.seq ?? 0;
  const chain = around(state, token);
  const frames = compiled.nodes.get(to)?.frames ?? [];
  const isAround = ({ split }: Scope): boolean => frames.some((frame) => frame.split === split);
  // Where several go through the target, each at a time of its own, only the last of these times is known: of the scopes
  // around whoever returns, those that are not around the target are taken for the later ones. One that was opened again is
  // as old as what was passed in it.
  const isShared = frames.some(({ any, branches }) => any || branches.length > 1);
  const hasNoAge = ({ id, seq }: Scope): boolean => seq === undefined || (isShared && chain.includes(id));
  const later = state.scopes.filter((scope) => (hasNoAge(scope) ? !isAround(scope) : (scope.seq ?? 0) > since));
  const must = later.filter(({ id }) => chain.includes(id)).map(({ id }) => id);
  // Gone back into, a split begins anew: what was left of it behind its join is over.
  const again = state.scopes.filter((scope) => scope.fired && isAround(scope));
  const may = [...later.filter(({ id, fired }) => fired || must.includes(id)), ...again].map(({ id }) => id);
  return { must, may };
}

/**
 * A return cancels exactly what was entered after its target: the scopes around it that were opened since, with all that
 * is in them, and of scopes whose join has gone on those that were opened since. Everything else stays as it is.
 */
export function checkReturn({ compiled }: World, before: FlowState, events: readonly FlowEvent[]): void {
  const at = events.findIndex((event) => event.type === 'returned' || event.type === 'taken_back');
  const returned = events[at];
  if (returned?.type !== 'returned' && returned?.type !== 'taken_back') return;
  const left = events.filter(isA('node_left')).find(({ outcome }) => outcome === 'returned');
  const arrival = events.findIndex((event) => event.type === 'node_entered' && event.back);
  const token = before.tokens.find(({ id }) => id === left?.token);
  if (!token || arrival < 0 || !before.passed[returned.to]) throw new Error('A return without a token or a target.');
  const { must, may } = calledOff(compiled, before, token, returned.to);
  const inside = (scopes: readonly number[]): number[] =>
    before.tokens.filter((one) => around(before, one).some((id) => scopes.includes(id))).map(({ id }) => id);
  const until = events.slice(0, arrival);
  // Whoever does something first in a race wins it, also by a return.
  const lost = until
    .filter(isA('node_cancelled'))
    .flatMap((event) => (event.why.code === 'race_lost' ? event.token : []));
  const after = evolve(before, until);
  const there = new Set([...ids(after), ...lost]);
  const gone = ids(before).filter((id) => !there.has(id));
  expect(gone, 'what was entered after the target is called off').toEqual(
    expect.arrayContaining([token.id, ...inside(must)].filter((id) => !lost.includes(id))),
  );
  expect([...new Set([token.id, ...inside(may)])], 'nothing else is called off').toEqual(expect.arrayContaining(gone));
  const open = new Set((after?.scopes ?? []).map(({ id }) => id));
  for (const scope of before.scopes) {
    if (must.includes(scope.id)) expect(open.has(scope.id)).toBe(false);
    if (lost.length > 0) continue;
    if (!may.some((id) => id === scope.id || isInside(before, scope.id, id))) expect(open.has(scope.id)).toBe(true);
  }
}

function isInside(state: FlowState, scope: number, outer: number): boolean {
  for (let id = scope; id !== 0; ) {
    if (id === outer) return true;
    id = state.scopes.find((one) => one.id === id)?.scope ?? 0;
  }
  return false;
}
