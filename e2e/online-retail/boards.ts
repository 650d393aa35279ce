import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import type { Knex } from 'knex';
import { projectRoot } from '../../engine/host/place.ts';
import type { TileData } from '../../engine/wire.ts';
import type { Client } from './client.ts';

/** A tile, and what it has to show by a query that knows nothing of the report engine: rows of name and figure. */
interface Expected {
  board: string;
  tile: string;
  sql: string;
}

export interface Comparison {
  board: string;
  tile: string;
  figures: number;
  differences: { of: string; board: string; sql: string }[];
}

const RETURNS = 'returns.return_request';
const LINES = 'returns.return_request__lines l join returns.return_request r on r.id = l.parent';
const OPEN = `state not in ('rejected', 'closed', 'cancelled', 'completed', 'draft')`;
const TO_PAY = `state in ('pending_finance', 'pending_cfo', 'refunding', 'refund_failed')`;
const DAY = `to_char(applied_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`;
const WEEK = `to_char(date_trunc('week', applied_at at time zone 'Asia/Shanghai'), 'YYYY-MM-DD')`;
const WHOLE = `select r.type, extract(epoch from i.ended_at - i.started_at) as took
  from engine.instance i join ${RETURNS} r on r.id = i.record where i.flow = 'return' and i.ended_at is not null`;

const count = (where: string): string => `select '' as name, count(*) as figure from ${RETURNS} where ${where}`;
const by = (name: string): string => `select ${name} as name, count(*) as figure from ${RETURNS} group by 1`;
const share = (of: string, among: string): string =>
  `select '' as name, count(*) filter (where ${of})::numeric / nullif(count(*), 0) as figure from ${RETURNS} where ${among}`;
/** Seconds between two events of each return, from the flow's history. */
const between = (from: string, to: string): string => `
  select '' as name, avg(extract(epoch from b.at - a.at)) as figure
  from (select e.instance, min(e.at) as at from engine.event e where ${from} group by 1) a
  join (select e.instance, min(e.at) as at from engine.event e where ${to} group by 1) b using (instance)
  join engine.instance i on i.id = instance where i.flow = 'return' and b.at >= a.at`;
const left = (node: string): string => `e.type = 'node_left' and e.data ->> 'node' = '${node}'`;

const EXPECTED: readonly Expected[] = [
  {
    board: 'progress',
    tile: 'new_today',
    sql: count(`${DAY} = to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`),
  },
  { board: 'progress', tile: 'pending_review', sql: count(`state in ('pending_review', 'pending_supervisor')`) },
  { board: 'progress', tile: 'parcels_due', sql: count(`state = 'in_transit'`) },
  {
    board: 'progress',
    tile: 'refunds_due',
    sql: `select '' as name, coalesce(sum(approved_amount), 0) as figure from ${RETURNS} where ${TO_PAY}`,
  },
  { board: 'progress', tile: 'by_state', sql: by('state') },
  { board: 'progress', tile: 'in_time', sql: share('in_time', 'true') },
  { board: 'progress', tile: 'pending_inspection', sql: count(`state = 'pending_inspection'`) },
  { board: 'progress', tile: 'open', sql: count(`state = 'completed'`) },
  { board: 'progress', tile: 'auto_rate', sql: share('auto_approved', 'reviewed_at is not null') },
  { board: 'progress', tile: 'overdue_refunds', sql: count(`state = 'refund_failed'`) },
  { board: 'progress', tile: 'daily', sql: by(DAY) },
  {
    board: 'progress',
    tile: 'oldest',
    sql: `select '' as name, least(count(*), 10) as figure from ${RETURNS} where ${OPEN}`,
  },
  { board: 'reasons', tile: 'share', sql: by('reason') },
  { board: 'reasons', tile: 'by_category', sql: by(`main_category || ' / ' || reason`) },
  { board: 'reasons', tile: 'by_week', sql: by(`${WEEK} || ' / ' || reason`) },
  { board: 'reasons', tile: 'by_class', sql: by('reason_class') },
  {
    board: 'reasons',
    tile: 'sku_reason',
    sql: `select l.title || ' / ' || r.reason || ' / pieces' as name, sum(l.qty) as figure from ${LINES} group by l.title, r.reason
      union all select l.title || ' / ' || r.reason || ' / value', sum(l.amount) from ${LINES} group by l.title, r.reason`,
  },
  { board: 'reasons', tile: 'top_sku', sql: `select l.title as name, sum(l.qty) as figure from ${LINES} group by 1` },
  {
    board: 'lead_times',
    tile: 'to_approval',
    sql: between(`e.type = 'started'`, `${left('first_review')} and e.data ->> 'outcome' = 'approved'`),
  },
  { board: 'lead_times', tile: 'to_inspected', sql: between(left('receive'), left('inspect')) },
  {
    board: 'lead_times',
    tile: 'to_paid',
    sql: between(
      `e.type = 'state_changed' and e.data ->> 'to' = 'refunding'`,
      `e.type = 'state_changed' and e.data ->> 'to' = 'completed'`,
    ),
  },
  {
    board: 'lead_times',
    tile: 'whole',
    sql: `select '' as name, percentile_cont(0.5) within group (order by took) as figure from (${WHOLE}) x`,
  },
  {
    board: 'lead_times',
    tile: 'whole_p90',
    sql: `select '' as name, percentile_cont(0.9) within group (order by took) as figure from (${WHOLE}) x`,
  },
  {
    board: 'lead_times',
    tile: 'whole_by_type',
    sql: `select type as name, percentile_cont(0.9) within group (order by took) as figure from (${WHOLE}) x group by 1`,
  },
];

/** Every figure that a board shows, beside what the tables say. A board may show fewer (its ten largest), never others. */
export async function compareBoards(reader: Client, knex: Knex): Promise<Comparison[]> {
  const reasons = await reasonsByLabel();
  const comparisons: Comparison[] = [];
  for (const { board, tile, sql } of EXPECTED) {
    const shown = figuresOf(await reader.post<TileData>(`/api/apps/returns/boards/${board}/tiles/${tile}`), reasons);
    const { rows } = await knex.raw<{ rows: { name: string | null; figure: string | null }[] }>(sql);
    const counted = new Map(rows.map(({ name, figure }) => [name ?? '', figure]));
    const differences = [...shown]
      .filter(([name, value]) => !same(value, counted.get(name) ?? null))
      .map(([of, value]) => ({ of, board: String(value), sql: String(counted.get(of) ?? null) }));
    if (!cutsOff(tile)) differences.push(...missing(counted, shown));
    comparisons.push({ board, tile, figures: shown.size, differences });
  }
  return comparisons;
}

type Reasons = ReadonlyMap<string, string>;

/** A table of a board shows labels where the tables of the database have keys. */
async function reasonsByLabel(): Promise<Reasons> {
  const path = join(projectRoot(), 'apps/returns/forms/return_request.json');
  const { fields } = JSON.parse(await readFile(path, 'utf8')) as { fields: FieldWithOptions[] };
  const options = fields.find(({ key }) => key === 'reason')?.options ?? [];
  return new Map(options.map(({ key, label }) => [label.en, key]));
}

interface FieldWithOptions {
  key: string;
  options?: { key: string; label: { en: string } }[];
}

/** These show the largest only. */
function cutsOff(tile: string): boolean {
  return tile === 'top_sku' || tile === 'sku_reason';
}

function missing(counted: Map<string, string | null>, shown: Map<string, string | null>): Comparison['differences'] {
  return [...counted]
    .filter(([name, value]) => !shown.has(name) && !same(null, value))
    .map(([of, value]) => ({ of, board: 'not shown', sql: String(value) }));
}

/** Nothing and zero are the same figure; a share or a mean is shown to a thousandth (a millisecond). */
function same(a: string | null, b: string | null): boolean {
  const [left, right] = [new Decimal(a ?? 0), new Decimal(b ?? 0)];
  return left.minus(right).abs().lessThan('0.001');
}

function figuresOf(data: TileData, reasons: Reasons): Map<string, string | null> {
  const figures = new Map<string, string | null>();
  if (data.kind === 'value') figures.set('', data.value ?? null);
  else if (data.kind === 'series') seriesFigures(data, figures, reasons);
  else if (data.kind === 'rows') rowFigures(data, figures, reasons);
  else throw new Error(`The tile is refused: ${data.message ?? ''}`);
  return figures;
}

function seriesFigures(
  { categories = [], series = [] }: TileData,
  figures: Map<string, string | null>,
  reasons: Reasons,
): void {
  // A second dimension with one value only looks like a single measure.
  const keys = new Set(reasons.values());
  const isNested = series.some(({ key }) => keys.has(key));
  categories.forEach(({ mark }, at) => {
    for (const { key, values } of series) {
      const name = String(mark ?? '');
      figures.set(isNested ? `${name} / ${key}` : name, values[at] ?? null);
    }
  });
}

function rowFigures(
  { columns = [], rows = [] }: TileData,
  figures: Map<string, string | null>,
  reasons: Reasons,
): void {
  const measures = columns.filter(({ format }) => format !== undefined).map(({ key }) => key);
  const isGrouped = measures.includes('pieces');
  if (!isGrouped) figures.set('', String(rows.length));
  for (const { cells } of isGrouped ? rows : []) {
    columns.forEach(({ key }, at) => {
      if (measures.includes(key))
        figures.set(`${String(cells[0])} / ${reasons.get(String(cells[1])) ?? ''} / ${key}`, cells[at] ?? null);
    });
  }
}
