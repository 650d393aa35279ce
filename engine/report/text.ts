import type { Label } from '../definition/index.ts';
import type { Json } from '../expression/index.ts';
import { civilFromDays, daysFromCivil, isoWeek } from '../expression/temporal/calendar.ts';
import { showDate } from '../form/fields/calendar.ts';
import type { DateUnit, PlanDimension } from './types.ts';

export type Locale = 'zh-CN' | 'en';

export const inLocale = (label: Label, locale: Locale): string => (typeof label === 'string' ? label : label[locale]);

export const EMPTY: Label = { 'zh-CN': '未填写', en: 'Not filled in' };
const NOBODY: Label = { 'zh-CN': '无人', en: 'Nobody' };
export const OTHERS: Label = { 'zh-CN': '其他', en: 'Others' };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names of people are labels: one text, or one for each language. */
export function labelText(json: string, locale: Locale): string {
  const label: unknown = JSON.parse(json);
  if (typeof label === 'string') return label;
  const text = isRecord(label) ? label[locale] : undefined;
  return typeof text === 'string' ? text : '';
}

export function daysOf(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return daysFromCivil(year, month, day);
}

export function dateOf(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The first day of a unit as people call it: 2 Mar 2026, 2026 W10, 2026-03, 2026 Q1, 2026. */
export function unitText(date: string, unit: DateUnit, locale: Locale): string {
  const [year = '', month = ''] = date.split('-');
  if (unit === 'day') return showDate(date, locale);
  if (unit === 'month') return `${year}-${month}`;
  if (unit === 'quarter') return `${year} Q${Math.ceil(Number(month) / 3)}`;
  if (unit === 'year') return year;
  // A week belongs to the year that its Thursday lies in.
  const days = daysOf(date);
  return `${civilFromDays(days + 3).year} W${String(isoWeek(days)).padStart(2, '0')}`;
}

/** What people call a value of a dimension. `shown` is what the database said. */
export function dimensionText(dimension: PlanDimension, value: Json, shown: unknown, locale: Locale): string {
  if (value === null) return inLocale(dimension.json ? NOBODY : EMPTY, locale);
  const text = String(value);
  if (dimension.unit) return unitText(text, dimension.unit, locale);
  const option = dimension.options?.find((item) => item.key === text);
  if (option) return inLocale(option.label, locale);
  if (typeof shown !== 'string' || shown === '') return text;
  return dimension.json ? labelText(shown, locale) : shown;
}
