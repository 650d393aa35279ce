import { Decimal } from 'decimal.js';
import type { Tile } from '../definition/index.ts';
import { parseDuration } from '../flow/duration.ts';

export interface Threshold {
  above?: Decimal;
  below?: Decimal;
}

/** Durations count in seconds; months have 30 days here, where only a warning line is drawn. */
export function thresholdOf(tile: Tile): Threshold {
  const { warnAbove, warnBelow } = tile;
  const parts = typeof warnAbove === 'string' ? parseDuration(warnAbove) : undefined;
  const seconds = parts && (parts.months * 30 + parts.weeks * 7 + parts.days) * 86_400 + parts.ms / 1000;
  const above = typeof warnAbove === 'number' ? warnAbove : seconds;
  return {
    ...(above === undefined ? {} : { above: new Decimal(above) }),
    ...(warnBelow === undefined ? {} : { below: new Decimal(warnBelow) }),
  };
}

/** none: there is no line, or nothing to hold against it. */
export function statusOf(values: readonly (string | null)[], threshold: Threshold): 'ok' | 'warn' | 'none' {
  const { above, below } = threshold;
  const known = values.filter((value) => value !== null);
  if ((!above && !below) || known.length === 0) return 'none';
  const passes = (value: string): boolean =>
    Boolean(above && new Decimal(value).gt(above)) || Boolean(below && new Decimal(value).lt(below));
  return known.some(passes) ? 'warn' : 'ok';
}

/** The line as it is drawn. */
export const lineOf = ({ above, below }: Threshold): string | undefined => (above ?? below)?.toString();
