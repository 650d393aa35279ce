import type { AppModel, Tile } from '../definition/index.ts';
import type { Condition, Facts, Json } from '../expression/index.ts';

/** What one person may see of a form: the OR of the row conditions of all the entries that open it. */
export interface FormAccess {
  /** [] = no row; `{ all: true }` = every row; else rows for which one of the conditions holds. */
  rows: 'all' | readonly Condition[];
  /** May this field (or table.column) be read whole? Masked is not whole. */
  readable(path: string): boolean;
}

export interface ReportContext {
  app: AppModel;
  /** undefined: the person may not see the form at all. */
  access(form: string): FormAccess | undefined;
  /** Facts that row conditions read beside the record's: user.*, proof.*, settings.*. */
  facts: Facts;
  /** Values of the board's filters by key: select = option keys, period = "today", "last30Days", "2026-03-01/2026-03-31". */
  filters?: Readonly<Record<string, string | string[]>>;
  /** ISO instant. */
  now: string;
  locale: 'zh-CN' | 'en';
}

export type ValueFormat = 'integer' | 'number' | 'money' | 'percent' | 'duration' | 'text' | 'date' | 'datetime';

/** A column of the answer. */
export interface PlanColumn {
  /** Name in the SQL result: d0, d1 (dimensions), m0 … (measures), or a field's key. */
  name: string;
  role: 'dimension' | 'measure' | 'field';
  /** Field key, table.column or measure key. */
  key: string;
  label: string;
  format: ValueFormat;
  /** Dates: day, week, month, quarter, year. */
  unit?: string;
}

export type TileShape = 'value' | 'series' | 'records' | 'lead_time' | 'working_time';

export interface TilePlan {
  tile: Tile;
  shape: TileShape;
  /** Positional `?`, as knex.raw takes them; identifiers come from definitions only, values are bound. */
  sql: string;
  bindings: unknown[];
  columns: PlanColumn[];
  /** Pies: how many slices before the rest becomes "others". */
  limit?: number;
  /** Full scale of a gauge or progress bar: a number, or the column of a second measure. */
  max?: number | { column: string };
  /** working_time: pairs of instants are reduced with this calendar. */
  calendar?: string;
  form: string;
}

/** A tile that cannot be shown to this person, or at all. */
export interface TileRefusal {
  code: 'not_allowed' | 'bad_tile';
  message: { 'zh-CN': string; en: string };
  cure?: { 'zh-CN': string; en: string };
}

export type PlanResult = { plan: TilePlan } | { refusal: TileRefusal };

/** Chart-neutral: numbers as numbers where they are drawn, exact decimals as text where they are read. */
export interface TileData {
  key: string;
  type: Tile['type'];
  /** metric, progress, gauge: the figure; null shows a dash. */
  value: string | null;
  format: ValueFormat;
  max?: string | null;
  /** Part of max, 0 to 1 and beyond. */
  ratio?: number | null;
  /** Lead times: seconds. */
  stats?: { mean: string | null; p50: string | null; p90: string | null; max: string | null; count: number };
  /** Categories in order, as labels and as the marks that drill. */
  categories: { key: Json; label: string; others?: boolean }[];
  series: { key: Json; label: string; format: ValueFormat; values: (string | null)[] }[];
  rows: Record<string, Json>[];
  columns: PlanColumn[];
  /** Sum over the categories, of counts and sums. */
  total: string | null;
  warn: 'ok' | 'warn' | 'none';
  warnAbove?: number;
  warnBelow?: number;
}

/** Which part of a tile was clicked: the value of each dimension, in order. */
export interface Mark {
  dimensions?: Json[];
  /** "others" of a pie: everything but these. */
  except?: Json[];
  /** Which of several measures. */
  measure?: string;
}

export interface DrillPlan {
  form: string;
  /** The ids of the records behind the mark. */
  sql: string;
  bindings: unknown[];
}

export interface Placed {
  key: string;
  column: number;
  row: number;
  width: number;
  height: number;
}
