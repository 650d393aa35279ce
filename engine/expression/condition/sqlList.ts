import type { FactType, Json, Operator, SqlColumn, SqlCondition } from '../types.ts';

/** What the items of an array are compared as; other types have no array column. */
const itemTypes: Partial<Record<FactType['kind'], string>> = {
  text: 'text',
  integer: 'numeric',
  number: 'numeric',
  boolean: 'boolean',
  date: 'date',
};

const never: SqlCondition = { sql: 'false', bindings: [] };
const denied = ({ sql, bindings }: SqlCondition): SqlCondition => ({ sql: `(${sql}) is not true`, bindings });

function arrayHasAny(column: SqlColumn, type: string, values: readonly Json[]): SqlCondition {
  const items = values.map(() => '?').join(', ');
  return { sql: `${column.sql}::${type}[] && array[${items}]::${type}[]`, bindings: values.map(String) };
}

function jsonHasAny(column: SqlColumn, type: string, values: readonly Json[]): SqlCondition {
  const parts = values.map(() => `${column.sql} @> to_jsonb(?::${type})`);
  return { sql: parts.join(' or '), bindings: values.map(String) };
}

/** Contained in both directions and equally long. */
function arrayEquals(column: SqlColumn, type: string, values: readonly Json[]): SqlCondition {
  const items = `array[${values.map(() => '?').join(', ')}]::${type}[]`;
  const own = `${column.sql}::${type}[]`;
  const bindings = values.map(String);
  const sql = `${own} @> ${items} and ${own} <@ ${items} and cardinality(${own}) = ?::integer`;
  return { sql, bindings: [...bindings, ...bindings, values.length] };
}

function isFilled(column: SqlColumn, wanted: boolean): SqlCondition {
  const length = column.storage === 'jsonb' ? `jsonb_array_length(${column.sql})` : `cardinality(${column.sql})`;
  return { sql: `coalesce(${length}, 0) ${wanted ? '>' : '='} 0`, bindings: [] };
}

/** One comparison over a column that holds a list (multi-select, files); undefined where SQL cannot say it. */
export function sqlOfList(
  operator: Operator,
  column: SqlColumn,
  item: FactType,
  values: Json[],
): SqlCondition | undefined {
  if (operator === 'filled') return isFilled(column, values[0] !== false);
  const type = itemTypes[item.kind];
  if (!type) return undefined;
  const known = values.filter((value) => value !== null);
  const hasAny = column.storage === 'jsonb' ? jsonHasAny : arrayHasAny;
  const isAny = (): SqlCondition => (known.length === 0 ? never : hasAny(column, type, known));
  switch (operator) {
    case 'contains':
    case 'containsAny':
    case 'in':
      return isAny();
    case 'notContains':
    case 'notIn':
      return denied(isAny());
    case 'equal':
    case 'notEqual': {
      if (column.storage === 'jsonb' || known.length !== values.length || known.length === 0) return undefined;
      const same = arrayEquals(column, type, known);
      return operator === 'equal' ? same : denied(same);
    }
    default:
      return undefined;
  }
}
