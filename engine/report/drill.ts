import type { Measure, ReportDefinition, Tile } from '../definition/index.ts';
import type { Json } from '../expression/index.ts';
import { type DimensionSql, dimensionSql } from './dimension.ts';
import { fromWhere } from './figures.ts';
import { leadDimensions, leadSource, pairJoin } from './lead-time.ts';
import { measureNamed } from './measure.ts';
import { badTile, orRefusal, Refused } from './refusal.ts';
import { type Source, sourceOf } from './source.ts';
import { every, type Fragment, identifier, sql } from './sql.ts';
import type { DrillPlan, DrillResult, Mark, ReportContext } from './types.ts';

/** More than a person reads; the list says that there are more. */
const MOST_IDS = 1000;

function measureOf(report: ReportDefinition, tile: Tile, mark: Mark): Measure {
  const keys = tile.measures ?? (tile.measure === undefined ? [] : [tile.measure]);
  const key = mark.measure !== undefined && keys.includes(mark.measure) ? mark.measure : keys[0];
  if (key === undefined) throw new Refused(badTile(tile.key));
  return measureNamed(report, key);
}

interface Behind {
  source: Source;
  where: Fragment[];
  extra: Fragment;
}

/** The rows that the figure is made of. */
function behind(report: ReportDefinition, tile: Tile, mark: Mark, ctx: ReportContext): Behind {
  if (tile.leadTime) {
    const source = leadSource(report, tile.leadTime, ctx);
    const where = tile.where ? [source.condition(tile.where)] : [];
    return { source, where, extra: pairJoin(tile.leadTime, ctx.app.app.key) };
  }
  const measure = tile.form === undefined ? measureOf(report, tile, mark) : undefined;
  const source = sourceOf(ctx, report.filters ?? [], measure?.of ?? tile.form ?? '', measure?.rows);
  const where = [tile.where, measure?.where].flatMap((condition) => (condition ? [source.condition(condition)] : []));
  return { source, where, extra: sql`` };
}

const valueIs = (name: Fragment, value: Json): Fragment =>
  value === null ? sql`${name} is null` : sql`${name} = ${String(value)}`;

/** "Others": everything but the values that have a place of their own. */
function noneOf(name: Fragment, values: readonly Json[]): Fragment {
  const texts = values.filter((value) => value !== null).map(String);
  const others = sql`${name} <> all(${texts}::text[])`;
  return values.includes(null) ? sql`${name} is not null and ${others}` : sql`${name} is null or ${others}`;
}

function marked(dimensions: readonly DimensionSql[], mark: Mark): Fragment {
  const parts = dimensions.flatMap(({ plan }, i) => {
    const name = identifier('s', plan.name);
    const value = mark.dimensions?.[i];
    if (i === 0 && mark.except) return [noneOf(name, mark.except)];
    return value === undefined ? [] : [valueIs(name, value)];
  });
  return every(parts);
}

/** The records behind a mark, under the same conditions as the figure. */
export function planDrill(report: ReportDefinition, tile: Tile, mark: Mark, ctx: ReportContext): DrillResult {
  return orRefusal((): DrillPlan => {
    const { source, where, extra } = behind(report, tile, mark, ctx);
    const dimensions = tile.leadTime
      ? leadDimensions(tile, tile.leadTime, source, ctx)
      : (tile.by ?? []).map((by, i) => dimensionSql(by, i, source, ctx));
    const columns = dimensions.map(({ plan, value }) => sql`, ${value} as ${identifier(plan.name)}`);
    const selected = columns.reduce((whole, column) => sql`${whole}${column}`, sql`t.id, t.created_at as at`);
    const inner = sql`select ${selected} ${fromWhere(source, dimensions, where, extra)}`;
    const text = sql`select s.id from (${inner}) s where ${marked(dimensions, mark)} group by s.id order by max(s.at) desc, s.id limit ${{ sql: String(MOST_IDS), bindings: [] }}`;
    return { form: source.form.key, ...text };
  });
}
