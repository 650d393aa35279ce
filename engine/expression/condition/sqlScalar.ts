import { parseNum, toSafeInteger } from '../decimal.ts';
import { periodAt } from '../temporal/period.ts';
import { DateTime, formatDate, PlainDate } from '../temporal/values.ts';
import type { Env, FactType, Json, Operator, SqlColumn, SqlCondition } from '../types.ts';
import { Day, type Operand, operandReader } from './operand.ts';

/** One side of a comparison as text with its bindings. */
type Term = SqlCondition;

const never: SqlCondition = { sql: 'false', bindings: [] };
const always: SqlCondition = { sql: 'true', bindings: [] };
const iso = (ms: number): string => new Date(ms).toISOString();

const casts: Partial<Record<FactType['kind'], string>> = {
  number: '::numeric',
  date: '::date',
  time: '::time',
  datetime: '::timestamptz',
  boolean: '::boolean',
};

/**
 * A value bound with the type of its column, so that an index on it can be used: whole numbers as bigint, and no cast on
 * text, whose column may be a uuid.
 */
export function termOf(kind: FactType['kind'], value: Json): Term {
  if (kind === 'integer') {
    const number = parseNum(String(value));
    const whole = number === null ? undefined : toSafeInteger(number);
    return whole === undefined
      ? { sql: '?::numeric', bindings: [String(value)] }
      : { sql: '?::bigint', bindings: [String(whole)] };
  }
  return { sql: `?${casts[kind] ?? ''}`, bindings: [kind === 'number' ? String(value) : value] };
}

/** Backslash is LIKE's own escape by default. */
export const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

const comparisons: Partial<Record<Operator, string>> = {
  greaterThan: '>',
  greaterThanInclusive: '>=',
  lessThan: '<',
  lessThanInclusive: '<=',
  before: '<',
  after: '>',
};

const compareTo = (sql: string, sign: string, term: Term): SqlCondition => ({
  sql: `${sql} ${sign} ${term.sql}`,
  bindings: term.bindings,
});

/** A whole day beside an instant is half open: later than it means from the next midnight. */
function compareToDay(sql: string, operator: Operator, day: Day): SqlCondition {
  const at = (sign: string, ms: number): SqlCondition => compareTo(sql, sign, termOf('datetime', iso(ms)));
  if (operator === 'greaterThan' || operator === 'after') return at('>=', day.to);
  if (operator === 'greaterThanInclusive') return at('>=', day.from);
  if (operator === 'lessThan' || operator === 'before') return at('<', day.from);
  if (operator === 'lessThanInclusive') return at('<', day.to);
  return { sql: `${sql} >= ?::timestamptz and ${sql} < ?::timestamptz`, bindings: [iso(day.from), iso(day.to)] };
}

/** What is bound is the value as it was read: a formula's date and time beside a date is its day. */
function jsonOf(operand: Operand, value: Json): Json {
  if (operand instanceof PlainDate) return formatDate(operand);
  return operand instanceof DateTime ? iso(operand.ms) : value;
}

interface Side {
  operand: Operand;
  value: Json;
}

function compareOne(column: SqlColumn, operator: Operator, { operand, value }: Side): SqlCondition {
  if (operand === null) return never;
  if (operand instanceof Day) return compareToDay(column.sql, operator, operand);
  return compareTo(column.sql, comparisons[operator] ?? '=', termOf(column.type.kind, jsonOf(operand, value)));
}

function isIn(column: SqlColumn, sides: readonly Side[]): SqlCondition {
  const known = sides.filter(({ operand }) => operand !== null);
  if (known.length === 0) return never;
  if (known.some(({ operand }) => operand instanceof Day)) {
    const parts = known.map((side) => compareOne(column, 'equal', side));
    return { sql: parts.map((part) => `(${part.sql})`).join(' or '), bindings: parts.flatMap((part) => part.bindings) };
  }
  const terms = known.map(({ operand, value }) => termOf(column.type.kind, jsonOf(operand, value)));
  return {
    sql: `${column.sql} in (${terms.map((term) => term.sql).join(', ')})`,
    bindings: terms.flatMap((term) => term.bindings),
  };
}

function isBetween(column: SqlColumn, low: Side, high: Side): SqlCondition {
  const from = compareOne(column, 'greaterThanInclusive', low);
  const to = compareOne(column, 'lessThanInclusive', high);
  return { sql: `${from.sql} and ${to.sql}`, bindings: [...from.bindings, ...to.bindings] };
}

/** Comparing with nothing is false, so its denial is true. */
const denied = ({ sql, bindings }: SqlCondition): SqlCondition => ({ sql: `(${sql}) is not true`, bindings });

function isLike(column: SqlColumn, patterns: readonly (string | null)[]): SqlCondition {
  const known = patterns.filter((pattern) => pattern !== null);
  if (known.length === 0) return never;
  return { sql: known.map(() => `${column.sql}::text like ?`).join(' or '), bindings: known };
}

function isFilled(column: SqlColumn, wanted: boolean): SqlCondition {
  const sql = column.type.kind === 'text' ? `nullif(${column.sql}::text, '')` : column.sql;
  return { sql: `${sql} is ${wanted ? 'not null' : 'null'}`, bindings: [] };
}

function isInPeriod(column: SqlColumn, name: Json, env: Env): SqlCondition {
  const period = typeof name === 'string' ? periodAt(name, env) : null;
  if (!period) return never;
  const { sql } = column;
  if (column.type.kind === 'datetime') {
    return {
      sql: `${sql} >= ?::timestamptz and ${sql} < ?::timestamptz`,
      bindings: [iso(period.fromMs), iso(period.toMs)],
    };
  }
  const [from, to] = [period.fromDay, period.toDay].map((days) => formatDate(new PlainDate(days)));
  return { sql: `${sql} >= ?::date and ${sql} < ?::date`, bindings: [from, to] };
}

const textOf = (value: Json): string | null => (typeof value === 'string' ? likeText(value) : null);
const around = (value: Json, before: string, after: string): string | null => {
  const text = textOf(value);
  return text === null ? null : before + text + after;
};

/** Types whose order or form SQL does not share. */
const foreign = new Set<FactType['kind']>(['any', 'context', 'duration']);

/** One comparison over a column of a scalar type; undefined where SQL cannot say it. */
export function sqlOfScalar(operator: Operator, column: SqlColumn, values: Json[], env: Env): SqlCondition | undefined {
  const { kind } = column.type;
  const [value = null, second = null] = values;
  if (operator === 'filled') return isFilled(column, value !== false);
  if (operator === 'matches' || foreign.has(kind)) return undefined;
  if (operator === 'inPeriod') return isInPeriod(column, value, env);
  const read = operandReader(column.type);
  const side = (json: Json): Side => ({ operand: read(json, env.timeZone), value: json });
  switch (operator) {
    case 'equal':
      return compareOne(column, operator, side(value));
    case 'notEqual':
      return value === null ? always : denied(compareOne(column, 'equal', side(value)));
    case 'between':
      return value === null || second === null ? never : isBetween(column, side(value), side(second));
    case 'in':
      return isIn(column, values.map(side));
    case 'notIn':
      return denied(isIn(column, values.map(side)));
    case 'contains':
      return isLike(column, [around(value, '%', '%')]);
    case 'notContains':
      return denied(isLike(column, [around(value, '%', '%')]));
    case 'containsAny':
      return isLike(
        column,
        values.map((each) => around(each, '%', '%')),
      );
    case 'startsWith':
      return isLike(column, [around(value, '', '%')]);
    case 'endsWith':
      return isLike(column, [around(value, '%', '')]);
    default:
      return compareOne(column, operator, side(value));
  }
}
