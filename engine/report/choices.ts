import type { ReportDefinition } from '../definition/index.ts';
import { dimensionSql } from './dimension.ts';
import { withTexts } from './figures.ts';
import { type AnswerRow, categoriesOf, ordered } from './groups.ts';
import { Refused } from './refusal.ts';
import { type Source, sourceOf } from './source.ts';
import { identifier, sql } from './sql.ts';
import type { FilterPlan, ReportContext } from './types.ts';

const MOST_CHOICES = 500;

/** The forms a board is about, in the order in which it names them. */
function formsOf(report: ReportDefinition, ctx: ReportContext): string[] {
  const measured = (report.measures ?? []).map((measure) => measure.of);
  const listed = report.tiles.flatMap((tile) => {
    const flow = tile.leadTime && ctx.app.flows.get(tile.leadTime.flow)?.form;
    return [tile.form, flow].filter((form) => form !== undefined);
  });
  return [...new Set([...measured, ...listed])];
}

function planFor(field: string, source: Source, ctx: ReportContext): FilterPlan {
  const dimension = dimensionSql(field, 0, source, ctx);
  const join = dimension.join ? sql` ${dimension.join}` : sql``;
  const name = identifier(dimension.plan.name);
  const values = sql`select distinct ${dimension.value} as ${name} from ${source.from}${join} where (${source.where})`;
  const named = sql`select * from (${values}) v where v.${name} is not null`;
  return { dimension: dimension.plan, ...withTexts(named, [dimension], sql` order by 1`, MOST_CHOICES) };
}

/**
 * What a board's select filters offer: the values that records this person may see really have. Filters whose field
 * the person may not read are left out.
 */
export function planFilters(report: ReportDefinition, ctx: ReportContext): Map<string, FilterPlan> {
  const plans = new Map<string, FilterPlan>();
  for (const filter of report.filters ?? []) {
    for (const form of filter.type === 'select' ? formsOf(report, ctx) : []) {
      const plan = planOrNothing(filter.field, form, ctx);
      if (!plan) continue;
      plans.set(filter.key, plan);
      break;
    }
  }
  return plans;
}

function planOrNothing(field: string, form: string, ctx: ReportContext): FilterPlan | undefined {
  try {
    return planFor(field, sourceOf(ctx, [], form), ctx);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

export function shapeFilter(
  plan: FilterPlan,
  rows: readonly AnswerRow[],
  ctx: ReportContext,
): { key: string; label: string }[] {
  const categories = ordered(categoriesOf(rows, plan.dimension, ctx.locale), plan.dimension, false, ctx.locale);
  return categories.map(({ mark, text }) => ({ key: String(mark), label: text }));
}
