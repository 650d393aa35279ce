import { compare, Decimal, type Num, parseNum, plain } from '../../expression/decimal.ts';
import type { Fault, Json, Limits } from '../types.ts';
import { narrow } from './writing.ts';

const written = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
const longest = 60;

/** As the product itself writes decimals, unless negative: most that come by are, and need no arithmetic. */
const settled = /^(0|[1-9]\d*)(\.\d+)?$/;

function withoutZeros(text: string): string {
  if (!text.includes('.')) return text;
  let end = text.length;
  while (text[end - 1] === '0') end -= 1;
  return text.slice(0, text[end - 1] === '.' ? end - 1 : end);
}

/** What people type as a number: full-width digits, thousands separators and a currency sign are understood. */
export function readDecimal(input: unknown): string | undefined {
  if (typeof input === 'number') {
    if (!Number.isFinite(input)) return undefined;
    return new Decimal(input).toFixed();
  }
  if (typeof input !== 'string' || input.length > longest) return undefined;
  if (settled.test(input)) return withoutZeros(input);
  const text = narrow(input)
    .replace(/[\s,_¥￥$€£]/g, '')
    .replace(/[元]$/, '')
    .replace(/[−–]/, '-');
  if (!written.test(text)) return undefined;
  const value = new Decimal(text);
  return value.isZero() ? '0' : value.toFixed();
}

export function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

/** With exactly so many digits, rounded half up, as people do with money. */
export function fixed(text: string, scale: number): string {
  const decimals = decimalsOf(text);
  if (decimals <= scale && settled.test(text)) {
    if (decimals === scale) return text;
    return `${text}${decimals === 0 ? '.' : ''}${'0'.repeat(scale - decimals)}`;
  }
  return new Decimal(text).toDecimalPlaces(scale, Decimal.ROUND_HALF_UP).toFixed(scale);
}

/** With at most so many digits and no zeros behind. */
export function rounded(text: string, scale: number): string {
  const value = new Decimal(text).toDecimalPlaces(scale, Decimal.ROUND_HALF_UP);
  return value.isZero() ? '0' : value.toFixed();
}

/** What a formula or a source gave as a decimal text; null where it is no number. */
export function decimalFrom(value: Json): string | null {
  return readDecimal(value) ?? null;
}

/** Judged against the bounds that are worked out; no bound, no limit. */
export function judgeRange(value: string | number, limits: Limits, show: (bound: string) => string): Fault | undefined {
  const number = typeof value === 'number' ? value : parseNum(value);
  if (number === null) return { code: 'not_a_number' };
  const min = boundOf(limits.min);
  if (min !== undefined && compare(number, min) < 0) return { code: 'below_min', params: { min: show(plain(min)) } };
  const max = boundOf(limits.max);
  if (max !== undefined && compare(number, max) > 0) return { code: 'above_max', params: { max: show(plain(max)) } };
  return undefined;
}

function boundOf(bound: Json | undefined): Num | undefined {
  if (bound === undefined || bound === null) return undefined;
  return parseNum(String(bound)) ?? undefined;
}

/** 1280 → 1,280, digits behind the point untouched. */
export function grouped(text: string): string {
  const negative = text.startsWith('-');
  const [whole = '', part] = (negative ? text.slice(1) : text).split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${negative ? '-' : ''}${groups}${part === undefined ? '' : `.${part}`}`;
}
