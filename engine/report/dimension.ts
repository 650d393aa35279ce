import { flowOfForm } from '../definition/flow-of-form.ts';
import type { Field, FormDefinition, Label } from '../definition/index.ts';
import type { SqlColumn } from '../expression/index.ts';
import { fieldType, flatOptions } from '../form/index.ts';
import { badTile, Refused } from './refusal.ts';
import type { Source } from './source.ts';
import { type Fragment, identifier, sql } from './sql.ts';
import type { DateUnit, PlanDimension, ReportContext } from './types.ts';

/** A dimension in SQL: its value as text, what has to be joined for it, and where its text is found. */
export interface DimensionSql {
  plan: PlanDimension;
  value: Fragment;
  join: Fragment | undefined;
  /** Over the grouped answer, whose column is `name`. */
  text: Fragment | undefined;
}

const SYSTEM_LABELS: Readonly<Record<string, Label>> = {
  state: { 'zh-CN': '状态', en: 'State' },
  created_at: { 'zh-CN': '创建时间', en: 'Created' },
  submitted_at: { 'zh-CN': '提交时间', en: 'Submitted' },
  updated_at: { 'zh-CN': '更新时间', en: 'Changed' },
  created_by: { 'zh-CN': '创建人', en: 'Created by' },
  updated_by: { 'zh-CN': '更新人', en: 'Changed by' },
  revision: { 'zh-CN': '修订', en: 'Revision' },
  id: 'ID',
};

export const labelOf = (path: string, field: Field | undefined): Label => field?.label ?? SYSTEM_LABELS[path] ?? path;

const YES_NO: { key: string; label: Label }[] = [
  { key: 'true', label: { 'zh-CN': '是', en: 'Yes' } },
  { key: 'false', label: { 'zh-CN': '否', en: 'No' } },
];

const UNITS: readonly DateUnit[] = ['day', 'week', 'month', 'quarter', 'year'];

function optionsOf(
  path: string,
  field: Field | undefined,
  form: FormDefinition,
  ctx: ReportContext,
): PlanDimension['options'] {
  if (path === 'state') return flowOfForm(ctx.app, form.key)?.states.map(({ key, label }) => ({ key, label }));
  const listed = field && flatOptions(field);
  if (listed) return listed.map(({ key, label }) => ({ key, label }));
  return field?.type === 'boolean' || (field?.type === 'formula' && field.result === 'boolean') ? YES_NO : undefined;
}

/** One of five words, not somebody's text: written out, so that equal expressions are equal to the planner. */
const unitText = (unit: DateUnit): Fragment => ({ sql: `'${unit}'`, bindings: [] });

/** Dates are grouped by the first day of their unit, in the app's time zone. */
function dateValue(column: SqlColumn, unit: DateUnit, ctx: ReportContext): Fragment {
  const local: Fragment =
    column.type.kind === 'datetime'
      ? sql`(${{ sql: column.sql, bindings: [] }} at time zone ${ctx.app.app.timeZone})`
      : { sql: `${column.sql}::timestamp`, bindings: [] };
  return sql`to_char(date_trunc(${unitText(unit)}, ${local}), 'YYYY-MM-DD')`;
}

const pointerOf = (field: Field | undefined) => field && fieldType(field).pointsTo?.(field);

export const isPerson = (field: Field | undefined, path: string): boolean =>
  pointerOf(field)?.kind === 'user' || path === 'created_by' || path === 'updated_by';

/** What people call a value that is a key of somewhere else. */
export function textSql(
  field: Field | undefined,
  path: string,
  value: Fragment,
  ctx: ReportContext,
): Fragment | undefined {
  const schema = ctx.app.app.key;
  if (isPerson(field, path)) return sql`(select u.name::text from engine.app_user u where u.id::text = ${value})`;
  const pointer = pointerOf(field);
  if (pointer?.kind === 'reference') {
    const title = ctx.app.forms.get(pointer.form)?.title;
    if (title === undefined) return undefined;
    return sql`(select x.${identifier(title)}::text from ${identifier(schema, pointer.form)} x where x.id::text = ${value})`;
  }
  if (pointer?.kind !== 'option') return undefined;
  const { form, field: key, label } = pointer;
  return sql`(select max(x.${identifier(label)}::text) from ${identifier(schema, form)} x where x.${identifier(key)}::text = ${value})`;
}

export function dimensionSql(dimension: string, index: number, source: Source, ctx: ReportContext): DimensionSql {
  const [path = '', given] = dimension.split(':');
  const { column, field } = source.read(path);
  const kind = column.type.kind;
  const unit = kind === 'date' || kind === 'datetime' ? (UNITS.find((item) => item === given) ?? 'day') : undefined;
  if (given !== undefined && unit === undefined) throw new Refused(badTile(dimension));
  const options = optionsOf(path, field, source.form, ctx);
  const name = `d${index}`;
  const plan: PlanDimension = {
    name,
    path,
    label: labelOf(path, field),
    ...(unit ? { unit } : {}),
    ...(options ? { options } : {}),
    ...(isPerson(field, path) ? { json: true } : {}),
  };
  const grouped = field && fieldType(field).groupSql?.(column.sql);
  const raw: Fragment = { sql: grouped ?? column.sql, bindings: [] };
  // A list counts under each of its values, unless its type knows better.
  const isEach = kind === 'list' && grouped === undefined;
  const item = isEach ? identifier(`u${index}`, 'item') : raw;
  return {
    plan,
    value: unit ? dateValue(column, unit, ctx) : sql`${item}::text`,
    join: isEach ? sql`left join lateral unnest(${raw}) ${identifier(`u${index}`)}(item) on true` : undefined,
    text: unit || options ? undefined : textSql(field, path, identifier('q', name), ctx),
  };
}
