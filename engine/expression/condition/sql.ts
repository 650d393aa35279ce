import { ExpressionError } from '../error.ts';
import type {
  CompileOptions,
  Condition,
  ConditionLeaf,
  Env,
  Facts,
  FactType,
  Json,
  Scope,
  SqlColumn,
  SqlCondition,
} from '../types.ts';
import { compileLeaf, type Leaf } from './leaf.ts';
import { sqlOfColumns } from './sqlColumns.ts';
import { sqlOfList } from './sqlList.ts';
import { sqlOfScalar } from './sqlScalar.ts';
import { foldCondition } from './tree.ts';
import { isFormula } from './value.ts';

export type Columns = (fact: string) => SqlColumn | undefined;

/** Thrown and caught here alone: what SQL cannot say ends the whole translation. */
class Unsayable extends Error {}

function joined(parts: readonly SqlCondition[], word: 'and' | 'or'): SqlCondition {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const sql = parts.map((part) => `(${part.sql})`).join(` ${word} `);
  return { sql, bindings: parts.flatMap((part) => part.bindings) };
}

/** Values for formulas come without types where the caller has given no scope. */
function openScope(facts: Facts): Scope {
  const scope: Scope = {};
  for (const name of Object.keys(facts)) scope[name] = { kind: 'any' };
  return scope;
}

/** Not a name that anybody can write, so that in a formula every name means the caller's fact. */
const columnFact = '\u0000column';

/** The leaf with the column's type on its left; undefined for a formula over names that the caller does not give. */
function compileForColumn(
  leaf: ConditionLeaf,
  type: FactType,
  scope: Scope,
  options: CompileOptions,
  path: string,
): Leaf | undefined {
  try {
    return compileLeaf({ ...leaf, fact: columnFact }, { ...scope, [columnFact]: type }, options, path);
  } catch (error) {
    if (error instanceof ExpressionError && error.code === 'unknown_name') return undefined;
    throw error;
  }
}

interface Translation {
  columns: Columns;
  scope: Scope;
  facts: Facts;
  env: Env;
  options: CompileOptions;
}

/** `= ordered` where `ordered` is a column of the same row. */
function otherColumn(leaf: ConditionLeaf, { columns, scope }: Translation): SqlColumn | undefined {
  const name = isFormula(leaf.value) ? leaf.value.slice(1).trim() : undefined;
  return name === undefined || Object.hasOwn(scope, name) ? undefined : columns(name);
}

function translateLeaf(source: ConditionLeaf, path: string, translation: Translation): SqlCondition | undefined {
  if (source.path !== undefined) return undefined;
  const column = translation.columns(source.fact);
  if (!column) return undefined;
  const other = otherColumn(source, translation);
  if (other) return sqlOfColumns(source.operator, column, other);
  const { scope, facts, env, options } = translation;
  const leaf = compileForColumn(source, column.type, scope, options, path);
  if (!leaf) return undefined;
  const values: Json[] = leaf.right.resolve(facts, env);
  return column.type.kind === 'list'
    ? sqlOfList(source.operator, column, column.type.of, values)
    : sqlOfScalar(source.operator, column, values, env);
}

/**
 * The same condition for a `where`. `columns` says which facts are columns of the row; formulas are worked out now, over
 * `facts`, whose types `scope` gives. Undefined where SQL cannot say the condition exactly (a pattern, a column nobody knows,
 * a formula over columns): then test each row with `compileCondition`; never take it for true.
 */
export function conditionToSql(
  condition: Condition,
  columns: Columns,
  facts: Facts,
  env: Env,
  options: CompileOptions & { scope?: Scope } = {},
): SqlCondition | undefined {
  const { scope = openScope(facts), ...rest } = options;
  const translation: Translation = { columns, scope, facts, env, options: rest };
  try {
    return foldCondition<SqlCondition>(condition, {
      all: (children) => joined(children, 'and'),
      any: (children) => joined(children, 'or'),
      // SQL has three values and a condition two: what is under `not` must never be null.
      not: ({ sql, bindings }) => ({ sql: `not ((${sql}) is true)`, bindings }),
      leaf: (leaf, path) => {
        const part = translateLeaf(leaf, path, translation);
        if (!part) throw new Unsayable();
        return part;
      },
    });
  } catch (error) {
    if (error instanceof Unsayable) return undefined;
    throw error;
  }
}
