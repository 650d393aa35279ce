import { ExpressionError } from '../error.ts';
import { own } from '../feel/json.ts';
import { nearest } from '../feel/problem.ts';
import type { ConditionLeaf, Facts, FactType, Json, Scope } from '../types.ts';

/** A fact that a condition names, found in the scope. */
export interface FactReader {
  read(facts: Facts): Json;
  /** The same for who checks the type of what it gets: inherited properties are not screened out. */
  readLoose(facts: Facts): Json | undefined;
  type: FactType;
  /** "lines.qty": for the dependency graph. */
  depends: string;
}

type Step = string | number;

/** `customer.level` and `$.items[0].code` as steps; null for anything else a path language might allow. */
export function parsePath(path: string): Step[] | null {
  const steps: Step[] = [];
  const pattern = /\.([\p{L}_][\p{L}\p{N}_]*)|\[(\d{1,5})\]/uy;
  let at = path.startsWith('$') ? 1 : 0;
  while (at < path.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(path);
    if (!found) return null;
    steps.push(found[1] ?? Number(found[2]));
    at = pattern.lastIndex;
  }
  return steps;
}

/** Own properties only; a name over a list is that cell of each row. */
export function walk(value: Json, steps: readonly Step[]): Json {
  let current = value;
  for (const step of steps) {
    if (typeof step === 'number') current = Array.isArray(current) ? (current[step] ?? null) : null;
    else current = Array.isArray(current) ? current.map((row) => own(row, step)) : own(current, step);
  }
  return current;
}

function stepType(type: FactType, step: Step): FactType | undefined {
  if (type.kind === 'any') return type;
  if (type.kind === 'list') {
    if (typeof step === 'number') return type.of;
    const of = type.of.kind === 'list' ? undefined : stepType(type.of, step);
    return of && { kind: 'list', of };
  }
  if (type.kind !== 'context' || typeof step === 'number') return undefined;
  return Object.hasOwn(type.fields, step) ? type.fields[step] : undefined;
}

function unknownFact(leaf: ConditionLeaf, scope: Scope, at: string): ExpressionError {
  const near = nearest(leaf.fact, Object.keys(scope));
  const shown = leaf.fact.slice(0, 80) + (leaf.path?.slice(0, 80) ?? '');
  return new ExpressionError(
    'unknown_fact',
    { 'zh-CN': `没有叫“${shown}”的字段`, en: `There is no field "${shown}"` },
    {
      path: `${at}/fact`,
      cure: near === undefined ? undefined : { 'zh-CN': `是不是“${near}”？`, en: `Did you mean "${near}"?` },
    },
  );
}

/** A fact's own name wins over a path, so that a name with a dot in it can be reached. */
function stepsOf(leaf: ConditionLeaf, scope: Scope): Step[] | null {
  const named = Object.hasOwn(scope, leaf.fact) ? [leaf.fact] : parsePath(`.${leaf.fact}`);
  const inner = leaf.path === undefined ? [] : parsePath(leaf.path);
  return named && inner && [...named, ...inner];
}

export function resolveFact(leaf: ConditionLeaf, scope: Scope, at: string): FactReader {
  const steps = stepsOf(leaf, scope);
  const [name, ...rest] = steps ?? [];
  if (typeof name !== 'string' || !Object.hasOwn(scope, name)) throw unknownFact(leaf, scope, at);
  let type = scope[name];
  for (const step of rest) type = type && stepType(type, step);
  if (!type) throw unknownFact(leaf, scope, at);
  const root = (facts: Facts): Json => own(facts as { [key: string]: Json }, name);
  const read = rest.length === 0 ? root : (facts: Facts): Json => walk(root(facts), rest);
  return {
    read,
    readLoose: rest.length === 0 ? (facts) => facts[name] : read,
    type,
    depends: [name, ...rest.filter((step) => typeof step === 'string')].join('.'),
  };
}
