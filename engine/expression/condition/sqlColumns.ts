import type { FactType, Operator, SqlColumn, SqlCondition } from '../types.ts';

const signs: Partial<Record<Operator, string>> = {
  equal: '=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
  lessThan: '<',
  lessThanInclusive: '<=',
  before: '<',
  after: '>',
};

const comparable = new Set<FactType['kind']>(['text', 'integer', 'number', 'boolean', 'date', 'time', 'datetime']);
const isNumeric = (type: FactType): boolean => type.kind === 'integer' || type.kind === 'number';

/** Two columns of one row: `qty` greater than `= ordered`. */
export function sqlOfColumns(operator: Operator, left: SqlColumn, right: SqlColumn): SqlCondition | undefined {
  const isSame = left.type.kind === right.type.kind || (isNumeric(left.type) && isNumeric(right.type));
  if (!isSame || !comparable.has(left.type.kind)) return undefined;
  if (operator === 'notEqual') return { sql: `(${left.sql} = ${right.sql}) is not true`, bindings: [] };
  const sign = signs[operator];
  return sign === undefined ? undefined : { sql: `${left.sql} ${sign} ${right.sql}`, bindings: [] };
}
