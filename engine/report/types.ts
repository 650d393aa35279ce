import type { AppModel, Field, Label, Tile } from '../definition/index.ts';
import type { Condition, Facts, Json, Localised } from '../expression/index.ts';

/** What one person may see of a form. */
export interface FormAccess {
  /** Every row, or those for which at least one condition holds: [] = none. */
  rows: 'all' | readonly Condition[];
  /** May this field (or table.column) be read whole? Masked is not whole. System facts are not asked for. */
  readable(path: string): boolean;
}

export interface ReportContext {
  app: AppModel;
  /** undefined: the person may not see the form at all. */
  access(form: string): FormAccess | undefined;
  /** Facts that conditions read beside the record's: user, proof, settings. */
  facts: Facts;
  /** Values of the board's filters by key: select = option keys; period = "today", "last30Days", "P7D", "2026-03-01/2026-03-31". */
  filters?: Readonly<Record<string, string | readonly string[]>>;
  /** ISO instant. */
  now: string;
  locale: 'zh-CN' | 'en';
}

export type Format = 'integer' | 'number' | 'money' | 'percent' | 'duration';

export type DateUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** A dimension as it stands in the answer: `d0` is its value as text, `d0_text` what is shown where only the database knows. */
export interface PlanDimension {
  name: string;
  path: string;
  label: Label;
  /** Dates: their values are the first days ("2026-03-02") of the units. */
  unit?: DateUnit;
  /** Values and their texts in the order people expect, where the definition lists them. */
  options?: readonly { key: string; label: Label }[];
  /** Its text in the answer is a label as JSON (names of people). */
  json?: boolean;
}

export interface PlanMeasure {
  /** Column of the answer; with `per` the numerator. */
  name: string;
  /** Column of the denominator. */
  per?: string;
  key: string;
  label: Label;
  format: Format;
  /** Counts and sums may be added up, and are 0 where nothing is. */
  additive: boolean;
}

/** A field of a table of records. */
export interface PlanField {
  name: string;
  key: string;
  label: Label;
  format?: Format;
  /** Its definition; absent for the engine's own columns. */
  field?: Field;
  /** Its text in the answer is a label as JSON (names of people). */
  json?: boolean;
}

interface PlanBase {
  tile: Tile;
  form: string;
  /** Positional `?`, as knex.raw takes them. */
  sql: string;
  bindings: unknown[];
}

export type TilePlan = PlanBase &
  (
    | { shape: 'figures'; dimensions: PlanDimension[]; measures: PlanMeasure[]; max?: PlanMeasure; limit: number }
    | { shape: 'lead_time'; dimensions: PlanDimension[]; limit: number }
    /** Pairs of instants (from_at, to_at), reduced with this calendar in plain code. */
    | { shape: 'working_time'; dimensions: PlanDimension[]; calendar: string; limit: number }
    | { shape: 'records'; fields: PlanField[] }
  );

/** A tile that cannot be shown to this person, or at all. */
export interface TileRefusal {
  code: 'not_allowed' | 'bad_tile';
  message: Localised;
  cure: Localised;
}

export type PlanResult = { plan: TilePlan; refusal?: undefined } | { refusal: TileRefusal; plan?: undefined };

/** Which part of a tile was clicked. */
export interface Mark {
  /** The value of each dimension, in order, as the tile's data gave it: text, or null for empty. */
  dimensions?: readonly Json[];
  /** The rest of a pie: every value of the first dimension but these. */
  except?: readonly Json[];
  /** Which of several measures. */
  measure?: string;
}

/** The records behind a mark. */
export interface DrillPlan {
  form: string;
  /** One column, id; the newest first. */
  sql: string;
  bindings: unknown[];
}

export type DrillResult = { plan: DrillPlan; refusal?: undefined } | { refusal: TileRefusal; plan?: undefined };

export interface FilterPlan {
  dimension: PlanDimension;
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
