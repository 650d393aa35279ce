import { Decimal } from 'decimal.js';
import type { Json } from '../expression/index.ts';
import { addMonths } from '../expression/temporal/calendar.ts';
import { dateOf, daysOf, dimensionText, type Locale } from './text.ts';
import type { DateUnit, PlanDimension, PlanMeasure } from './types.ts';

export type AnswerRow = Readonly<Record<string, unknown>>;

/** numeric and bigint come as text; a figure is decimal text or nothing. */
export function figure(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value !== '' ? new Decimal(value).toString() : null;
}

export const markOf = (value: unknown): Json => (value === null || value === undefined ? null : String(value));

/** A measure's value in one row; a ratio of nothing is nothing, never 0. */
export function valueOf(row: AnswerRow, measure: PlanMeasure): string | null {
  const value = figure(row[measure.name]);
  if (measure.per === undefined) return value ?? (measure.additive ? '0' : null);
  const per = figure(row[measure.per]);
  if (per === null || new Decimal(per).isZero()) return null;
  return new Decimal(value ?? 0).div(per).toDecimalPlaces(6).toString();
}

export const sum = (values: readonly (string | null)[]): string =>
  values.reduce<Decimal>((total, value) => total.plus(value ?? 0), new Decimal(0)).toString();

export interface Category {
  mark: Json;
  text: string;
}

/** The values of one dimension in the answer, each once, in the order of the answer. */
export function categoriesOf(rows: readonly AnswerRow[], dimension: PlanDimension, locale: Locale): Category[] {
  const found = new Map<Json, Category>();
  for (const row of rows) {
    const mark = markOf(row[dimension.name]);
    if (!found.has(mark))
      found.set(mark, { mark, text: dimensionText(dimension, mark, row[`${dimension.name}_text`], locale) });
  }
  return [...found.values()];
}

const MOST_GAPS = 400;

function nextUnit(days: number, unit: DateUnit): number {
  if (unit === 'day') return days + 1;
  if (unit === 'week') return days + 7;
  return addMonths(days, unit === 'month' ? 1 : unit === 'quarter' ? 3 : 12);
}

/** A day on which nothing happened belongs to a line of days. */
function withoutGaps(
  categories: readonly Category[],
  dimension: PlanDimension,
  unit: DateUnit,
  locale: Locale,
): Category[] {
  const known = new Map(categories.map((category) => [category.mark, category]));
  const dates = categories.flatMap(({ mark }) => (typeof mark === 'string' ? [mark] : [])).sort();
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) return [...categories];
  const filled: Category[] = [];
  for (let days = daysOf(first); days <= daysOf(last) && filled.length < MOST_GAPS; days = nextUnit(days, unit)) {
    const mark = dateOf(days);
    filled.push(known.get(mark) ?? { mark, text: dimensionText(dimension, mark, undefined, locale) });
  }
  const nothing = known.get(null);
  return nothing ? [...filled, nothing] : filled;
}

/** Dates in their order without gaps, listed options as the definition lists them, anything else as the answer has it: by value. */
export function ordered(
  categories: readonly Category[],
  dimension: PlanDimension,
  byValue: boolean,
  locale: Locale,
): Category[] {
  if (dimension.unit) return withoutGaps(categories, dimension, dimension.unit, locale);
  if (byValue || !dimension.options) return [...categories];
  const positions = new Map(dimension.options.map((option, i) => [option.key, i]));
  const position = ({ mark }: Category): number => positions.get(String(mark)) ?? positions.size;
  return [...categories].sort((a, b) => position(a) - position(b));
}
