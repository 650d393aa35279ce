import type { CompiledEdge, CompiledNode } from './compile.ts';
import { gate } from './gates.ts';
import { nodeTypes } from './nodes/registry.ts';
import { quiet } from './quiet.ts';
import { winRaces } from './race.ts';
import { type Job, type Run, stepLimit, type Thread } from './run.ts';
import {
  branchOver,
  cancelAt,
  cancelBranch,
  cancelScope,
  chainOf,
  type Link,
  matched,
  scopeOf,
  splitsGoneOn,
} from './scopes.ts';
import type { FlowEventData, Token, Why } from './types.ts';

/**
 * A branch that nobody waits for any more has no say beyond its block: there it is over. Answers whether it was one.
 */
function absorbed(run: Run, chain: readonly Link[], depth: number, to: string): boolean {
  const at = chain.findIndex((link, index) => index >= depth && link.fired);
  const fired = chain[at];
  if (!fired) return false;
  const why: Why = { code: 'scope_left', params: { to } };
  cancelBranch(run, fired, why);
  branchOver(run, fired, why);
  return true;
}

/**
 * The thread in which a node is entered from another: scopes that the node does not lie in are left, with all that still
 * runs in them; scopes that it lies in and that are closed are opened again, for this branch alone. None where the
 * branch is over instead.
 */
function threadFor(run: Run, from: Thread, node: CompiledNode): Thread | undefined {
  if (from.scope === 0 && node.frames.length === 0) return from;
  // An end of its own branch is wherever that branch is.
  if (node.node.type === 'end' && node.node.ends === 'branch') return from;
  const chain = chainOf(run.state, from);
  const { depth, missing } = matched(chain, node.frames);
  if (absorbed(run, chain, depth, node.key)) return undefined;
  let thread = from;
  const left = chain[depth];
  if (left) {
    const scope = scopeOf(run.state, left.scope);
    cancelScope(run, left.scope, { code: 'scope_left', params: { to: node.key } });
    thread = { scope: scope?.scope ?? 0, branch: scope?.branch ?? 0 };
  }
  for (const frame of missing) {
    const scope = run.nextLocalId();
    run.emit({
      type: 'scope_opened',
      scope,
      split: frame.split,
      count: 1,
      parent: thread.scope,
      branch: thread.branch,
      reopened: true,
      ageless: true,
    });
    thread = { scope, branch: frame.branches[0] ?? 0 };
  }
  return thread;
}

/** Who comes from outside to a node that is done for each row comes for all rows: by the foreach around it. */
function entryOf(run: Run, job: Job): CompiledNode {
  const node = run.node(job.node);
  if (!run.compiled.hasRows || node.frames.length === 0) return node;
  const { missing } = matched(chainOf(run.state, job), node.frames);
  const rows = missing.find((frame) => run.node(frame.split).node.type === 'foreach');
  return rows ? run.node(rows.split) : node;
}

/** Puts a token on a node, in this very thread, and lets the node begin. */
export function place(run: Run, node: CompiledNode, thread: Thread & Partial<Job>): void {
  const id = run.nextLocalId();
  const event: Extract<FlowEventData, { type: 'node_entered' }> = {
    type: 'node_entered',
    token: id,
    node: node.key,
    scope: thread.scope,
    branch: thread.branch,
  };
  if (thread.back) event.back = true;
  if (thread.resume) event.resume = thread.resume;
  if (thread.left !== undefined) event.left = thread.left;
  run.emit(event);
  const token = run.token(id);
  if (!token) return;
  run.steps += 1;
  if (run.steps > stepLimit) {
    run.emit({ type: 'incident', token: id, node: node.key, code: 'step_limit', params: { limit: stepLimit } });
    return;
  }
  enter(run, token, node);
}

/** Lets a node begin, unless something else of the case has to come first. */
export function enter(run: Run, token: Token, node: CompiledNode): void {
  run.focus(token);
  const held = gate(run, token, node);
  if (held) run.emit({ type: 'held', token: token.id, node: node.key, by: held });
  else nodeTypes[node.node.type].onEnter(run, token, node);
}

/** Does the next job of the agenda, or what the end of it sets free; answers whether there was something to do. */
export function step(run: Run): boolean {
  if (run.isOver) return false;
  const job = run.jobs.shift();
  if (!job) return quiet(run);
  const { scope } = job;
  // Its scope was left before its turn came.
  if (scope !== 0 && !scopeOf(run.state, scope)) return true;
  const node = entryOf(run, job);
  const thread = threadFor(run, job, node);
  if (thread) place(run, node, { ...job, ...thread });
  return true;
}

/** Works the agenda off: no recursion, so that a long flow costs time but never the stack. */
export function drain(run: Run): void {
  while (step(run));
}

export function schedule(run: Run, job: Job): void {
  run.jobs.push(job);
}

const holds = (run: Run, edge: CompiledEdge): boolean => edge.when === undefined || edge.when.test(run.facts, run.env);

/** The first edge on this outcome whose condition holds; its default if none does. */
export function chooseEdge(run: Run, node: CompiledNode, outcome: string): CompiledEdge | undefined {
  for (const edge of node.ways.get(outcome) ?? []) if (holds(run, edge)) return edge;
  return undefined;
}

/** The edges of a split that are open: all whose condition holds, else the default. */
export function chooseEdges(run: Run, node: CompiledNode): CompiledEdge[] {
  const open = node.edges.filter((edge) => !edge.edge.default && holds(run, edge));
  return open.length > 0 ? open : node.edges.filter((edge) => edge.edge.default);
}

export const hasEdge = (node: CompiledNode, outcome: string): boolean => node.ways.has(outcome);

export interface Leaving {
  by?: string[];
  skipped?: true;
  why?: Why;
}

/** Leaves a node on an outcome. Where no edge is open, it stays, with an incident that can be tried again. */
export function leave(run: Run, token: Token, outcome: string, leaving: Leaving = {}): void {
  const node = run.node(token.node);
  const { resume, scope, branch } = token;
  if (resume && outcome === node.normal) {
    left(run, token, node, outcome, leaving);
    const job: Job = { node: resume.node, scope, branch };
    schedule(run, resume.left === undefined ? job : { ...job, left: resume.left });
    return;
  }
  const edge = chooseEdge(run, node, outcome);
  if (edge) leaveBy(run, token, outcome, edge, leaving);
  else if (nodeTypes[node.node.type].onOutcome) stuck(run, token, outcome);
  else undecided(run, token, outcome);
}

function left(run: Run, token: Token, node: CompiledNode, outcome: string, { by, skipped, why }: Leaving): void {
  const event: Extract<FlowEventData, { type: 'node_left' }> = {
    type: 'node_left',
    token: token.id,
    node: token.node,
    outcome,
  };
  if (by) event.by = by;
  // What can be undone has to be known as done.
  else if (node.undo) event.by = [];
  if (skipped) event.skipped = true;
  if (why) event.why = why;
  const late = event.by && splitsGoneOn(run.state, token);
  if (late && late.length > 0) event.late = late;
  run.emit(event);
  if (run.compiled.hasRace && nodeTypes[node.node.type].onOutcome) winRaces(run, token);
}

export function leaveBy(run: Run, token: Token, outcome: string, edge: CompiledEdge, leaving: Leaving = {}): void {
  const { scope, branch } = token;
  left(run, token, run.node(token.node), outcome, leaving);
  schedule(run, { node: edge.edge.to, scope, branch });
  const { cancels } = edge.edge;
  if (cancels) cancelAt(run, cancels, { code: 'called_off', params: { by: token.node } });
}

/** The outcome is known and has no way out: a retry routes it again, and does nothing else again. */
export function stuck(run: Run, token: Token, outcome: string): void {
  run.emit({ type: 'incident', token: token.id, node: token.node, code: 'no_edge', outcome });
}

/** No way is open from a gateway: a retry asks all its conditions again. */
export function undecided(run: Run, token: Token, outcome: string): void {
  run.emit({ type: 'incident', token: token.id, node: token.node, code: 'no_edge', params: { outcome } });
}
