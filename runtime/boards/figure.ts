import type { TileData } from '../../engine/wire.ts';
import { duration, money, number, percent, roundMoney } from '../i18n/format.ts';

/** A measured value as people read it. null is "no data", and never 0. */
export function figure(value: string | null, format: TileData['format'], currency: string): string {
  if (value === null) return '–';
  if (format === 'money') return money(value, currency);
  if (format === 'percent') return percent(value);
  if (format === 'duration') return duration(Number(value));
  return number(value, format === 'integer' ? 0 : 2);
}

/** The same as a step of an axis. */
export function step(value: number, format: TileData['format'], currency: string): string {
  if (format === 'money') return roundMoney(String(value), currency);
  if (format === 'duration' && value === 0) return '0';
  return figure(String(value), format, currency);
}
