import type { FlowEvent, Token } from '../types.ts';
import { outcomeName } from '../names.ts';
import type { AbstractFlow } from './abstract.ts';
import { type Exploration, type Found, pathOf, pathTo } from './explore.ts';
import { joinFindings } from './joins.ts';
import type { Finding } from './types.ts';
import { edgeName, type FindingCode, finding, listed, nodeName } from './words.ts';

const isOver = ({ config }: Found): boolean => config.state.status !== 'running';

/** Stopped at an incident that has its own finding. */
const isHalted = ({ config }: Found): boolean => config.state.tokens.some((token) => token.incident !== undefined);

/** Outcomes without an edge, and decisions without an open way, each with the first case that comes to it. */
function stops(abstract: AbstractFlow, exploration: Exploration): Finding[] {
  const told = new Set<string>();
  const findings: Finding[] = [];
  for (const taken of exploration.taken) {
    for (const event of taken.move.events) {
      if (event.type !== 'incident' || event.code !== 'no_edge') continue;
      const outcome = event.outcome ?? String(event.params?.outcome ?? '');
      const about = `${event.node} ${outcome}`;
      const hasWays = abstract.compiled.nodes.get(event.node)?.ways.has(outcome) ?? false;
      // Where there are edges, it is their conditions that leave a gap.
      if (told.has(about) || hasWays) continue;
      told.add(about);
      const where = { nodes: [event.node], path: pathOf(exploration.found, taken) };
      findings.push(
        finding('outcome_without_edge', where, {
          node: nodeName(abstract.flow, event.node),
          outcome: outcomeName(
            abstract.flow.nodes.find(({ key }) => key === event.node),
            outcome,
          ),
        }),
      );
    }
  }
  return findings;
}

/** Nodes at which the flow comes to stand and that nothing can end. */
function dumb(abstract: AbstractFlow, { found }: Exploration): Finding[] {
  const told = new Set<string>();
  return found.flatMap((one, at) =>
    one.idle.flatMap((token) => {
      if (token.incident || told.has(token.node) || isHeld(token)) return [];
      told.add(token.node);
      const where = { nodes: [token.node], path: pathTo(found, at) };
      return [finding('node_has_no_way_out', where, { node: nodeName(abstract.flow, token.node) })];
    }),
  );
}

/** What another branch may still open. */
const isHeld = (token: Token): boolean => 'held' in token && token.held !== undefined;

/** Configurations from which some of `goals` can be reached. */
function leadingTo(found: readonly Found[], isGoal: (one: Found) => boolean): Set<number> {
  const previous: number[][] = found.map(() => []);
  found.forEach((one, at) => {
    for (const next of one.next) previous[next]?.push(at);
  });
  const seen = new Set(found.flatMap((one, at) => (isGoal(one) ? [at] : [])));
  const queue = [...seen];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const before of previous[at] ?? []) {
      if (seen.has(before)) continue;
      seen.add(before);
      queue.push(before);
    }
  }
  return seen;
}

/** Where a configuration stands: nodes with a token, or joins at which a branch has arrived. */
function standsAt(abstract: AbstractFlow, { config }: Found): string[] {
  const { tokens, scopes } = config.state;
  const waiting = scopes.flatMap(({ split, arrived }) => {
    const join = arrived.length > 0 ? abstract.compiled.joins.get(split) : undefined;
    return join === undefined ? [] : [join];
  });
  const nodes = [...tokens.map((token) => token.node), ...config.jobs.map((job) => job.node), ...waiting];
  return [...new Set(nodes)];
}

/** States from which no end can be reached: nothing happens any more, or the same for ever. */
function hopeless(abstract: AbstractFlow, { found }: Exploration, known: ReadonlySet<string>): Finding[] {
  const hopeful = leadingTo(found, (one) => isOver(one) || isHalted(one));
  const findings: Finding[] = [];
  const told = new Set<string>();
  found.forEach((one, at) => {
    if (hopeful.has(at) || findings.length >= 5) return;
    // Only where hope is lost, not each state after it.
    if (one.from >= 0 && !hopeful.has(one.from)) return;
    const { last, round } = aftermath(found, at);
    const isRound = round.length > 0;
    const nodes = isRound ? round : standsAt(abstract, last.one);
    const about = nodes.join(' ');
    if (told.has(about) || nodes.some((key) => known.has(key))) return;
    told.add(about);
    const code: FindingCode = last.one.next.length === 0 ? 'deadlock' : isRound ? 'automatic_loop' : 'no_way_to_end';
    const names = listed(nodes.map((key) => nodeName(abstract.flow, key)));
    const where = { nodes, path: pathTo(found, last.at) };
    findings.push(finding(code, where, { nodes: names, node: nodeName(abstract.flow, nodes[0] ?? '') }));
  });
  return findings;
}

interface Aftermath {
  /** The first state in which nothing can happen at all; else the one where hope was lost. */
  last: { one: Found; at: number };
  /** The nodes that are gone round for ever, where nobody is asked anything on the way. */
  round: string[];
}

/** All that follows, `at` itself included. */
function after(found: readonly Found[], at: readonly number[]): Set<number> {
  const seen = new Set(at);
  for (const here of seen) for (const next of found[here]?.next ?? []) seen.add(next);
  return seen;
}

/** What comes after hope is lost. */
function aftermath(found: readonly Found[], at: number): Aftermath {
  const all = [...after(found, [at])].flatMap((index) => {
    const one = found[index];
    return one ? [{ one, at: index }] : [];
  });
  const [first] = all;
  if (!first) throw new Error(`There is no configuration ${at}.`);
  const last = all.find(({ one }) => one.next.length === 0);
  if (last || all.some(({ one }) => one.config.jobs.length === 0)) return { last: last ?? first, round: [] };
  const onTheRound = all.filter(({ one, at: index }) => after(found, one.next).has(index));
  return { last: first, round: [...new Set(onTheRound.flatMap(({ one }) => one.config.jobs.map((job) => job.node)))] };
}

function entered(exploration: Exploration): Set<string> {
  const nodes = new Set<string>();
  for (const { move } of exploration.taken) {
    for (const event of move.events) if (event.type === 'node_entered') nodes.add(event.node);
  }
  return nodes;
}

/** Nodes that edges lead to and no case enters; of a row of them only the first. */
function dead(abstract: AbstractFlow, exploration: Exploration): Finding[] {
  const reached = entered(exploration);
  return abstract.flow.nodes.flatMap((node) => {
    if (reached.has(node.key)) return [];
    const from = abstract.flow.edges.filter((edge) => edge.to === node.key && edge.from !== node.key);
    const isFirst = from.some((edge) => reached.has(edge.from) || edge.from === '*');
    return isFirst ? [finding('dead_node', { nodes: [node.key] }, { node: nodeName(abstract.flow, node.key) })] : [];
  });
}

/** Edges that are never chosen although their node is left; `known`: told already, or not decided. */
function neverTaken(abstract: AbstractFlow, exploration: Exploration, known: ReadonlySet<string>): Finding[] {
  const taken = new Set(exploration.taken.flatMap(({ move }) => move.edges));
  const reached = entered(exploration);
  const leaving = new Set(
    exploration.taken
      .flatMap(({ move }) => move.events)
      .flatMap((event: FlowEvent) => {
        return event.type === 'node_left' ? [`${event.node} ${event.outcome}`] : [];
      }),
  );
  return abstract.flow.edges.flatMap((edge) => {
    if (edge.from === '*' || taken.has(edge.key) || !reached.has(edge.from) || known.has(edge.from)) return [];
    const compiled = abstract.compiled.nodes.get(edge.from)?.edges.find((one) => one.edge.key === edge.key);
    // An outcome that never comes is told by the checks of the shape.
    if (edge.default || !leaving.has(`${edge.from} ${compiled?.outcome}`)) return [];
    const params = { node: nodeName(abstract.flow, edge.from), edge: edgeName(abstract.flow, edge.key) };
    return [finding('edge_never_taken', { nodes: [edge.from], edges: [edge.key] }, params)];
  });
}

export interface ControlOptions {
  /** Nodes whose conditions were not decided: nothing is said about edges never taken there. */
  undecided: ReadonlySet<string>;
}

/** What the explored states say about the ways of the flow. */
export function controlFindings(abstract: AbstractFlow, exploration: Exploration, options: ControlOptions): Finding[] {
  const silent = dumb(abstract, exploration);
  const joins = joinFindings(abstract, exploration);
  const known = new Set(
    [...silent, ...joins.filter(({ severity }) => severity === 'error')].flatMap((one) => one.nodes),
  );
  const found = [...stops(abstract, exploration), ...silent, ...joins];
  // What never happens can only be said by who has seen everything.
  if (!exploration.complete) return found;
  found.push(...hopeless(abstract, exploration, known));
  if (found.some(({ severity }) => severity === 'error')) return found;
  return [...found, ...dead(abstract, exploration), ...neverTaken(abstract, exploration, options.undecided)];
}
