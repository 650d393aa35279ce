import type { Json } from '../expression/index.ts';
import type { CompiledNode, CompiledSource } from './compile.ts';
import { isWork } from './outcomes.ts';
import type { Run } from './run.ts';
import type { FlowState, Why } from './types.ts';

/** A task for each of these people, or one for a group of which the first who claims it does it. */
export interface Assigned {
  people: string[];
  group?: { role: string; having?: Record<string, Json> };
  why: Why;
}

/** All people that a source names, before anybody is left out or picked. */
interface Named {
  people: readonly string[];
  role?: string;
  having?: Record<string, Json>;
  why: Why;
}

type Source = (run: Run, source: CompiledSource) => Named | undefined;

const known = (ids: (string | undefined)[]): string[] => [
  ...new Set(ids.filter((id): id is string => id !== undefined && id !== '')),
];

const withParams = (why: Why, params: Record<string, Json>): Why => ({
  code: why.code,
  params: { ...why.params, ...params },
});

const texts = (value: Json | undefined): string[] =>
  (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');

function ofRole(run: Run, role: string, having: Record<string, Json> | undefined, why: Why): Named {
  const people = run.inputs.directory.members(role, having);
  return having === undefined ? { people, role, why } : { people, role, having, why };
}

/** A user field, or a column of user fields. */
function fieldValue(run: Run, path: string): string[] {
  const [field = '', column] = path.split('.');
  const value = run.facts[field];
  if (column === undefined) return texts(value);
  if (!Array.isArray(value)) return [];
  return value.flatMap((row) => (row && typeof row === 'object' && !Array.isArray(row) ? texts(row[column]) : []));
}

/** One entry for each kind of source; a source is of the first kind it names. */
const sources: { [kind: string]: Source } = {
  user(run, { source, why }) {
    if (source.user === undefined) return undefined;
    const id = run.inputs.directory.byLogin(source.user);
    return { people: id === undefined ? [] : [id], why };
  },
  users(run, { source, why }) {
    if (!source.users) return undefined;
    return { people: known(source.users.map((login) => run.inputs.directory.byLogin(login))), why };
  },
  role(run, { source, having, why }) {
    if (source.role === undefined) return undefined;
    const attributes = having?.(run.facts, run.env);
    if (!attributes) return ofRole(run, source.role, undefined, why);
    return ofRole(run, source.role, attributes, withParams(why, { having: attributes }));
  },
  field(run, { source, why }) {
    if (source.field === undefined) return undefined;
    return { people: known(fieldValue(run, source.field)), why };
  },
  table(run, { source, why }) {
    if (source.table === undefined) return undefined;
    const { outputs, rows } = run.inputs.evaluateTable(source.table, run.facts, run.env);
    const because = withParams(why, { row: rows[0] ?? null });
    const people = known(texts(outputs.user).map((login) => run.inputs.directory.byLogin(login)));
    if (people.length > 0 || typeof outputs.role !== 'string') return { people, why: because };
    return ofRole(run, outputs.role, undefined, because);
  },
  initiator(run, { source, why }) {
    if (!source.initiator) return undefined;
    return { people: known([run.state.initiator.id]), why };
  },
  node(run, { source, why }) {
    if (source.node === undefined) return undefined;
    return { people: run.state.passed[source.node]?.by ?? [], why };
  },
};

const kinds = Object.values(sources);

function named(run: Run, source: CompiledSource): Named | undefined {
  if (source.when && !source.when.test(run.facts, run.env)) return undefined;
  for (const kind of kinds) {
    const found = kind(run, source);
    if (found) return found;
  }
  return undefined;
}

const nobody: readonly string[] = [];

/** Who may not do this node now: four eyes, and the initiator where the node leaves them out. */
export function excluded(state: FlowState, node: CompiledNode): readonly string[] {
  if (!isWork(node.node)) return nobody;
  const { separateFrom, initiator } = node.node;
  if (!separateFrom && initiator !== 'exclude') return nobody;
  const out = new Set<string>();
  for (const key of separateFrom ?? []) {
    if (key === 'initiator') {
      if (state.initiator.id !== undefined) out.add(state.initiator.id);
    } else for (const id of state.passed[key]?.by ?? []) out.add(id);
  }
  if (initiator === 'exclude' && state.initiator.id !== undefined) out.add(state.initiator.id);
  return [...out];
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

/** The first source that holds and yields somebody. `each`: everybody has to decide, so a group is its people. */
export function resolve(
  run: Run,
  node: CompiledNode,
  from: readonly CompiledSource[],
  each: boolean,
): Assigned | undefined {
  const out = excluded(run.state, node);
  for (const source of from) {
    const found = named(run, source);
    if (!found) continue;
    const people = out.length === 0 ? [...found.people] : found.people.filter((id) => !out.includes(id));
    if (people.length === 0) continue;
    const { pick } = source.source;
    const why: Why = pick && pick !== 'all' ? withParams(found.why, { pick, of: people.length }) : found.why;
    if (pick === 'least_loaded') return { people: leastLoaded(run, people), why };
    if (pick === 'round_robin') return { people: inTurn(run, node, people), why };
    if (found.role === undefined || each || pick === 'all') return { people, why };
    const { role, having } = found;
    return { people, group: having ? { role, having } : { role }, why };
  }
  return undefined;
}

/** Everybody a list of sources names, for copies. */
export function everybody(run: Run, from: readonly CompiledSource[]): string[] {
  if (from.length === 0) return [];
  return [...new Set(from.flatMap((source) => named(run, source)?.people ?? []))];
}
