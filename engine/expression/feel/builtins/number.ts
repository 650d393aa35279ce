import { Decimal } from 'decimal.js';
import * as num from '../../decimal.ts';
import { Duration, Months } from '../../temporal/values.ts';
import { boolean, isNumeric, number, type Static } from '../static.ts';
import type { Value } from '../value.ts';
import { type Builtin, define } from './define.ts';

const scaleOk = (scale: number): boolean => scale >= -6111 && scale <= 6176;

/** `round up(x, 2)`; without a scale, to a whole number. */
const rounder = (rounding: num.Rounding): Builtin =>
  define(['number', 'integer?'], number, (_frame, value, scale = 0) =>
    scaleOk(scale) ? num.round(value, scale, rounding) : null,
  );

const sameType = (args: readonly Static[]): Static => {
  const [first] = args;
  return first && isNumeric(first) ? first : number;
};

const parity = (remainder: number): Builtin =>
  define(['number'], boolean, (_frame, value) => {
    const rest = num.modulo(value, 2);
    return rest === null ? null : num.compare(rest, remainder) === 0;
  });

const positive = (value: num.Num): boolean => num.compare(value, 0) > 0;

/** DMN 1.3, table 75; the roundings of table 75 in 1.4 as well. Transcendental functions are exact to 34 digits. */
export const numberFunctions: Record<string, Builtin> = {
  decimal: define(['number', 'integer'], number, (_frame, value, scale) =>
    scaleOk(scale) ? num.round(value, scale, Decimal.ROUND_HALF_EVEN) : null,
  ),
  floor: rounder(Decimal.ROUND_FLOOR),
  ceiling: rounder(Decimal.ROUND_CEIL),
  'round up': rounder(Decimal.ROUND_UP),
  'round down': rounder(Decimal.ROUND_DOWN),
  'round half up': rounder(Decimal.ROUND_HALF_UP),
  'round half down': rounder(Decimal.ROUND_HALF_DOWN),
  abs: define(
    ['any'],
    (args) => args[0] ?? number,
    (_frame, value) => absolute(value),
  ),
  modulo: define(['number', 'number'], sameType, (_frame, dividend, divisor) => num.modulo(dividend, divisor)),
  sqrt: define(['number'], number, (_frame, value) => (num.compare(value, 0) < 0 ? null : num.sqrt(value)), 50),
  log: define(['number'], number, (_frame, value) => (positive(value) ? num.ln(value) : null), 100),
  exp: define(['number'], number, (_frame, value) => num.exp(value), 100),
  odd: parity(1),
  even: parity(0),
};

function absolute(value: Value): Value {
  if (num.isNum(value)) return num.abs(value);
  if (value instanceof Duration) return new Duration(Math.abs(value.ms));
  return value instanceof Months ? new Months(Math.abs(value.months)) : null;
}
