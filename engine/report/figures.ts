import type { Condition, Measure, ReportDefinition, Tile } from '../definition/index.ts';
import { type DimensionSql, dimensionSql } from './dimension.ts';
import { aggregateSql, measureNamed, planMeasure } from './measure.ts';
import { badTile, Refused } from './refusal.ts';
import { type Source, sourceOf } from './source.ts';
import { every, type Fragment, identifier, joined, sql } from './sql.ts';
import type { PlanMeasure, ReportContext, TilePlan } from './types.ts';

/** Groups of an answer beyond this are no chart. */
const MOST_GROUPS = 5000;

interface Column {
  name: string;
  measure: Measure;
}

/** Measures over the same rows are worked out in one pass. */
interface Pass {
  source: Source;
  columns: Column[];
}

function passesOf(columns: readonly Column[], report: ReportDefinition, ctx: ReportContext): Pass[] {
  const passes = new Map<string, Pass>();
  for (const column of columns) {
    const { of, rows } = column.measure;
    const key = `${of} ${rows ?? ''}`;
    const pass = passes.get(key) ?? { source: sourceOf(ctx, report.filters ?? [], of, rows), columns: [] };
    pass.columns.push(column);
    passes.set(key, pass);
  }
  return [...passes.values()];
}

const condition = (source: Source, where: Condition | undefined): Fragment[] =>
  where ? [source.condition(where)] : [];

/** "d0, d1": names of the dimensions' columns. */
const names = (dimensions: readonly DimensionSql[], alias?: string): Fragment[] =>
  dimensions.map(({ plan }) => (alias === undefined ? identifier(plan.name) : identifier(alias, plan.name)));

const groupBy = (dimensions: readonly DimensionSql[]): Fragment =>
  dimensions.length === 0 ? sql`` : { sql: ` group by ${dimensions.map((_, i) => i + 1).join(', ')}`, bindings: [] };

/** From, joins and conditions of one source with its dimensions. */
export function fromWhere(
  source: Source,
  dimensions: readonly DimensionSql[],
  where: readonly Fragment[],
  extra: Fragment = sql``,
): Fragment {
  const joins = dimensions.flatMap(({ join }) => (join ? [sql` ${join}`] : []));
  return sql`from ${source.from}${extra}${joined(joins, '')} where ${every([source.where, ...where])}`;
}

function passSql(pass: Pass, all: readonly Column[], tile: Tile, ctx: ReportContext): Fragment {
  const { source, columns } = pass;
  const dimensions = (tile.by ?? []).map((by, i) => dimensionSql(by, i, source, ctx));
  const [alone] = columns;
  const single = columns.length === 1 && alone ? alone : undefined;
  const values = all.map(({ name, measure }) => {
    if (!columns.some((column) => column.name === name)) return sql`null::numeric as ${identifier(name)}`;
    const filter = single || !measure.where ? undefined : source.condition(measure.where);
    return sql`${aggregateSql(measure, source, filter)} as ${identifier(name)}`;
  });
  const selected = [...dimensions.map(({ plan, value }) => sql`${value} as ${identifier(plan.name)}`), ...values];
  const where = [...condition(source, tile.where), ...condition(source, single?.measure.where)];
  return sql`select ${joined(selected, ', ')} ${fromWhere(source, dimensions, where)}${groupBy(dimensions)}`;
}

/** Passes over different forms are put together by their dimensions. */
function union(passes: readonly Fragment[], columns: readonly Column[], dimensions: readonly DimensionSql[]): Fragment {
  const [only] = passes;
  if (only && passes.length === 1) return only;
  const maxima = columns.map(({ name }) => sql`max(${identifier(name)}) as ${identifier(name)}`);
  const selected = joined([...names(dimensions), ...maxima], ', ');
  return sql`select ${selected} from (${joined(passes, ' union all ')}) u${groupBy(dimensions)}`;
}

/** Adds what people call the values, where only the database knows it. */
export function withTexts(
  inner: Fragment,
  dimensions: readonly DimensionSql[],
  order: Fragment,
  limit: number,
): Fragment {
  const texts = dimensions.flatMap(({ plan, text }) =>
    text ? [sql`${text} as ${identifier(`${plan.name}_text`)}`] : [],
  );
  return sql`select ${joined([sql`q.*`, ...texts], ', ')} from (${inner}) q${order} limit ${{ sql: String(limit), bindings: [] }}`;
}

function columnsFor(report: ReportDefinition, keys: readonly string[]): Column[] {
  return keys.flatMap((key, i) => {
    const measure = measureNamed(report, key);
    const own = { name: `m${i}`, measure };
    return measure.per === undefined ? [own] : [own, { name: `m${i}_per`, measure: measureNamed(report, measure.per) }];
  });
}

const LIMITS: Readonly<Record<Tile['type'], number>> = {
  metric: 1,
  progress: 1,
  gauge: 1,
  pie: 11,
  bar: 60,
  line: 400,
  funnel: 11,
  heatmap: 20,
  table: 50,
};

export function planFigures(report: ReportDefinition, tile: Tile, ctx: ReportContext): TilePlan {
  const keys = tile.measures ?? (tile.measure === undefined ? [] : [tile.measure]);
  const [first] = keys;
  if (first === undefined) throw new Refused(badTile(tile.key));
  const columns = columnsFor(report, keys);
  const full: Column[] =
    typeof tile.max === 'string' ? [{ name: 'full', measure: measureNamed(report, tile.max) }] : [];
  const all = [...columns, ...full];
  const passes = passesOf(all, report, ctx);
  const [pass] = passes;
  if (!pass) throw new Refused(badTile(tile.key));
  const dimensions = (tile.by ?? []).map((by, i) => dimensionSql(by, i, pass.source, ctx));
  const parts = passes.map((item) => passSql(item, all, tile, ctx));
  const order = dimensions.length === 0 ? sql`` : sql` order by q.m0 desc nulls last`;
  const text = withTexts(union(parts, all, dimensions), dimensions, order, MOST_GROUPS);
  const sourceOfMeasure = (measure: Measure): Source =>
    passes.find((item) => item.columns.some((column) => column.measure === measure))?.source ?? pass.source;
  const plans: PlanMeasure[] = keys.map((key, i) => {
    const measure = measureNamed(report, key);
    return planMeasure(measure, `m${i}`, sourceOfMeasure(measure));
  });
  const [maximum] = full;
  return {
    shape: 'figures',
    tile,
    form: pass.source.form.key,
    ...text,
    dimensions: dimensions.map(({ plan }) => plan),
    measures: plans,
    ...(maximum ? { max: planMeasure(maximum.measure, 'full', sourceOfMeasure(maximum.measure)) } : {}),
    limit: tile.limit ?? LIMITS[tile.type],
  };
}
