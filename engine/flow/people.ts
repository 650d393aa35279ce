import type { Env, Facts, Json } from '../expression/index.ts';
import type { CompiledNode, CompiledSource } from './compile.ts';
import { isWork } from './outcomes.ts';
import type { Run } from './run.ts';
import { named, withParams } from './sources.ts';
import type { FlowState, Through, Token, Why } from './types.ts';

/** A task for each of these people, or one for a group of which the first who claims it does it. */
export interface Assigned {
  people: string[];
  group?: { role: string; having?: Record<string, Json> };
  /** The role by which they are asked: who stands in for one of them has to hold it too. */
  through?: Through;
  why: Why;
}

const nobody: readonly string[] = [];

/**
 * Who may not do this node now: four eyes, and the initiator where the node leaves them out. Where nothing is known of the
 * record, a condition on four eyes counts as met.
 */
export function excluded(state: FlowState, node: CompiledNode, known?: { facts: Facts; env: Env }): readonly string[] {
  if (!isWork(node.node)) return nobody;
  const { separateFrom, initiator } = node.node;
  if (!separateFrom && initiator !== 'exclude') return nobody;
  const out = new Set<string>();
  const isAsked = !known || !node.separateWhen || node.separateWhen.test(known.facts, known.env);
  for (const key of (isAsked && separateFrom) || []) {
    if (key === 'initiator') {
      if (state.initiator.id !== undefined) out.add(state.initiator.id);
    } else {
      const { by = [], standsFor = [] } = state.passed[key] ?? {};
      for (const id of [...by, ...standsFor]) out.add(id);
    }
  }
  if (initiator === 'exclude' && state.initiator.id !== undefined) out.add(state.initiator.id);
  return [...out];
}

/** Those who are there; where all are away, all of them, and whoever stands in for the one who is picked has it. */
function present(run: Run, people: string[]): string[] {
  const { directory } = run.inputs;
  const here = people.filter((id) => directory.proxy?.(id) === undefined);
  return here.length > 0 ? here : people;
}

function leastLoaded(run: Run, people: string[]): string[] {
  const load = run.inputs.directory.load(people);
  if (!load) {
    run.need({ kind: 'load', users: people });
    return people.slice(0, 1);
  }
  const weight = (id: string) => (load[id] ?? 0) + run.givenTo(id);
  return people.length === 0 ? [] : [people.reduce((best, id) => (weight(id) < weight(best) ? id : best))];
}

function inTurn(run: Run, node: CompiledNode, people: string[]): string[] {
  const key = `${run.compiled.flow.key}.${node.key}`;
  const turn = run.inputs.directory.turn(key);
  if (turn === undefined) {
    run.need({ kind: 'turn', key });
    return people.slice(0, 1);
  }
  const next = people[turn % people.length];
  return next === undefined ? [] : [next];
}

function picked(run: Run, node: CompiledNode, pick: string | undefined, people: string[]): string[] {
  if (pick === 'least_loaded') return leastLoaded(run, people);
  return pick === 'round_robin' ? inTurn(run, node, people) : people;
}

/** The first source that holds and yields somebody. `each`: everybody has to decide, so a group is its people. */
export function resolve(
  run: Run,
  token: Token,
  node: CompiledNode,
  from: readonly CompiledSource[],
  each: boolean,
): Assigned | undefined {
  const out = excluded(run.state, node, run);
  for (const source of from) {
    const found = named({ run, token, node }, source);
    if (!found) continue;
    const people = out.length === 0 ? [...found.people] : found.people.filter((id) => !out.includes(id));
    if (people.length === 0) continue;
    const { pick } = source.source;
    const isOne = pick !== undefined && pick !== 'all';
    const open = isOne ? present(run, people) : people;
    const away = people.length - open.length;
    const told = { pick: pick ?? null, of: open.length, ...(away > 0 ? { away } : {}) };
    const why: Why = isOne ? withParams(found.why, told) : found.why;
    const { role, having } = found;
    if (role === undefined) return { people: picked(run, node, pick, open), why };
    const through = having ? { role, having } : { role };
    if (each || pick !== undefined) return { people: picked(run, node, pick, open), through, why };
    return { people, group: through, why };
  }
  return undefined;
}

/** Everybody a list of sources names, for copies. */
export function everybody(run: Run, token: Token, node: CompiledNode, from: readonly CompiledSource[]): string[] {
  if (from.length === 0) return [];
  return [...new Set(from.flatMap((source) => named({ run, token, node }, source)?.people ?? []))];
}
