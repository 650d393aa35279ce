import { Decimal as Base } from 'decimal.js';

/**
 * DMN's number is IEEE 754-2008 decimal128: 34 digits, ties to even, exponents -6176 to 6144 (DMN 1.3, 10.3.2.3.1).
 * What leaves that range becomes null.
 */
export const Decimal = Base.clone({
  precision: 34,
  rounding: Base.ROUND_HALF_EVEN,
  minE: -6176,
  maxE: 6144,
  toExpNeg: -9e15,
  toExpPos: 9e15,
  defaults: true,
});

/** A number: safe integers stay JavaScript numbers (a sum of quantities takes 5 ns instead of 150), the rest is Decimal. */
export type Num = number | Base;

export type Rounding = Base.Rounding;

export const isNum = (value: unknown): value is Num => typeof value === 'number' || value instanceof Base;

const big = (value: Num): Base => (typeof value === 'number' ? new Decimal(value) : value);

function finite(value: Base): Num | null {
  if (!value.isFinite()) return null;
  return value.isZero() ? 0 : value;
}

const numeral = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,5})?$/;
const smallInteger = /^-?\d{1,15}$/;

/** Money columns repeat their texts; a parse takes 250 ns and a look-up 30. Emptied when full, so memory stays bounded. */
const parsed = new Map<string, Num | null>();

/** The number that a text stands for, or null. */
export function parseNum(text: string): Num | null {
  if (smallInteger.test(text)) return Number(text) + 0;
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (text.length > 400 || !numeral.test(text)) return null;
  const value = finite(new Decimal(text));
  if (parsed.size > 2000) parsed.clear();
  parsed.set(text, value);
  return value;
}

const doubles = new Map<string, number>();

/** The nearest double of a text, for a first comparison; not a number where the text is none. */
export function doubleOf(text: string): number {
  const known = doubles.get(text);
  if (known !== undefined) return known;
  const double = parseNum(text) === null ? Number.NaN : Number(text);
  if (doubles.size > 2000) doubles.clear();
  doubles.set(text, double);
  return double;
}

/** JSON numbers come from connectors and integer fields; 0.1 means the decimal 0.1. */
export function fromJsNumber(value: number): Num | null {
  if (Number.isSafeInteger(value)) return value + 0;
  return finite(new Decimal(value));
}

/** Plain notation, never an exponent, no trailing zeros. */
export const plain = (value: Num): string => (typeof value === 'number' ? String(value) : value.toFixed());

export function add(a: Num, b: Num): Num | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return finite(big(a).plus(b));
}

export function subtract(a: Num, b: Num): Num | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return finite(big(a).minus(b));
}

export function multiply(a: Num, b: Num): Num | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return finite(big(a).times(b));
}

/** Null for a division by zero (DMN 1.3, table 50). */
export function divide(a: Num, b: Num): Num | null {
  if (isZero(b)) return null;
  if (typeof a === 'number' && typeof b === 'number' && a % b === 0) return a / b + 0;
  return finite(big(a).div(b));
}

/** Null where the result is no real number or leaves decimal128. */
export function power(base: Num, exponent: Num): Num | null {
  const x = big(base);
  const y = big(exponent);
  if (x.isZero() && y.isNegative() && !y.isZero()) return null;
  // The magnitude first: decimal.js would multiply for seconds before it overflowed.
  if (!x.isZero() && y.abs().gt(1) && Math.abs(x.abs().log(10).toNumber() * y.toNumber()) > 6200) {
    return x.abs().gt(1) === y.isPositive() ? null : 0;
  }
  return finite(x.pow(y));
}

export function negate(value: Num): Num {
  return typeof value === 'number' ? 0 - value : value.negated();
}

export function compare(a: Num, b: Num): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  return big(a).cmp(b);
}

export const isZero = (value: Num): boolean => (typeof value === 'number' ? value === 0 : value.isZero());

export const isInteger = (value: Num): boolean => typeof value === 'number' || value.isInteger();

/** The JavaScript number of a whole number in the safe range, for positions, counts and fields of type integer. */
export function toSafeInteger(value: Num): number | undefined {
  if (typeof value === 'number') return value;
  if (!value.isInteger()) return undefined;
  const whole = value.toNumber();
  return Number.isSafeInteger(whole) ? whole : undefined;
}

export const toFloat = (value: Num): number => (typeof value === 'number' ? value : value.toNumber());

/** Rounded to `scale` places; a negative scale rounds to tens, hundreds … */
export function round(value: Num, scale: number, rounding: Rounding): Num | null {
  if (scale >= 0) return typeof value === 'number' ? value : finite(value.toDecimalPlaces(scale, rounding));
  const unit = new Decimal(10).pow(-scale);
  return finite(big(value).div(unit).toDecimalPlaces(0, rounding).times(unit));
}

/** DMN's modulo is floored: its sign is the divisor's (DMN 1.3, table 75). */
export function modulo(dividend: Num, divisor: Num): Num | null {
  if (isZero(divisor)) return null;
  const quotient = divide(dividend, divisor);
  const whole = quotient === null ? null : round(quotient, 0, Base.ROUND_FLOOR);
  const part = whole === null ? null : multiply(whole, divisor);
  return part === null ? null : subtract(dividend, part);
}

export const sqrt = (value: Num): Num | null => finite(big(value).sqrt());
export const exp = (value: Num): Num | null => (Math.abs(toFloat(value)) > 14500 ? null : finite(big(value).exp()));
export const ln = (value: Num): Num | null => finite(big(value).ln());
export const abs = (value: Num): Num => (typeof value === 'number' ? Math.abs(value) : value.abs());
