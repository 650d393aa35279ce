import type { ReportDefinition, Tile } from '../definition/index.ts';
import type { Json } from '../expression/index.ts';
import type { DrillPlan, Mark, Placed, PlanResult, ReportContext, TileData, TilePlan, TileRefusal } from './types.ts';

export type * from './types.ts';

/** A tile as one SQL statement through metadata only; rows and fields the person may not see are in no figure. */
export declare function planTile(report: ReportDefinition, tile: Tile, ctx: ReportContext): PlanResult;
/** The rows that the plan's SQL gave (numeric and bigint as strings, as pg gives them) as data for any chart. */
export declare function shapeTile(
  plan: TilePlan,
  rows: readonly Readonly<Record<string, unknown>>[],
  ctx: ReportContext,
): TileData;
/** The records behind a mark, under the same conditions as the figure. */
export declare function planDrill(
  report: ReportDefinition,
  tile: Tile,
  mark: Mark,
  ctx: ReportContext,
): { plan: DrillPlan } | { refusal: TileRefusal };
/** Which options a board's select filter offers: its SQL gives key (and label where the field is an open text). */
export declare function planFilter(
  report: ReportDefinition,
  filter: string,
  ctx: ReportContext,
): { sql: string; bindings: unknown[] } | { options: { key: string; label: string }[] } | { refusal: TileRefusal };
/** Tiles on a grid of twelve columns, each in the first place from the top where it fits, order kept. */
export declare function pack(tiles: readonly { key: string; size: readonly number[] }[], columns?: number): Placed[];
/** How people read a figure: "1,234.50", "12.3%", "3 h 20 min"; null is a dash. */
export declare function formatValue(
  value: Json,
  format: TilePlan['columns'][number]['format'],
  ctx: { locale: 'zh-CN' | 'en'; currency: string; timeZone: string },
): string;
