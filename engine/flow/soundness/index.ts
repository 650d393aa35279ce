import type { FlowDefinition } from '../../definition/types.generated.ts';
import { type AbstractFlow, abstractFlow, type Ways } from './abstract.ts';
import { decideGroup } from './conditions/decide.ts';
import { controlFindings } from './control.ts';
import { type Exploration, explore, pathTo } from './explore.ts';
import { type Decided, gapFindings } from './gaps.ts';
import { groupsOf } from './groups.ts';
import { branchesAreIndependent } from './independent.ts';
import { peopleFindings } from './people.ts';
import { returnFindings } from './returning.ts';
import type { Bound, Finding, Soundness, SoundnessFacts } from './types.ts';
import { finding } from './words.ts';

export { withProof } from './problems.ts';
export type { Bound, FactDomain, Finding, ProvedProblem, Severity, Soundness, SoundnessFacts } from './types.ts';

/** About two seconds of a slow machine. */
const usual: Bound = { states: 50_000, combinations: 20_000 };

/** Faults that depend on the order of branches: looked for again in every order before they are told. */
const byOrder: ReadonlySet<string> = new Set(['deadlock', 'no_way_to_end', 'automatic_loop', 'join_starves']);

function decideAll(flow: FlowDefinition, facts: SoundnessFacts, bound: Bound): Map<string, Decided> {
  const decided = new Map<string, Decided>();
  for (const [key, group] of groupsOf(flow)) {
    if (group.node.type === 'end') continue;
    decided.set(key, { group, verdict: decideGroup(group, facts, bound.combinations) });
  }
  return decided;
}

/** A way to each node, the shortest that was found. */
function waysTo(exploration: Exploration): Map<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>();
  for (const { move, from } of exploration.taken) {
    for (const event of move.events) {
      if (event.type !== 'node_entered' || ways.has(event.node)) continue;
      ways.set(event.node, pathTo(exploration.found, from));
    }
  }
  return ways;
}

interface Looked {
  exploration: Exploration;
  findings: Finding[];
}

function look(abstract: AbstractFlow, bound: Bound, undecided: ReadonlySet<string>): Looked {
  const oneByOne = branchesAreIndependent(abstract.compiled);
  const exploration = explore(abstract, { states: bound.states, oneByOne });
  const findings = controlFindings(abstract, exploration, { undecided });
  if (!oneByOne || !findings.some(({ code }) => byOrder.has(code))) return { exploration, findings };
  const again = explore(abstract, { states: bound.states, oneByOne: false });
  if (!again.complete) return { exploration, findings };
  return { exploration: again, findings: controlFindings(abstract, again, { undecided }) };
}

/**
 * Is there a way through the flow that gets stuck, goes round for ever, does a thing twice, or has nobody to do it? Every
 * state that the engine can come to is looked at, up to `bound.states`; data, people and time answer in every way that
 * conditions leave open. Without clock or randomness: the same definition has the same findings. The shape must be right
 * (checkFlow): exactly one start, edges between nodes that exist.
 */
export function checkSoundness(
  flow: FlowDefinition,
  facts: SoundnessFacts = {},
  limits: Partial<Bound> = {},
): Soundness {
  const bound = { ...usual, ...limits };
  const decided = decideAll(flow, facts, bound);
  const ways: Ways = new Map([...decided].map(([key, { verdict }]) => [key, verdict.ways]));
  const undecided = new Set(
    [...decided.values()].filter(({ verdict }) => !verdict.decided).map(({ group }) => group.node.key),
  );
  const abstract = abstractFlow(flow, facts, ways);
  const { exploration, findings } = look(abstract, bound, undecided);
  const reached = waysTo(exploration);
  const all = [
    ...findings,
    ...gapFindings(flow, [...decided.values()], facts, reached),
    ...returnFindings(abstract, exploration),
    ...peopleFindings(flow, abstract.compiled, facts),
  ];
  const explored = exploration.found.length;
  if (!exploration.complete) all.push(finding('bounded', { nodes: [] }, { count: String(explored) }));
  return { findings: all, exact: exploration.complete, explored, reached, undecided: [...undecided] };
}
