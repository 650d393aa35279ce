import type { CompiledEdge, CompiledNode } from './compile.ts';
import type { Frame } from './graph.ts';
import { nodeTypes } from './nodes/registry.ts';
import { type Job, type Run, stepLimit, type Thread } from './run.ts';
import type { FlowEventData, FlowState, OpenScope, Token, Why } from './types.ts';

interface Link extends Thread {
  split: string;
}

/** The scopes around a thread, outermost first. */
export function chainOf(state: FlowState, thread: Thread): Link[] {
  const chain: Link[] = [];
  let { scope, branch } = thread;
  while (scope !== 0) {
    const open = state.scopes.find((candidate) => candidate.id === scope);
    if (!open) break;
    chain.unshift({ scope, split: open.split, branch });
    ({ scope, branch } = open);
  }
  return chain;
}

/** How many scopes around the thread are also around a node with these frames. */
export function sharedDepth(chain: readonly Link[], frames: readonly Frame[]): number {
  let depth = 0;
  for (const frame of frames) {
    const link = chain[depth];
    if (link?.split !== frame.split || !frame.branches.includes(link.branch)) break;
    depth += 1;
  }
  return depth;
}

/** This scope and all that were opened inside it, innermost first. */
function scopesWithin(run: Run, id: number): OpenScope[] {
  const within: OpenScope[] = [];
  const ids = new Set([id]);
  for (const scope of run.state.scopes) {
    // A scope is always opened after the one around it.
    if (ids.has(scope.id) || ids.has(scope.scope)) {
      ids.add(scope.id);
      within.unshift(scope);
    }
  }
  return within;
}

export function cancelToken(run: Run, token: Token, why: Why): void {
  const { node } = run.node(token.node);
  nodeTypes[node.type].onCancel?.(run, token, why);
  run.emit({ type: 'node_cancelled', token: token.id, node: token.node, why });
}

/** Ends everything inside a scope: exactly what was entered after its split, nothing beside it. */
function cancelScope(run: Run, id: number, why: Why): void {
  const within = scopesWithin(run, id);
  const ids = new Set(within.map((scope) => scope.id));
  for (const token of run.state.tokens.filter((candidate) => ids.has(candidate.scope))) cancelToken(run, token, why);
  for (const scope of within) run.emit({ type: 'scope_closed', scope: scope.id, split: scope.split, cancelled: true });
}

export function cancelAll(run: Run, why: Why): void {
  for (const token of [...run.state.tokens]) cancelToken(run, token, why);
  for (const scope of [...run.state.scopes].reverse()) {
    run.emit({ type: 'scope_closed', scope: scope.id, split: scope.split, cancelled: true });
  }
  run.jobs.length = 0;
}

/**
 * The thread in which a node is entered from another: scopes that the node does not lie in are left, with all that still
 * runs in them; scopes that it lies in and that are closed are opened again, for this branch alone.
 */
function threadFor(run: Run, from: Thread, node: CompiledNode): Thread {
  if (from.scope === 0 && node.frames.length === 0) return from;
  const chain = chainOf(run.state, from);
  const depth = sharedDepth(chain, node.frames);
  let thread = from;
  const left = chain[depth];
  if (left) {
    const scope = run.state.scopes.find((open) => open.id === left.scope);
    cancelScope(run, left.scope, { code: 'scope_left', params: { to: node.key } });
    thread = { scope: scope?.scope ?? 0, branch: scope?.branch ?? 0 };
  }
  for (const frame of node.frames.slice(depth)) {
    const scope = run.nextLocalId();
    run.emit({
      type: 'scope_opened',
      scope,
      split: frame.split,
      count: 1,
      parent: thread.scope,
      branch: thread.branch,
      reopened: true,
    });
    thread = { scope, branch: frame.branches[0] ?? 0 };
  }
  return thread;
}

/** Puts a token on a node, in this very thread, and lets the node begin. */
export function place(run: Run, node: CompiledNode, thread: Thread): void {
  const id = run.nextLocalId();
  run.emit({ type: 'node_entered', token: id, node: node.key, scope: thread.scope, branch: thread.branch });
  const token = run.token(id);
  if (!token) return;
  run.steps += 1;
  if (run.steps > stepLimit) {
    run.emit({ type: 'incident', token: id, node: node.key, code: 'step_limit', params: { limit: stepLimit } });
    return;
  }
  nodeTypes[node.node.type].onEnter(run, token, node);
}

/** Does the next job of the agenda; answers whether there was one to do. */
export function step(run: Run): boolean {
  const job = run.jobs.shift();
  if (!job || run.state.status !== 'running') return false;
  const { scope } = job;
  // Its scope was left before its turn came.
  if (scope !== 0 && !run.state.scopes.some((open) => open.id === scope)) return true;
  const node = run.node(job.node);
  place(run, node, threadFor(run, job, node));
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
  const edge = chooseEdge(run, node, outcome);
  if (edge) leaveBy(run, token, outcome, edge, leaving);
  else if (nodeTypes[node.node.type].onOutcome) stuck(run, token, outcome);
  else undecided(run, token, outcome);
}

export function leaveBy(run: Run, token: Token, outcome: string, edge: CompiledEdge, leaving: Leaving = {}): void {
  const event: Extract<FlowEventData, { type: 'node_left' }> = {
    type: 'node_left',
    token: token.id,
    node: token.node,
    outcome,
  };
  if (leaving.by) event.by = leaving.by;
  if (leaving.skipped) event.skipped = true;
  if (leaving.why) event.why = leaving.why;
  run.emit(event);
  schedule(run, { node: edge.edge.to, scope: token.scope, branch: token.branch });
}

/** The outcome is known and has no way out: a retry routes it again, and does nothing else again. */
export function stuck(run: Run, token: Token, outcome: string): void {
  run.emit({ type: 'incident', token: token.id, node: token.node, code: 'no_edge', outcome });
}

/** No way is open from a gateway: a retry asks all its conditions again. */
export function undecided(run: Run, token: Token, outcome: string): void {
  run.emit({ type: 'incident', token: token.id, node: token.node, code: 'no_edge', params: { outcome } });
}
