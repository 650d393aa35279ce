import type { ReportDefinition, Tile } from '../definition/index.ts';
import { planFigures } from './figures.ts';
import { planLeadTime } from './lead-time.ts';
import { planRecords } from './records.ts';
import { orRefusal } from './refusal.ts';
import type { PlanResult, ReportContext } from './types.ts';

/** A tile as one SQL statement, through metadata only; rows and fields the person may not see are in no figure. */
export function planTile(report: ReportDefinition, tile: Tile, ctx: ReportContext): PlanResult {
  return orRefusal(() => {
    if (tile.leadTime) return planLeadTime(report, tile, tile.leadTime, ctx);
    if (tile.form !== undefined) return planRecords(report, tile, ctx);
    return planFigures(report, tile, ctx);
  });
}
