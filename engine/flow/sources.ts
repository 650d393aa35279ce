import type { Json } from '../expression/index.ts';
import { openToChoice } from './choices.ts';
import type { CompiledNode, CompiledSource } from './compile.ts';
import { rowOf } from './rows.ts';
import type { Run } from './run.ts';
import type { Passed, Token, Why } from './types.ts';

/** All people that a source names, before anybody is left out or picked. */
export interface Named {
  people: readonly string[];
  role?: string;
  having?: Record<string, Json>;
  why: Why;
}

/** For which visit to which node people are looked for. */
export interface Asked {
  run: Run;
  token: Token;
  node: CompiledNode;
}

type Source = (asked: Asked, source: CompiledSource) => Named | undefined;

const known = (ids: (string | undefined)[]): string[] => [
  ...new Set(ids.filter((id): id is string => id !== undefined && id !== '')),
];

export const withParams = (why: Why, params: Record<string, Json>): Why => ({
  code: why.code,
  params: { ...why.params, ...params },
});

const texts = (value: Json | undefined): string[] =>
  (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');

function ofRole(run: Run, role: string, having: Record<string, Json> | undefined, why: Why): Named {
  const people = run.inputs.directory.members(role, having);
  return having === undefined ? { people, role, why } : { people, role, having, why };
}

/** A user field, or a column of user fields: in a foreach over that table only its row's. */
function fieldValue({ run, token }: Asked, path: string): string[] {
  const [field = '', column] = path.split('.');
  const value = run.facts[field];
  if (column === undefined) return texts(value);
  if (!Array.isArray(value)) return [];
  const own = rowOf(run.compiled, run.state, token);
  return value.flatMap((row) => {
    if (!row || typeof row !== 'object' || Array.isArray(row)) return [];
    return own?.table === field && own.id !== row.id ? [] : texts(row[column]);
  });
}

/** The node passed last; nobody where none was, or where no person passed it. */
export function lastPassed(passed: Readonly<Record<string, Passed>>): (Passed & { node: string }) | undefined {
  let last: (Passed & { node: string }) | undefined;
  for (const [node, one] of Object.entries(passed)) {
    if (one.undone || one.by.length === 0 || (last && last.seq > one.seq)) continue;
    last = { ...one, node };
  }
  return last;
}

/** From whom managers and heads are counted. */
const whose: Record<'initiator' | 'previous' | 'assignee', (asked: Asked) => readonly string[]> = {
  initiator: ({ run }) => known([run.state.initiator.id]),
  previous: ({ run }) => lastPassed(run.state.passed)?.by ?? [],
  assignee: ({ run, token }) =>
    known(run.state.tasks.filter((task) => task.token === token.id && !task.escalated).map((task) => task.assignee)),
};

export function managersOf({ run }: Asked, people: readonly string[], levels: number, chain: boolean): string[] {
  const up = people.map((person) => run.inputs.directory.managers?.(person) ?? []);
  return known(up.flatMap((managers) => (chain ? managers.slice(0, levels) : [managers[levels - 1]])));
}

/** A formula may answer with ids or logins. */
function person({ run }: Asked, text: string): string | undefined {
  return run.inputs.directory.byLogin(text) ?? (/^[0-9a-f-]{36}$/i.test(text) ? text : undefined);
}

/** One entry for each kind of source; a source is of the first kind it names. */
const sources: { [kind: string]: Source } = {
  /** Before all others: beside a choice they say from whom may be chosen. */
  choice({ run, node }, { source, why }) {
    if (!source.choice) return undefined;
    const chosen = run.state.chosen?.[node.key] ?? [];
    const { directory } = run.inputs;
    const open = openToChoice(source, directory);
    const isOpen = (id: string): boolean => open?.includes(id) ?? directory.isHere?.(id) ?? true;
    return { people: chosen.filter(isOpen), why };
  },
  user({ run }, { source, why }) {
    if (source.user === undefined) return undefined;
    const id = run.inputs.directory.byLogin(source.user);
    return { people: id === undefined ? [] : [id], why };
  },
  users({ run }, { source, why }) {
    if (!source.users) return undefined;
    return { people: known(source.users.map((login) => run.inputs.directory.byLogin(login))), why };
  },
  role({ run }, { source, having, why }) {
    if (source.role === undefined) return undefined;
    const attributes = having?.(run.facts, run.env);
    if (!attributes) return ofRole(run, source.role, undefined, why);
    return ofRole(run, source.role, attributes, withParams(why, { having: attributes }));
  },
  field(asked, { source, why }) {
    if (source.field === undefined) return undefined;
    return { people: known(fieldValue(asked, source.field)), why };
  },
  table({ run }, { source, why }) {
    if (source.table === undefined) return undefined;
    const { outputs, rows } = run.inputs.evaluateTable(source.table, run.facts, run.env);
    const because = withParams(why, { row: rows[0] ?? null });
    const people = known(texts(outputs.user).map((login) => run.inputs.directory.byLogin(login)));
    if (people.length > 0 || typeof outputs.role !== 'string') return { people, why: because };
    return ofRole(run, outputs.role, undefined, withParams(because, { role: outputs.role }));
  },
  manager(asked, { source, why }) {
    if (source.manager === undefined) return undefined;
    const { chain = false } = source;
    const levels = source.levels ?? (chain ? Number.POSITIVE_INFINITY : 1);
    return { people: managersOf(asked, whose[source.manager](asked), levels, chain), why };
  },
  head(asked, { source, why }) {
    if (source.head === undefined) return undefined;
    const { directory } = asked.run.inputs;
    return { people: known(whose[source.head](asked).map((id) => directory.head?.(id))), why };
  },
  formula(asked, { source, formula, why }) {
    if (source.formula === undefined) return undefined;
    const { run } = asked;
    return { people: known(texts(formula?.(run.facts, run.env)).map((text) => person(asked, text))), why };
  },
  initiator({ run }, { source, why }) {
    if (!source.initiator) return undefined;
    return { people: known([run.state.initiator.id]), why };
  },
  node({ run }, { source, why }) {
    if (source.node === undefined) return undefined;
    return { people: run.state.passed[source.node]?.by ?? [], why };
  },
};

const kinds = Object.values(sources);

export function named(asked: Asked, source: CompiledSource): Named | undefined {
  const { run } = asked;
  if (source.when && !source.when.test(run.facts, run.env)) return undefined;
  for (const kind of kinds) {
    const found = kind(asked, source);
    if (found) return found;
  }
  return undefined;
}
