import {
  type Condition,
  compileCondition,
  conditionToSql,
  type Env,
  type Facts,
  type FactType,
  type Scope,
  type SqlColumn,
} from '../expression/index.ts';
import { every, FALSE, type Fragment, some, sql, TRUE } from './sql.ts';

export interface Surroundings {
  column(fact: string): SqlColumn | undefined;
  /** Facts that are no columns: user, proof, settings. */
  facts: Facts;
  env: Env;
}

const ANY: FactType = { kind: 'any' };

/** Parts about the person or the settings are the same for every row, so they are decided here and not in the database. */
function constant(condition: Condition, around: Surroundings): Fragment | undefined {
  if (!('fact' in condition)) return undefined;
  const root = condition.fact.split('.')[0] ?? '';
  if (around.column(condition.fact) || !Object.hasOwn(around.facts, root)) return undefined;
  const scope: Scope = Object.fromEntries(Object.keys(around.facts).map((name) => [name, ANY]));
  return compileCondition(condition, scope).test(around.facts, around.env) ? TRUE : FALSE;
}

/** The condition as a `where`; undefined where SQL cannot say it exactly. */
export function conditionSql(condition: Condition, around: Surroundings): Fragment | undefined {
  if ('all' in condition || 'any' in condition) {
    const parts = ('all' in condition ? condition.all : condition.any).map((part) => conditionSql(part, around));
    if (parts.includes(undefined)) return undefined;
    const known = parts.filter((part) => part !== undefined);
    return 'all' in condition ? every(known) : some(known);
  }
  if ('not' in condition) {
    const part = conditionSql(condition.not, around);
    // SQL has three values and a condition two.
    return part && sql`(${part}) is not true`;
  }
  return constant(condition, around) ?? conditionToSql(condition, around.column, around.facts, around.env);
}
