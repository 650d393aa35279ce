import { isFilled } from '../feel/builtins/text.ts';
import { isList, type Value } from '../feel/value.ts';
import { compilePattern } from '../pattern.ts';
import { type Period, periodAt } from '../temporal/period.ts';
import { DateTime, PlainDate } from '../temporal/values.ts';
import type { Env, FactType, Operator } from '../types.ts';
import { type Operand, relate, relateAny, same, sameAny } from './operand.ts';

/** What stands on the right of an operator. */
export type Shape = 'one' | 'pair' | 'many' | 'flag' | 'period' | 'pattern';

/** Whether a decoded fact holds against its decoded operands. A list fact holds if any of its items does. */
export type Judge = (fact: Value, operands: readonly Operand[], env: Env) => boolean;

interface Relations {
  same(fact: Value, operand: Operand): boolean;
  relate(fact: Value, operand: Operand): number | undefined;
}

/** One operator: its right side, the types it is for, and its meaning for one scalar. */
export interface OperatorRule {
  shape: Shape;
  kinds: ReadonlySet<FactType['kind']>;
  /** Whether lists are allowed, and whether the whole list is judged rather than its items. */
  lists: 'each' | 'whole' | 'none';
  /** For a negative operator: the one it denies. */
  denies?: Operator;
  judge(relations: Relations): Judge;
}

const scalars = ['text', 'integer', 'number', 'boolean', 'date', 'time', 'datetime', 'duration', 'any'] as const;
const every = new Set<FactType['kind']>(scalars);
const ordered = new Set<FactType['kind']>(['integer', 'number', 'date', 'time', 'datetime', 'duration', 'any']);
const texts = new Set<FactType['kind']>(['text', 'any']);
const calendar = new Set<FactType['kind']>(['date', 'datetime']);

/** Comparing with nothing is false. */
const first = (operands: readonly Operand[]): Operand => operands[0] ?? null;

function byOrder(holds: (found: number) => boolean): OperatorRule {
  return {
    shape: 'one',
    kinds: ordered,
    lists: 'each',
    judge:
      ({ relate: found }) =>
      (fact, operands) => {
        const apart = found(fact, first(operands));
        return apart !== undefined && holds(apart);
      },
  };
}

function byText(holds: (fact: string, operand: string) => boolean): OperatorRule {
  return {
    shape: 'one',
    kinds: texts,
    lists: 'each',
    judge: () => (fact, operands) => {
      const operand = first(operands);
      return typeof fact === 'string' && typeof operand === 'string' && holds(fact, operand);
    },
  };
}

/** Lists are equal when they hold the same values, in whatever order. */
function sameList(fact: readonly Value[], operands: readonly Operand[], relations: Relations): boolean {
  return (
    fact.length === operands.length &&
    fact.every((item) => operands.some((operand) => relations.same(item, operand))) &&
    operands.every((operand) => fact.some((item) => relations.same(item, operand)))
  );
}

const equal: OperatorRule = {
  shape: 'one',
  kinds: every,
  lists: 'whole',
  judge: (relations) => (fact, operands) =>
    isList(fact) ? sameList(fact, operands, relations) : relations.same(fact, first(operands)),
};

const isIn: OperatorRule = {
  shape: 'many',
  kinds: every,
  lists: 'each',
  judge: (relations) => (fact, operands) => operands.some((operand) => relations.same(fact, operand)),
};

/** In a text, a part of it; in a list, one of its items. */
const containsAny: OperatorRule = {
  shape: 'many',
  kinds: every,
  lists: 'whole',
  judge: (relations) => (fact, operands) => {
    if (isList(fact)) return fact.some((item) => operands.some((operand) => relations.same(item, operand)));
    return (
      typeof fact === 'string' && operands.some((operand) => typeof operand === 'string' && fact.includes(operand))
    );
  },
};

const between: OperatorRule = {
  shape: 'pair',
  kinds: ordered,
  lists: 'each',
  judge:
    ({ relate: found }) =>
    (fact, operands) => {
      const low = found(fact, operands[0] ?? null);
      const high = found(fact, operands[1] ?? null);
      return low !== undefined && high !== undefined && low >= 0 && high <= 0;
    },
};

const matches: OperatorRule = {
  shape: 'pattern',
  kinds: texts,
  lists: 'each',
  judge: () => (fact, operands) => {
    const source = first(operands);
    return typeof fact === 'string' && typeof source === 'string' && compilePattern(source)?.test(fact) === true;
  },
};

const filled: OperatorRule = {
  shape: 'flag',
  kinds: new Set([...scalars, 'list', 'context']),
  lists: 'whole',
  judge: () => (fact, operands) => isFilled(fact) === (first(operands) !== false),
};

/** A list of rows is judged against one clock: the period is worked out once for each moment. */
function remembered(): (name: string, env: Env) => Period | null {
  let last:
    | { name: string; now: string; zone: string; weekStart: number | undefined; period: Period | null }
    | undefined;
  return (name, env) => {
    const isSame = last?.name === name && last.now === env.now && last.zone === env.timeZone;
    if (last && isSame && last.weekStart === env.weekStart) return last.period;
    const period = periodAt(name, env);
    last = { name, now: env.now, zone: env.timeZone, weekStart: env.weekStart, period };
    return period;
  };
}

const inPeriod: OperatorRule = {
  shape: 'period',
  kinds: calendar,
  lists: 'each',
  judge: () => {
    const periodOf = remembered();
    return (fact, operands, env) => {
      const name = first(operands);
      const period = typeof name === 'string' ? periodOf(name, env) : null;
      if (!period) return false;
      if (fact instanceof DateTime) return fact.ms >= period.fromMs && fact.ms < period.toMs;
      return fact instanceof PlainDate && fact.days >= period.fromDay && fact.days < period.toDay;
    };
  },
};

const denying = (denies: Operator, rule: OperatorRule): OperatorRule => ({ ...rule, denies });

const lessThan = byOrder((found) => found < 0);
const greaterThan = byOrder((found) => found > 0);
const contains: OperatorRule = { ...containsAny, shape: 'one', kinds: new Set(['text', 'any']) };

/** The operators of conditions. One line here is all that an operator needs to be known everywhere but in SQL. */
export const operatorRules: Readonly<Record<Operator, OperatorRule>> = {
  equal,
  notEqual: denying('equal', equal),
  greaterThan,
  greaterThanInclusive: byOrder((found) => found >= 0),
  lessThan,
  lessThanInclusive: byOrder((found) => found <= 0),
  between,
  in: isIn,
  notIn: denying('in', isIn),
  contains,
  notContains: denying('contains', contains),
  containsAny: { ...containsAny, kinds: contains.kinds },
  startsWith: byText((fact, operand) => fact.startsWith(operand)),
  endsWith: byText((fact, operand) => fact.endsWith(operand)),
  matches,
  filled,
  inPeriod,
  before: { ...lessThan, kinds: calendar },
  after: { ...greaterThan, kinds: calendar },
};

/** The meaning of an operator for facts of a type, lists and denials included. */
export function judgeFor(operator: Operator, type: FactType): Judge {
  const rule = operatorRules[operator];
  const isAny = (type.kind === 'list' ? type.of.kind : type.kind) === 'any';
  const judge = rule.judge(isAny ? { same: sameAny, relate: relateAny } : { same, relate });
  const mayBeList = rule.lists === 'each' && (type.kind === 'list' || isAny);
  const judgeAll: Judge = mayBeList
    ? (fact, operands, env) =>
        isList(fact) ? fact.some((item) => judge(item, operands, env)) : judge(fact, operands, env)
    : judge;
  return rule.denies ? (fact, operands, env) => !judgeAll(fact, operands, env) : judgeAll;
}
