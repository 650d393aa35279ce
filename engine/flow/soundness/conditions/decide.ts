import type { FlowEdge } from '../../../definition/types.generated.ts';
import { compileCondition, ExpressionError, type Facts, type Json } from '../../../expression/index.ts';
import type { EdgeGroup } from '../groups.ts';
import type { SoundnessFacts } from '../types.ts';
import { type Compared, comparedIn } from './comparisons.ts';
import { pointsOf } from './points.ts';

/** What the conditions of a group of edges come to, over all data. */
export interface Verdict {
  decided: boolean;
  /** Which edges hold together, without defaults; each combination once. */
  ways: readonly (readonly string[])[];
  /** Data with which no edge holds, the fullest of them. */
  gap?: Facts;
  /** Two edges of the same priority that hold together. */
  overlap?: { first: string; second: string; witness: Facts };
}

interface Example {
  facts: Facts;
  /** By fact, as the conditions name it. */
  values: Facts;
  empty: number;
}

/** Values for each fact, or nothing where examples cannot stand for all. */
function pointsFor(
  compared: ReadonlyMap<string, Compared>,
  facts: SoundnessFacts,
): [string, readonly Json[]][] | undefined {
  const all: [string, readonly Json[]][] = [];
  for (const one of compared.values()) {
    const domain = facts.domainOf?.(one.fact) ?? {};
    const isFinite = domain.values !== undefined || one.type.kind === 'boolean';
    if (one.open && !(isFinite && one.type.kind !== 'list' && one.facts.length === 0)) return undefined;
    const circle = circleOf(compared, one.fact);
    const constants = circle.flatMap((fact) => [
      ...(compared.get(fact)?.constants ?? []),
      ...(fact === one.fact ? [] : (facts.domainOf?.(fact)?.values ?? [])),
    ]);
    const points = pointsOf(one.type, constants, domain, circle.length);
    if (!points) return undefined;
    all.push([one.fact, points]);
  }
  return all;
}

/** All facts that are compared with this one, directly or through others. */
function circleOf(compared: ReadonlyMap<string, Compared>, fact: string): string[] {
  const seen = new Set([fact]);
  for (const one of seen) for (const other of compared.get(one)?.facts ?? []) seen.add(other);
  return [...seen];
}

/** "settings.cfo_limit" → { settings: { cfo_limit } }. */
function factsFrom(values: Facts): Facts {
  const facts: Record<string, Json> = {};
  for (const [path, value] of Object.entries(values)) {
    const [head = '', ...rest] = path.split('.');
    const last = rest.pop();
    if (last === undefined) {
      facts[head] = value;
      continue;
    }
    const inner = { ...(facts[head] as Record<string, Json> | undefined) };
    facts[head] = inner;
    let at = inner;
    for (const step of rest) {
      const deeper: Record<string, Json> = { ...(at[step] as Record<string, Json> | undefined) };
      at[step] = deeper;
      at = deeper;
    }
    at[last] = value;
  }
  return facts;
}

function* examples(points: readonly (readonly [string, readonly Json[]])[]): Generator<Example> {
  const count = points.reduce((product, [, values]) => product * values.length, 1);
  for (let number = 0; number < count; number += 1) {
    const values: Record<string, Json> = {};
    let left = number;
    for (const [fact, possible] of points) {
      values[fact] = possible[left % possible.length] ?? null;
      left = Math.floor(left / possible.length);
    }
    const empty = Object.values(values).filter((value) => value === null).length;
    yield { values, facts: factsFrom(values), empty };
  }
}

/** Where nothing can be said: each edge may hold, alone or with others, and one of them does. */
function undecided({ edges, defaults, outcome }: EdgeGroup): Verdict {
  const always = edges.filter((edge) => !edge.when).map(({ key }) => key);
  const open = edges.filter((edge) => edge.when).map(({ key }) => key);
  const subsets =
    outcome === undefined && open.length <= 8
      ? Array.from({ length: 2 ** open.length }, (_, index) =>
          open.filter((_key, bit) => Math.floor(index / 2 ** bit) % 2 === 1),
        )
      : [[], ...open.map((key) => [key]), open];
  const ways = subsets.map((subset) => [...always, ...subset]);
  const some = defaults.length > 0 ? ways : ways.filter((way) => way.length > 0);
  return { decided: false, ways: some.length > 0 ? some : [[]] };
}

interface Rule {
  edge: FlowEdge;
  holds: (facts: Facts) => boolean;
}

function rulesOf(group: EdgeGroup, facts: SoundnessFacts): Rule[] {
  const scope = facts.scope ?? {};
  // A moment that no condition asks for: those that do are not decided.
  const env = { now: '2026-01-01T00:00:00.000Z', timeZone: facts.timeZone ?? 'UTC' };
  return group.edges.map((edge) => {
    if (!edge.when) return { edge, holds: () => true };
    const compiled = compileCondition(edge.when, scope, facts.functions ? { functions: facts.functions } : {});
    return { edge, holds: (example) => compiled.test(example, env) };
  });
}

const sameRank = (a: FlowEdge, b: FlowEdge): boolean =>
  a.when !== undefined && b.when !== undefined && a.priority === undefined && b.priority === undefined;

/** Two conditions that hold at once, neither ranked before the other. */
function overlapIn(holding: readonly FlowEdge[]): [FlowEdge, FlowEdge] | undefined {
  const [first, ...others] = holding;
  const second = first && others.find((edge) => sameRank(first, edge));
  return first && second ? [first, second] : undefined;
}

function judge(group: EdgeGroup, rules: readonly Rule[], all: Iterable<Example>): Verdict {
  const ways = new Map<string, string[]>();
  let gap: Example | undefined;
  let overlap: { first: string; second: string; witness: Example } | undefined;
  for (const example of all) {
    const holding = rules.filter(({ holds }) => holds(example.facts)).map(({ edge }) => edge);
    const keys = holding.map(({ key }) => key);
    // Of exclusive ways only the first that holds matters.
    const way = group.outcome === undefined ? keys : keys.slice(0, 1);
    if (keys.length > 0 || group.defaults.length > 0) ways.set(way.join(' '), way);
    if (keys.length === 0 && (!gap || example.empty < gap.empty)) gap = example;
    const pair = group.outcome === undefined ? undefined : overlapIn(holding);
    if (pair && (!overlap || example.empty < overlap.witness.empty)) {
      overlap = { first: pair[0].key, second: pair[1].key, witness: example };
    }
  }
  return {
    decided: true,
    ways: ways.size > 0 ? [...ways.values()] : [[]],
    ...(gap && group.defaults.length === 0 ? { gap: gap.values } : {}),
    ...(overlap ? { overlap: { ...overlap, witness: overlap.witness.values } } : {}),
  };
}

/** Decides a group exactly by examples that stand for all data, run through the engine's own conditions. */
export function decideGroup(group: EdgeGroup, facts: SoundnessFacts, mostCombinations: number): Verdict {
  const conditions = group.edges.flatMap((edge) => (edge.when ? [edge.when] : []));
  if (conditions.length === 0) {
    const way = group.edges.map(({ key }) => key);
    return { decided: true, ways: [group.outcome === undefined ? way : way.slice(0, 1)] };
  }
  if (!facts.scope) return undecided(group);
  try {
    const compared = comparedIn(conditions, facts.scope);
    const points = pointsFor(compared, facts);
    const count = points?.reduce((product, [, values]) => product * values.length, 1) ?? Number.POSITIVE_INFINITY;
    if (!points || count > mostCombinations || count === 0) return undecided(group);
    return judge(group, rulesOf(group, facts), examples(points));
  } catch (error) {
    // A condition that does not compile has its own problem.
    if (error instanceof ExpressionError) return undecided(group);
    throw error;
  }
}
