import type { Field, Measure, ReportDefinition } from '../definition/index.ts';
import { badTile, Refused } from './refusal.ts';
import type { Source } from './source.ts';
import { type Fragment, sql } from './sql.ts';
import type { Format, PlanMeasure } from './types.ts';

const NUMERIC = new Set(['number', 'integer']);

interface Reading {
  how: string;
  field: string;
}

function read(measure: Measure): Reading {
  const [, how = '', field = ''] = /^(\w+)\((.*)\)$/.exec(measure.value) ?? [];
  return { how, field };
}

export function measureNamed(report: ReportDefinition, key: string): Measure {
  const measure = report.measures?.find((item) => item.key === key);
  if (!measure) throw new Refused(badTile(key));
  return measure;
}

/** Of what the percentile is a value of: PostgreSQL interpolates in binary, so the result is rounded to what people read. */
const percentile = (part: string, column: Fragment): Fragment => ({
  sql: `round((percentile_cont(${part}) within group (order by ${column.sql}))::numeric, 4)`,
  bindings: column.bindings,
});

/** The aggregate, with its own condition as a filter where one is given. */
export function aggregateSql(measure: Measure, source: Source, filter: Fragment | undefined): Fragment {
  const { how, field } = read(measure);
  const only = filter ? sql` filter (where ${filter})` : sql``;
  if (how === 'count') return sql`(count(*)${only})::numeric`;
  const { column } = source.read(field);
  const value: Fragment = { sql: column.sql, bindings: [] };
  if (how === 'distinct') return sql`(count(distinct ${value})${only})::numeric`;
  if (!NUMERIC.has(column.type.kind)) throw new Refused(badTile(`${measure.key}: ${measure.value}`));
  if (how === 'sum') return sql`coalesce(sum(${value})${only}, 0)::numeric`;
  if (how === 'mean') return sql`round((avg(${value})${only})::numeric, 6)`;
  if (how === 'min') return sql`(min(${value})${only})::numeric`;
  if (how === 'max') return sql`(max(${value})${only})::numeric`;
  // An ordered-set aggregate takes its filter behind the brackets.
  const part = how === 'p90' ? '0.9' : '0.5';
  if (!filter) return percentile(part, value);
  return sql`round((${{ sql: `percentile_cont(${part}) within group (order by ${value.sql})`, bindings: [] }} filter (where ${filter}))::numeric, 4)`;
}

const isMoney = (field: Field | undefined): boolean =>
  field?.type === 'money' || (field?.type === 'formula' && field.result === 'money');

function formatOf(measure: Measure, source: Source): Format {
  if (measure.format) return measure.format;
  if (measure.per !== undefined) return 'percent';
  const { how, field } = read(measure);
  if (how === 'count' || how === 'distinct') return 'integer';
  const found = source.read(field);
  if (isMoney(found.field)) return 'money';
  return found.column.type.kind === 'integer' && how !== 'mean' ? 'integer' : 'number';
}

export function planMeasure(measure: Measure, name: string, source: Source): PlanMeasure {
  const { how } = read(measure);
  return {
    name,
    ...(measure.per === undefined ? {} : { per: `${name}_per` }),
    key: measure.key,
    label: measure.label,
    format: formatOf(measure, source),
    additive: measure.per === undefined && (how === 'count' || how === 'sum'),
  };
}
