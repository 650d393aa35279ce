import type { TileData } from '../../engine/wire.ts';
import { duration, money, number, percent } from '../i18n/format.ts';

/** A measured value as people read it. null is "no data", and never 0. */
export function figure(value: string | null, format: TileData['format'], currency: string): string {
  if (value === null) return '–';
  if (format === 'money') return money(value, currency);
  if (format === 'percent') return percent(value);
  if (format === 'duration') return duration(Number(value));
  return number(value, format === 'integer' ? 0 : 2);
}
