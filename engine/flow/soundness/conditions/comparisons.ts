import type { Condition, ConditionLeaf, ConditionScalar, FactType, Scope } from '../../../expression/index.ts';

/** One side of comparisons: all that conditions hold one fact against. */
export interface Compared {
  fact: string;
  type: FactType;
  /** Literals that it is compared with. */
  constants: ConditionScalar[];
  /** Facts that it is compared with: "settings.cfo_limit". */
  facts: string[];
  /** Compared in a way of which examples cannot tell everything: patterns, parts of texts, periods. */
  open: boolean;
}

/** What a fact of such a type is. Paths into lists are lists: their combinations are without number. */
export function typeOf(scope: Scope, fact: string): FactType | undefined {
  if (Object.hasOwn(scope, fact)) return scope[fact];
  const [head = '', ...rest] = fact.split('.');
  let type: FactType | undefined = Object.hasOwn(scope, head) ? scope[head] : undefined;
  for (const step of rest) {
    type = type?.kind === 'context' && Object.hasOwn(type.fields, step) ? type.fields[step] : undefined;
  }
  return type;
}

/** Operators whose answer changes only at the values that they name. */
const byValue = new Set(['equal', 'notEqual', 'in', 'notIn', 'filled']);
const byOrder = new Set([
  'greaterThan',
  'greaterThanInclusive',
  'lessThan',
  'lessThanInclusive',
  'between',
  'before',
  'after',
]);
const ofLists = new Set(['contains', 'notContains', 'containsAny', 'filled']);

/** A formula that is a name and nothing else. */
const plainName = /^=\s*([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)\s*$/u;

export function leavesOf(condition: Condition): ConditionLeaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf);
  if ('any' in condition) return condition.any.flatMap(leavesOf);
  if ('not' in condition) return leavesOf(condition.not);
  return [condition];
}

/** Every fact of these conditions, with all that it is compared with. */
export function comparedIn(conditions: readonly Condition[], scope: Scope): Map<string, Compared> {
  const found = new Map<string, Compared>();
  const of = (fact: string): Compared => {
    const known = found.get(fact);
    if (known) return known;
    const type = typeOf(scope, fact) ?? { kind: 'any' as const };
    const made: Compared = { fact, type, constants: [], facts: [], open: false };
    found.set(fact, made);
    return made;
  };
  for (const leaf of conditions.flatMap(leavesOf)) {
    const compared = of(leaf.fact);
    const isList = compared.type.kind === 'list';
    const known = isList ? ofLists.has(leaf.operator) : byValue.has(leaf.operator) || byOrder.has(leaf.operator);
    if (!known || leaf.path !== undefined) compared.open = true;
    for (const value of leaf.value === undefined ? [] : Array.isArray(leaf.value) ? leaf.value : [leaf.value]) {
      if (typeof value !== 'string' || !value.startsWith('=')) {
        if (leaf.operator !== 'filled') compared.constants.push(value);
        continue;
      }
      const name = plainName.exec(value)?.[1];
      if (name === undefined || typeOf(scope, name) === undefined || isList) compared.open = true;
      else {
        compared.facts.push(name);
        of(name).facts.push(leaf.fact);
      }
    }
  }
  return found;
}
