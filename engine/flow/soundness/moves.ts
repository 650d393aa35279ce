import { begin } from '../decide.ts';
import { awaited } from '../guards.ts';
import { isWork } from '../outcomes.ts';
import { returnTargets } from '../returns.ts';
import { hasEdge, step } from '../route.ts';
import { type Job, Run, type Thread } from '../run.ts';
import { takeEdge } from '../stars.ts';
import type { Actor, FlowCommand, FlowEvent, FlowInputs, FlowState, Passed, Token } from '../types.ts';
import { type AbstractFlow, somebody } from './abstract.ts';
import { takesSeveral } from './groups.ts';

/** Where the flow stands between two steps: the instance, and what is still on the agenda. */
export interface Configuration {
  state: FlowState;
  jobs: readonly Job[];
}

export interface Move {
  to: Configuration;
  /** Edges that it took. */
  edges: readonly string[];
  events: readonly FlowEvent[];
  /** The thread that moved. */
  thread: Thread;
  /** What was done to which node, where it was not the engine that went on by itself. */
  done?: { node: string; command: FlowCommand };
}

const engine: Actor = { kind: 'engine', roles: [] };

/** Answers of one step that are tried; a group of conditions has far fewer. */
const mostAnswers = 1024;

/**
 * Every node at which something is done counts as passed, nobody says when: whether a return may go to one is then decided by the ways of the flow alone, and states
 * do not differ by what was passed on the way to them.
 */
export function allPassed(abstract: AbstractFlow): Record<string, Passed> {
  const keeping = abstract.flow.nodes.filter((node) => isWork(node) || node.type === 'wait');
  return Object.fromEntries(keeping.map(({ key }) => [key, { by: [somebody], seq: 0 }]));
}

interface Played {
  moves: Move[];
  /** false: not every answer was tried. */
  complete: boolean;
}

/** The edges of a split that are taken because no other is open are asked nothing. */
function defaultsTaken(abstract: AbstractFlow, events: readonly FlowEvent[]): string[] {
  return events.flatMap((event) => {
    const node =
      event.type === 'scope_opened' && !event.reopened ? abstract.compiled.nodes.get(event.split) : undefined;
    if (!node || !takesSeveral(node.node)) return [];
    const all = node.edges.map(({ edge }) => edge);
    if (all.some((edge) => abstract.taken.includes(edge.key))) return [];
    return all.filter((edge) => edge.default).map((edge) => edge.key);
  });
}

/** A job whose scope is closed is passed over when its turn comes; states do not differ by it. */
function liveJobs({ jobs, state }: Run): Job[] {
  if (state.status !== 'running') return [];
  return jobs.filter(({ scope }) => scope === 0 || state.scopes.some((open) => open.id === scope));
}

function play(
  abstract: AbstractFlow,
  from: Configuration | undefined,
  thread: Thread,
  perform: (run: Run) => unknown,
  inputs: FlowInputs = abstract.inputs,
): Played {
  const moves: Move[] = [];
  const complete = abstract.choices.each(mostAnswers, () => {
    abstract.taken.length = 0;
    const run = new Run(abstract.compiled, from?.state ?? null, inputs);
    run.jobs.push(...(from?.jobs ?? []));
    // What the engine refuses does not happen.
    if (perform(run)) return;
    // What the end of the agenda sets free belongs to the same step.
    while (liveJobs(run).length === 0 && step(run));
    const edges = [...abstract.taken, ...defaultsTaken(abstract, run.events)].filter((key) => abstract.drawn.has(key));
    moves.push({ to: { state: run.state, jobs: liveJobs(run) }, edges, events: run.events, thread });
  });
  return { moves, complete };
}

export const starting = (abstract: AbstractFlow): Played =>
  play(abstract, undefined, { scope: 0, branch: 0 }, (run) => begin(run, { type: 'start' }));

/** An edge from *, taken from here. */
export function viaStar(abstract: AbstractFlow, from: Configuration, key: string): Played {
  const star = abstract.compiled.stars.find(({ edge }) => edge.key === key);
  return play(abstract, from, { scope: 0, branch: 0 }, (run) => {
    abstract.taken.push(key);
    if (star) takeEdge(run, star, undefined);
  });
}

/** What is on the agenda is done before anything else can happen. */
export function nextJob(abstract: AbstractFlow, from: Configuration): Played {
  const [job] = from.jobs;
  if (!job) return { moves: [], complete: true };
  abstract.at = job.node;
  return play(abstract, from, { scope: job.scope, branch: job.branch }, (run) => void step(run));
}

function workCommands(abstract: AbstractFlow, { state }: Configuration, token: Token): FlowCommand[] {
  const { compiled, outcomes } = abstract;
  const node = compiled.nodes.get(token.node);
  const task = state.tasks.find((open) => open.token === token.id)?.id;
  if (!node || !isWork(node.node) || task === undefined) return [];
  const base = { type: 'act' as const, task, reason: '-' };
  const decisions = (outcomes.get(node.key) ?? []).map((outcome): FlowCommand => {
    return { ...base, operation: 'complete', outcome };
  });
  return decisions;
}

export interface Return {
  to: string | undefined;
  command: FlowCommand;
}

/** Where a token may be sent back to. */
export function returnsFrom(abstract: AbstractFlow, { state }: Configuration, token: Token): Return[] {
  const { compiled } = abstract;
  const node = compiled.nodes.get(token.node);
  const task = state.tasks.find((open) => open.token === token.id)?.id;
  if (!node || !isWork(node.node) || task === undefined || token.incident) return [];
  if (!node.node.allow?.includes('return')) return [];
  const targets = hasEdge(node, 'returned') ? [undefined] : returnTargets(compiled, state, token);
  const base = { type: 'act' as const, task, reason: '-', operation: 'return' as const };
  return targets.map((to) => ({ to, command: to === undefined ? base : { ...base, to } }));
}

/** A signal goes to the first that waits for it. */
function signalCommands({ compiled }: AbstractFlow, { state }: Configuration, token: Token): FlowCommand[] {
  return awaited(compiled, state)
    .filter((one, index, all) => one.token.id === token.id && isFirst(all, index))
    .map(({ signal }) => ({ type: 'signal', signal: signal.signal }));
}

function isFirst(all: ReturnType<typeof awaited>, index: number): boolean {
  return all.findIndex((one) => one.signal.signal === all[index]?.signal.signal) === index;
}

function timerCommands({ compiled }: AbstractFlow, token: Token): FlowCommand[] {
  const timer = token.timers?.due;
  const outcome = compiled.nodes.get(token.node)?.deadline?.deadline.outcome;
  return timer === undefined || outcome === undefined ? [] : [{ type: 'timer', timer }];
}

/** Answers that have no way stop the flow until an admin tries again; the definition's checks say so. */
function callCommands({ compiled }: AbstractFlow, token: Token): FlowCommand[] {
  const { call } = token;
  const node = compiled.nodes.get(token.node);
  if (call === undefined || !node) return [];
  const named = [...node.ways.keys()].filter((outcome) => outcome !== node.normal);
  return [node.normal, ...named].map((outcome) => ({ type: 'called', call, outcome }));
}

/** All that people, signals, answers and time can do to this token. */
function commandsFor(abstract: AbstractFlow, from: Configuration, token: Token): FlowCommand[] {
  if (token.incident) return [];
  return [
    ...workCommands(abstract, from, token),
    ...signalCommands(abstract, from, token),
    ...timerCommands(abstract, token),
    ...callCommands(abstract, token),
  ];
}

export function moveBy(abstract: AbstractFlow, from: Configuration, token: Token, command: FlowCommand): Played {
  const thread: Thread = { scope: token.scope, branch: token.branch };
  const inputs = command.type === 'act' ? abstract.inputs : { ...abstract.inputs, actor: engine };
  const { moves, complete } = play(abstract, from, thread, (run) => begin(run, command), inputs);
  return { moves: moves.map((move) => ({ ...move, done: { node: token.node, command } })), complete };
}

/** All that can be done to a token but to send it back. */
export function movesOf(abstract: AbstractFlow, from: Configuration, token: Token): Played {
  const played = commandsFor(abstract, from, token).map((command) => moveBy(abstract, from, token, command));
  return {
    moves: played.flatMap(({ moves }) => moves),
    complete: played.every(({ complete }) => complete),
  };
}
