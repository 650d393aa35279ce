import { Decimal } from 'decimal.js';
import type { Label } from '../definition/index.ts';
import type { Json } from '../expression/index.ts';
import { compileCalendar, workingTimeBetween } from '../flow/calendar.ts';
import { displayValue, fieldType } from '../form/index.ts';
import type { TileData } from '../wire.ts';
import { type AnswerRow, categoriesOf, figure, markOf, ordered, sum, valueOf } from './groups.ts';
import { inLocale, labelText, OTHERS } from './text.ts';
import type { PlanDimension, PlanMeasure, ReportContext, TilePlan, TileRefusal } from './types.ts';
import { lineOf, statusOf, thresholdOf } from './warn.ts';

type Figures = Extract<TilePlan, { shape: 'figures' }>;
type Records = Extract<TilePlan, { shape: 'records' }>;
type Lead = Extract<TilePlan, { shape: 'lead_time' | 'working_time' }>;
type Stat = keyof typeof STAT_LABELS;
type Series = NonNullable<TileData['series']>[number];

function line(plan: TilePlan): { limit?: string } {
  const limit = lineOf(thresholdOf(plan.tile));
  return limit === undefined ? {} : { limit };
}

function single(plan: Figures, row: AnswerRow, measure: PlanMeasure): TileData {
  const value = valueOf(row, measure);
  const { max } = plan.tile;
  const full = plan.max ? valueOf(row, plan.max) : typeof max === 'number' ? String(max) : undefined;
  return {
    kind: 'value',
    format: measure.format,
    value,
    ...(full === undefined ? {} : { max: full }),
    status: statusOf([value], thresholdOf(plan.tile)),
    ...line(plan),
  };
}

interface Chart {
  categories: NonNullable<TileData['categories']>;
  series: Series[];
}

/** Series: the values of the second dimension, or the measures. */
function seriesOf(
  rows: readonly AnswerRow[],
  dimensions: readonly PlanDimension[],
  measures: readonly PlanMeasure[],
  marks: readonly Json[],
  ctx: ReportContext,
): Series[] {
  const [first, second] = dimensions;
  const [measure] = measures;
  if (!first || !measure) return [];
  const key = (mark: Json, other: Json): string => JSON.stringify([mark, other]);
  const byMark = new Map(
    rows.map((row) => [key(markOf(row[first.name]), second ? markOf(row[second.name]) : null), row]),
  );
  const values = (of: PlanMeasure, other: Json): (string | null)[] =>
    marks.map((mark) => {
      const row = byMark.get(key(mark, other));
      return row ? valueOf(row, of) : of.additive ? '0' : null;
    });
  if (!second) {
    return measures.map((of) => ({
      key: of.key,
      text: inLocale(of.label, ctx.locale),
      format: of.format,
      values: values(of, null),
    }));
  }
  return ordered(categoriesOf(rows, second, ctx.locale), second, false, ctx.locale).map(({ mark, text }) => ({
    key: mark === null ? '' : String(mark),
    text,
    format: measure.format,
    values: values(measure, mark),
  }));
}

/** What is beyond the limit becomes one slice of a pie; elsewhere it is left out. */
function limited(chart: Chart, plan: Figures, ctx: ReportContext): Chart {
  const { categories, series } = chart;
  if (categories.length <= plan.limit) return chart;
  const [measure] = plan.measures;
  const kept = categories.slice(0, plan.limit);
  const cut = series.map((item) => ({ ...item, values: item.values.slice(0, plan.limit) }));
  if (plan.tile.type !== 'pie' || !measure?.additive) return { categories: kept, series: cut };
  const rest = { mark: { except: kept.map(({ mark }) => mark) }, text: inLocale(OTHERS, ctx.locale) };
  const others = series.map((item) => sum(item.values.slice(plan.limit)));
  return {
    categories: [...kept, rest],
    series: cut.map((item, i) => ({ ...item, values: [...item.values, others[i] ?? null] })),
  };
}

/** The largest first where the order says nothing else: rows of two dimensions come by cell, not by category. */
function bySize(rows: readonly AnswerRow[], dimension: PlanDimension, measure: PlanMeasure): AnswerRow[] {
  const totals = new Map<Json, Decimal>();
  for (const row of rows) {
    const mark = markOf(row[dimension.name]);
    totals.set(mark, (totals.get(mark) ?? new Decimal(0)).plus(valueOf(row, measure) ?? 0));
  }
  const size = (row: AnswerRow): Decimal => totals.get(markOf(row[dimension.name])) ?? new Decimal(0);
  return [...rows].sort((a, b) => size(b).cmp(size(a)));
}

function chart(
  plan: Figures,
  rows: readonly AnswerRow[],
  first: PlanDimension,
  measure: PlanMeasure,
  ctx: ReportContext,
): TileData {
  const sorted = bySize(rows, first, measure);
  const categories = ordered(categoriesOf(sorted, first, ctx.locale), first, plan.tile.type === 'pie', ctx.locale);
  const marks = categories.map(({ mark }) => mark);
  const whole: Chart = { categories, series: seriesOf(sorted, plan.dimensions, plan.measures, marks, ctx) };
  const total = measure.additive ? sum(rows.map((row) => valueOf(row, measure))) : null;
  return {
    kind: 'series',
    format: measure.format,
    ...limited(whole, plan, ctx),
    total,
    status: statusOf(
      whole.series.flatMap((item) => item.values),
      thresholdOf(plan.tile),
    ),
    ...line(plan),
  };
}

/** Dimensions and measures side by side. */
function grid(plan: Figures, rows: readonly AnswerRow[], ctx: ReportContext): TileData {
  const { dimensions, measures } = plan;
  const columns = [
    ...dimensions.map((dimension) => ({ key: dimension.path, text: inLocale(dimension.label, ctx.locale) })),
    ...measures.map((measure) => ({
      key: measure.key,
      text: inLocale(measure.label, ctx.locale),
      format: measure.format,
    })),
  ];
  const texts = dimensions.map(
    (dimension) => new Map(categoriesOf(rows, dimension, ctx.locale).map(({ mark, text }) => [mark, text])),
  );
  const cells = rows.slice(0, plan.limit).map((row) => ({
    cells: [
      ...dimensions.map((dimension, i) => texts[i]?.get(markOf(row[dimension.name])) ?? ''),
      ...measures.map((measure) => valueOf(row, measure)),
    ],
  }));
  return { kind: 'rows', columns, rows: cells, status: 'none' };
}

/** Measures one after the other, as stages that each holds part of the one before. */
function stages(plan: Figures, row: AnswerRow, measure: PlanMeasure, ctx: ReportContext): TileData {
  const values = plan.measures.map((of) => valueOf(row, of));
  return {
    kind: 'series',
    format: measure.format,
    categories: plan.measures.map(({ key, label }) => ({ mark: { measure: key }, text: inLocale(label, ctx.locale) })),
    series: [{ key: measure.key, text: inLocale(plan.tile.label, ctx.locale), format: measure.format, values }],
    status: 'none',
  };
}

function figures(plan: Figures, rows: readonly AnswerRow[], ctx: ReportContext): TileData {
  const [measure] = plan.measures;
  const [first] = plan.dimensions;
  if (!measure) return { kind: 'rows', columns: [], rows: [], status: 'none' };
  if (plan.tile.type === 'funnel' && !first) return stages(plan, rows[0] ?? {}, measure, ctx);
  if (plan.tile.type === 'table') return grid(plan, rows, ctx);
  return first ? chart(plan, rows, first, measure, ctx) : single(plan, rows[0] ?? {}, measure);
}

function cellText(row: AnswerRow, field: Records['fields'][number], ctx: ReportContext): string | null {
  const raw = row[field.name];
  if (raw === null || raw === undefined) return null;
  if (field.format) return figure(raw);
  const shown = row[`${field.name}_text`];
  if (typeof shown === 'string') return field.json ? labelText(shown, ctx.locale) : shown;
  const { timeZone, currency } = ctx.app.app;
  if (!field.field) return String(raw instanceof Date ? raw.toISOString() : raw);
  return displayValue(field.field, fieldType(field.field).decode(raw, field.field), {
    locale: ctx.locale,
    timeZone,
    currency,
  });
}

function records(plan: Records, rows: readonly AnswerRow[], ctx: ReportContext): TileData {
  return {
    kind: 'rows',
    columns: plan.fields.map((field) => ({
      key: field.key,
      text: inLocale(field.label, ctx.locale),
      ...(field.format ? { format: field.format } : {}),
    })),
    rows: rows.map((row) => ({ id: String(row.id), cells: plan.fields.map((field) => cellText(row, field, ctx)) })),
    status: 'none',
  };
}

/** A statistic as a measure, so that lead times make the same charts as figures do. */
function statisticsOf({ tile }: Lead): PlanMeasure[] {
  const named = tile.type === 'table' ? (['mean', 'p50', 'p90', 'max'] as const) : tile.stats;
  const measure = (name: Stat, label: Label): PlanMeasure => ({
    name,
    key: name,
    label,
    format: 'duration',
    additive: false,
  });
  return named?.map((name) => measure(name, STAT_LABELS[name])) ?? [measure(tile.stat ?? 'mean', tile.label)];
}

/** The value below which this part lies, with PostgreSQL's interpolation. */
function percentile(sorted: readonly number[], part: number): number {
  const at = part * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

function statistics(seconds: readonly number[]): AnswerRow {
  const sorted = [...seconds].sort((a, b) => a - b);
  const round = (value: number): string => new Decimal(value).toDecimalPlaces(3).toString();
  return {
    mean: round(sorted.reduce((total, value) => total + value, 0) / sorted.length),
    p50: round(percentile(sorted, 0.5)),
    p90: round(percentile(sorted, 0.9)),
    max: round(sorted.at(-1) ?? 0),
    count: String(sorted.length),
  };
}

const instant = (value: unknown): string => new Date(value instanceof Date ? value : String(value)).toISOString();

/** Pairs of instants → the rows that the database would have given, in working time. */
function workingRows(
  plan: Extract<Lead, { shape: 'working_time' }>,
  rows: readonly AnswerRow[],
  ctx: ReportContext,
): AnswerRow[] {
  const definition = ctx.app.calendars.get(plan.calendar);
  const calendar = definition && compileCalendar(definition);
  const groups = new Map<string, { row: AnswerRow; seconds: number[] }>();
  for (const row of rows) {
    const key = JSON.stringify(plan.dimensions.map(({ name }) => markOf(row[name])));
    const group = groups.get(key) ?? { row, seconds: [] };
    group.seconds.push(workingTimeBetween(instant(row.from_at), instant(row.to_at), calendar) / 1000);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ row, seconds }) => ({ ...row, ...statistics(seconds) }));
}

function leadTime(plan: Lead, answer: readonly AnswerRow[], ctx: ReportContext): TileData {
  const rows = plan.shape === 'working_time' ? workingRows(plan, answer, ctx) : answer;
  const as: Figures = { ...plan, shape: 'figures', measures: statisticsOf(plan) };
  const count = rows.reduce((total, row) => total + Number(row.count ?? 0), 0);
  return { ...figures(as, rows, ctx), count };
}

const STAT_LABELS = {
  mean: { 'zh-CN': '平均', en: 'Mean' },
  p50: { 'zh-CN': '中位数', en: 'Median' },
  p90: { 'zh-CN': 'P90', en: 'P90' },
  max: { 'zh-CN': '最长', en: 'Longest' },
};

/** The rows that the plan's SQL gave (numeric and bigint as text, as pg gives them) as data for any chart. Durations are seconds. */
export function shapeTile(plan: TilePlan, rows: readonly AnswerRow[], ctx: ReportContext): TileData {
  if (plan.shape === 'records') return records(plan, rows, ctx);
  return plan.shape === 'figures' ? figures(plan, rows, ctx) : leadTime(plan, rows, ctx);
}

export const refusedTile = (refusal: TileRefusal, locale: 'zh-CN' | 'en'): TileData => ({
  kind: 'refused',
  status: 'none',
  message: refusal.message[locale],
});
