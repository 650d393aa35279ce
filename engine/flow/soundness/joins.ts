import type { FlowEvent } from '../types.ts';
import type { AbstractFlow } from './abstract.ts';
import { type Exploration, type Found, pathOf, pathTo, type Taken } from './explore.ts';
import { takesSeveral } from './groups.ts';
import type { Move } from './moves.ts';
import type { Finding } from './types.ts';
import { finding, listed, nodeName } from './words.ts';

const closedSplit = (event: FlowEvent): string | undefined =>
  event.type === 'scope_closed' && !event.cancelled ? event.split : undefined;

/** A join at which branches arrive and that never lets anything through. */
function starving(abstract: AbstractFlow, exploration: Exploration): Finding[] {
  const firsts = new Map<string, Taken>();
  const through = new Set<string>();
  const arrived = new Map<string, Set<number>>();
  for (const taken of exploration.taken) {
    for (const event of taken.move.events) {
      const split = closedSplit(event);
      if (split !== undefined) through.add(abstract.compiled.joins.get(split) ?? split);
      if (event.type === 'node_left') through.add(event.node);
      if (event.type !== 'branch_joined') continue;
      if (!firsts.has(event.join)) firsts.set(event.join, taken);
      const branches = arrived.get(event.join) ?? new Set();
      arrived.set(event.join, branches.add(event.branch));
    }
  }
  return [...firsts].flatMap(([join, taken]) => {
    if (through.has(join) || !exploration.complete) return [];
    const missing = abstract.flow.edges.filter((edge) => missingFrom(abstract, join, edge.key, arrived.get(join)));
    const where = { nodes: [join], edges: missing.map(({ key }) => key), path: pathOf(exploration.found, taken) };
    const branches = listed(missing.map((edge) => nodeName(abstract.flow, edge.to)));
    return [finding('join_starves', where, { node: nodeName(abstract.flow, join), branches })];
  });
}

function missingFrom(abstract: AbstractFlow, join: string, edge: string, arrived: Set<number> | undefined): boolean {
  for (const [split, closing] of abstract.compiled.joins) {
    if (closing !== join) continue;
    const branch = abstract.compiled.nodes.get(split)?.edges.find((one) => one.edge.key === edge);
    if (branch && !arrived?.has(branch.branch)) return true;
  }
  return false;
}

interface Visit {
  branches: Map<number, Taken>;
}

/** Is it in front of a join that lets each branch go on by itself? Then several at once are what is meant. */
function isMeant(abstract: AbstractFlow, node: string): boolean {
  return [...abstract.compiled.nodes.values()].some(
    (one) => one.node.type === 'join' && 'wait' in one.node && one.node.wait === 'each' && one.ahead.has(node),
  );
}

/** Nodes that two branches of one split come to before they have met. */
function doubled(abstract: AbstractFlow, exploration: Exploration): Finding[] {
  const visits = new Map<string, Visit>();
  for (const taken of exploration.taken) {
    const { state } = taken.move.to;
    for (const event of taken.move.events) {
      if (event.type !== 'node_entered') continue;
      const scope = state.scopes.find((open) => open.id === event.scope);
      // Branches without a join of their own may have met in another: see atOnce.
      if (!scope || scope.count < 2 || !abstract.compiled.joins.has(scope.split)) continue;
      if (isJoin(abstract, event.node)) continue;
      const key = `${event.node} ${scope.split}`;
      const visit = visits.get(key) ?? { branches: new Map() };
      visits.set(key, visit);
      if (!visit.branches.has(event.branch)) visit.branches.set(event.branch, taken);
    }
  }
  return [...visits].flatMap(([key, { branches }]) => {
    const [node = '', split = ''] = key.split(' ');
    const [, second] = [...branches];
    if (!second || !together(abstract, exploration, split, [...branches.keys()]) || isMeant(abstract, node)) return [];
    const starts = [...branches.keys()].flatMap((branch) => branchStart(abstract, split, branch));
    const where = { nodes: [node], path: pathOf(exploration.found, second[1]) };
    const names = listed(starts.map((start) => nodeName(abstract.flow, start)));
    const params = { node: nodeName(abstract.flow, node), split: nodeName(abstract.flow, split), branches: names };
    return [finding('node_runs_twice', where, params)];
  });
}

const isForeach = (abstract: AbstractFlow, node: string): boolean =>
  abstract.compiled.nodes.get(node)?.node.type === 'foreach';

const isJoin = (abstract: AbstractFlow, node: string): boolean =>
  abstract.compiled.nodes.get(node)?.node.type === 'join';

/** Nodes on which two branches of one scope stand at the same time. */
function atOnce(abstract: AbstractFlow, { found }: Exploration): Finding[] {
  const told = new Set<string>();
  return found.flatMap(({ config: { state } }, at) =>
    state.tokens.flatMap((token, index) => {
      const { node, scope, branch } = token;
      const split = state.scopes.find((open) => open.id === scope)?.split;
      const other = state.tokens.findIndex((one) => one.node === node && one.scope === scope && one.branch !== branch);
      if (other <= index || split === undefined || abstract.compiled.joins.has(split)) return [];
      if (told.has(node) || isForeach(abstract, split) || isJoin(abstract, node) || isMeant(abstract, node)) return [];
      told.add(node);
      const starts = [branch, state.tokens[other]?.branch ?? branch].flatMap((one) =>
        branchStart(abstract, split, one),
      );
      const names = listed(starts.map((start) => nodeName(abstract.flow, start)));
      const params = { node: nodeName(abstract.flow, node), split: nodeName(abstract.flow, split), branches: names };
      return [finding('node_runs_twice', { nodes: [node], path: pathTo(found, at) }, params)];
    }),
  );
}

function branchStart(abstract: AbstractFlow, split: string, branch: number): string[] {
  const edge = abstract.compiled.nodes.get(split)?.edges.find((one) => one.branch === branch)?.edge;
  return edge ? [edge.to] : [];
}

/** Are two of these branches ever started together? */
function together(abstract: AbstractFlow, exploration: Exploration, split: string, branches: number[]): boolean {
  const node = abstract.compiled.nodes.get(split)?.node;
  if (!node || !takesSeveral(node)) return false;
  const edges = new Set(
    (abstract.compiled.nodes.get(split)?.edges ?? [])
      .filter(({ branch }) => branches.includes(branch))
      .map(({ edge }) => edge.key),
  );
  return exploration.taken.some(({ move }) => move.edges.filter((edge) => edges.has(edge)).length > 1);
}

/** What stands behind it: a refusal, a return, a time that ran out, a choice. Not the plain course of things. */
function isOnPurpose(abstract: AbstractFlow, moves: readonly Move[]): boolean {
  if (moves.some(({ events }) => events.some((event) => event.type === 'returned'))) return true;
  const edges = moves.flatMap((move) => move.edges);
  return edges.some((key) => {
    const edge = abstract.flow.edges.find((one) => one.key === key);
    if (!edge) return false;
    const node = abstract.compiled.nodes.get(edge.from);
    return edge.when !== undefined || edge.default === true || (edge.on !== undefined && edge.on !== node?.normal);
  });
}

/** What one branch of a scope has done, from its split to here. */
function movesOfBranch(found: readonly Found[], taken: Taken, scope: number, branch: number): Move[] {
  const moves = [taken.move];
  for (let at: Found | undefined = found[taken.from]; at; at = found[at.from]) {
    if (at.move.events.some((event) => event.type === 'scope_opened' && event.scope === scope)) break;
    const { thread } = at.move;
    if (thread.scope === scope && thread.branch === branch) moves.push(at.move);
  }
  return moves;
}

/** Ends, and ways out of a block, that call off branches still at work. */
function cutOff(abstract: AbstractFlow, exploration: Exploration): Finding[] {
  const { found, taken: all } = exploration;
  const told = new Map<string, Finding>();
  for (const taken of all) {
    const { move, from } = taken;
    const before = found[from]?.config.state;
    const shut = move.events.find((event) => event.type === 'scope_closed' && event.cancelled === true);
    const at = move.events.find((event) => event.type === 'node_entered');
    if (!before || shut?.type !== 'scope_closed' || at?.type !== 'node_entered') continue;
    const scope = before.scopes.find((open) => open.id === move.thread.scope);
    if (!scope || scope.count < 2 || isRace(abstract, scope.split)) continue;
    // Behind a join that does not wait for all, the others are called off because the definition says so.
    if (abstract.compiled.nodes.get(at.node)?.node.type === 'join') continue;
    const deliberate = isOnPurpose(abstract, movesOfBranch(found, taken, scope.id, move.thread.branch));
    // One note is enough for all the early ends of a split.
    const key = deliberate ? scope.split : `${at.node} ${scope.split}`;
    if (told.has(key)) continue;
    const where = { nodes: [at.node], path: [...pathTo(found, from), ...move.edges] };
    const params = { node: nodeName(abstract.flow, at.node), split: nodeName(abstract.flow, scope.split) };
    told.set(key, finding(deliberate ? 'work_cut_off_on_purpose' : 'work_cut_off', where, params));
  }
  return [...told.values()];
}

function isRace(abstract: AbstractFlow, split: string): boolean {
  const node = abstract.flow.nodes.find(({ key }) => key === split);
  return node !== undefined && 'race' in node && node.race === true;
}

export function joinFindings(abstract: AbstractFlow, exploration: Exploration): Finding[] {
  return [
    ...starving(abstract, exploration),
    ...doubled(abstract, exploration),
    ...atOnce(abstract, exploration),
    ...cutOff(abstract, exploration),
  ];
}
