import { expect } from 'vitest';
import type { FlowCommand, FlowState, OpenOperation, Token } from '../index.ts';
import { logins } from './layout.ts';
import type { World } from './world.ts';

/**
 * Each thread of a scope is one token, one scope inside it, or has arrived; nothing is lost and nothing is double. A
 * scope whose join has gone on is no thread of the one around it any more.
 */
export function checkConserved(state: FlowState): void {
  const threads = new Map<number, number[]>([[0, []]]);
  for (const scope of state.scopes) threads.set(scope.id, [...scope.arrived]);
  for (const holder of [...state.tokens, ...state.scopes.filter((scope) => !scope.fired)]) {
    const inside = threads.get(holder.scope);
    expect(inside, `scope ${holder.scope} is open`).toBeDefined();
    inside?.push(holder.branch);
  }
  const isOpen = state.status === 'running' || state.status === 'suspended';
  expect(threads.get(0)).toHaveLength(isOpen ? 1 : 0);
  for (const scope of state.scopes) {
    const inside = threads.get(scope.id) ?? [];
    expect(inside).toHaveLength(scope.count);
    expect(new Set(inside).size).toBe(scope.count);
    expect(scope.arrived.length).toBeLessThan(scope.count);
  }
  const tokens = new Set(state.tokens.map((token) => token.id));
  expect(tokens.size).toBe(state.tokens.length);
  for (const task of state.tasks) expect(tokens.has(task.token)).toBe(true);
}

function isBusy(world: World, token: Token): boolean {
  const { type } = world.compiled.nodes.get(token.node)?.node ?? {};
  if (token.held || token.call !== undefined || token.incident || type === 'wait') return true;
  if (type === 'timer') return token.timers?.due !== undefined || token.pausedAt !== undefined;
  return (world.state?.tasks ?? []).some((task) => task.token === token.id && !task.escalated);
}

/** Nobody waits for nothing: each token has a task, a signal, a call, a time, others that it waits for, or an incident. */
export function checkAlive(world: World): void {
  const tokens = world.state?.tokens ?? [];
  for (const token of tokens) expect(isBusy(world, token), `${token.node} waits for something`).toBe(true);
  if (tokens.length > 0) expect(tokens.some((token) => !token.held)).toBe(true);
  const still = tokens.filter((token) => token.pausedAt !== undefined && token.timers !== undefined);
  expect(still).toEqual([]);
}

type Act = Extract<FlowCommand, { type: 'act' }>;

/** The ways in which a button can be pressed. */
function pressed(world: World, { operation, task, targets, person, resume }: OpenOperation, choice: number): Act[] {
  const base = { type: 'act', operation: operation as Act['operation'], reason: 'because' } as const;
  const command: Act = task === undefined ? base : { ...base, task };
  if (operation === 'jump') {
    const tokens = world.state?.tokens ?? [];
    const token = tokens[(choice >> 4) % tokens.length]?.id ?? 0;
    return (targets ?? []).map(({ node }): Act => ({ ...command, to: node, token }));
  }
  if (targets) {
    const how = resume === undefined ? {} : { resume: choice % 3 === 0 };
    return targets.map(({ node }): Act => ({ ...command, ...how, to: node }));
  }
  if (!person) return [command];
  if (person !== true) return person.map((to): Act => ({ ...command, to }));
  const to = world.id(logins[(choice >> 8) % logins.length] ?? 'ann');
  if (operation !== 'add_signer') return [{ ...command, to }];
  const positions = ['before', 'after', 'beside'] as const;
  return [{ ...command, to, position: positions[(choice >> 4) % 3] ?? 'before' }];
}

type Move = () => void;

/** How often each is chosen, of what can be done: otherwise the many places that one may jump to leave no room. */
const shares: Readonly<Record<string, number>> = {
  approve: 8,
  complete: 8,
  reject: 1,
  return: 6,
  take_back: 4,
  transfer: 1,
  delegate: 2,
  add_signer: 2,
  remove_signer: 2,
  claim: 2,
  comment: 1,
  urge: 1,
  suspend: 1,
  resume: 4,
  jump: 1,
  event: 6,
  signal: 4,
  rows: 3,
  hand_over: 1,
};

/** What people can press, by what it is. A jump to an end is the end of all that could be tried. */
function buttons(world: World, choice: number): Map<string, Move[]> {
  const found = new Map<string, Move[]>();
  for (const login of [...logins, 'root']) {
    for (const button of world.buttons(login)) {
      const { operation } = button;
      if ((button.kind !== 'task' && button.kind !== 'case') || operation === 'terminate') continue;
      const ways = pressed(world, button, choice)
        .filter(({ to }) => operation !== 'jump' || world.compiled.nodes.get(to ?? '')?.node.type !== 'end')
        .filter((command) => !world.ask(login, command).refusal)
        .map((command) => () => void world.do(login, command));
      found.set(operation, [...(found.get(operation) ?? []), ...ways]);
    }
  }
  return found;
}

/** Tried again, or gone past. */
function repairs(world: World, token: Token): (() => void)[] {
  const normal = world.compiled.nodes.get(token.node)?.normal;
  const past = { type: 'retry' as const, token: token.id, reason: 'mended by hand' };
  const ways = [past, ...(normal === undefined ? [] : [{ ...past, outcome: normal }])];
  return ways.filter((way) => !world.ask('root', way).refusal).map((way) => () => world.do('root', way));
}

/** Rows come and go, also while they are worked on. */
function rows(world: World, choice: number): (() => void)[] {
  if (!world.compiled.hasRows || world.state?.status !== 'running') return [];
  const lines = Array.isArray(world.facts.lines) ? (world.facts.lines as { id: string }[]) : [];
  const change = (next: { id: string }[]) => () => {
    world.facts.lines = next;
    world.do('engine', { type: 'changed' });
  };
  const fewer = lines.length > 0 ? [change(lines.filter((_line, index) => index !== choice % lines.length))] : [];
  return lines.length < 4 ? [change([...lines, { id: `line${choice}` }]), ...fewer] : fewer;
}

/** Somebody leaves, and all that is theirs is somebody else's. */
function handOvers(world: World, choice: number): (() => void)[] {
  const from = world.id(logins[choice % logins.length] ?? 'ann');
  const to = world.id(logins[(choice >> 3) % logins.length] ?? 'bob');
  const mine = (world.state?.tasks ?? []).filter(({ assignee }) => assignee === from);
  const commands = [...mine.map(({ id: task }) => ({ task })), {}].map((more) => ({
    type: 'hand_over' as const,
    from,
    to,
    reason: 'left',
    ...more,
  }));
  return commands
    .filter((command) => from !== to && !world.ask('root', command).refusal)
    .map((command) => () => world.do('root', command));
}

function events(world: World): (() => void)[] {
  if (world.state?.status === 'suspended') return [];
  return (world.state?.tokens ?? []).flatMap((token) => {
    const { call } = token;
    const moves: (() => void)[] = [];
    if (call !== undefined) {
      moves.push(() => world.do('engine', { type: 'called', call, outcome: 'done' }));
      moves.push(() => world.do('engine', { type: 'called', call, outcome: 'error' }));
    }
    if (token.incident) moves.push(...repairs(world, token));
    for (const timer of Object.values(token.timers ?? {})) {
      moves.push(() => world.do('engine', { type: 'timer', timer }));
    }
    return moves;
  });
}

/** One of the things that can be done now, chosen by a number. */
export function step(world: World, choice: number): void {
  const moves = buttons(world, choice);
  moves.set('event', events(world));
  moves.set('rows', rows(world, choice));
  moves.set('hand_over', handOvers(world, choice));
  const isAwaited = world.may('visitor').includes('signal go');
  moves.set('signal', isAwaited ? [() => void world.do('visitor', { type: 'signal', signal: 'go' })] : []);
  const open = [...moves].filter(([, ways]) => ways.length > 0);
  const total = open.reduce((sum, [kind]) => sum + (shares[kind] ?? 1), 0);
  let rest = choice % Math.max(total, 1);
  for (const [kind, ways] of open) {
    rest -= shares[kind] ?? 1;
    if (rest < 0) return ways[Math.floor(choice / total) % ways.length]?.();
  }
}

/** Somebody who has a task agrees. */
function agree(world: World): void {
  for (const login of ['root', ...logins]) {
    const button = world
      .buttons(login)
      .find(({ kind, operation }) => kind === 'task' && (operation === 'approve' || operation === 'complete'));
    if (!button?.task) continue;
    world.do(login, { type: 'act', operation: button.operation as Act['operation'], task: button.task });
    return;
  }
}

/** Everybody agrees and everything answers: how the case is brought to its end. */
export function finish(world: World): void {
  for (let round = 0; round < 800 && world.state; round += 1) {
    const { status, tokens } = world.state;
    if (status === 'suspended') world.do('root', { type: 'act', operation: 'resume' });
    else if (status !== 'running') return;
    else moveOn(world, tokens);
  }
}

function moveOn(world: World, tokens: readonly Token[]): void {
  const failed = tokens.find((token) => token.incident);
  const called = tokens.find((token) => token.call !== undefined);
  const typeOf = (token: Token) => world.compiled.nodes.get(token.node)?.node.type;
  const timed = tokens.find((token) => typeOf(token) === 'timer' && token.timers?.due);
  if (failed) world.do('root', { type: 'retry', token: failed.id });
  else if (called?.call !== undefined) world.do('engine', { type: 'called', call: called.call, outcome: 'done' });
  else if (timed?.timers?.due !== undefined) world.do('engine', { type: 'timer', timer: timed.timers.due });
  else if (world.may('visitor').includes('signal go')) world.do('visitor', { type: 'signal', signal: 'go' });
  else agree(world);
}
