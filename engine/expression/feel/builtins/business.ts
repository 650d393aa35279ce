import * as num from '../../decimal.ts';
import { boolean, joinAll, list, number } from '../static.ts';
import type { Value } from '../value.ts';
import { type Builtin, define, variadic } from './define.ts';
import { isFilled } from './text.ts';

interface Share {
  cents: num.Num;
  rest: num.Num;
  index: number;
}

function shareOf(cents: num.Num, weight: num.Num, whole: num.Num, index: number): Share | null {
  const product = num.multiply(cents, weight);
  const rest = product && num.modulo(product, whole);
  const exact = product !== null && rest !== null ? num.subtract(product, rest) : null;
  const share = exact === null ? null : num.divide(exact, whole);
  return share === null || rest === null ? null : { cents: share, rest, index };
}

function weightsOf(items: readonly Value[]): num.Num[] | null {
  const weights: num.Num[] = [];
  for (const item of items) {
    const weight = item ?? 0;
    if (!num.isNum(weight) || num.compare(weight, 0) < 0) return null;
    weights.push(weight);
  }
  return weights;
}

function totalOf(weights: readonly num.Num[]): num.Num | null {
  return weights.reduce<num.Num | null>((sum, weight) => (sum === null ? null : num.add(sum, weight)), 0);
}

/** One cent more for those with the largest remainders, the earlier first, until nothing is left. */
function distribute(shares: Share[], cents: num.Num): num.Num[] | null {
  const given = totalOf(shares.map((share) => share.cents));
  const left = given === null ? null : num.subtract(cents, given);
  const count = left === null ? undefined : num.toSafeInteger(left);
  if (count === undefined) return null;
  const lucky = new Set(
    [...shares]
      .sort((a, b) => num.compare(b.rest, a.rest) || a.index - b.index)
      .slice(0, count)
      .map((share) => share.index),
  );
  const amounts = shares.map((share) => num.add(share.cents, lucky.has(share.index) ? 1 : 0));
  return amounts.every((amount) => amount !== null) ? amounts : null;
}

/** Splits an amount by weights so that the parts are whole cents and add up to it again (largest remainder). */
function allocate(total: num.Num, items: readonly Value[]): Value {
  const sign = num.compare(total, 0) < 0 ? -1 : 1;
  const cents = num.multiply(num.abs(total), 100);
  const weights = weightsOf(items);
  const whole = weights && totalOf(weights);
  if (cents === null || !num.isInteger(cents) || !weights || whole === null || num.isZero(whole)) return null;
  const shares: Share[] = [];
  for (const [index, weight] of weights.entries()) {
    const share = shareOf(cents, weight, whole, index);
    if (!share) return null;
    shares.push(share);
  }
  return distribute(shares, cents)?.map((amount) => num.divide(num.multiply(amount, sign) ?? 0, 100)) ?? null;
}

/** What business formulas need and DMN has not. */
export const businessFunctions: Record<string, Builtin> = {
  not: define(['any'], boolean, (_frame, value) => (typeof value === 'boolean' ? !value : null)),
  'is defined': define(['any'], boolean, (_frame, value) => value !== null),
  filled: define(['any'], boolean, (_frame, value) => isFilled(value)),
  coalesce: variadic(
    'any',
    1,
    (types) => joinAll(types),
    (_frame, values) => values.find((value) => value !== null) ?? null,
  ),
  allocate: define(['number', 'list'], list(number), (frame, total, weights) => {
    frame.charge(weights.length * 20);
    return allocate(total, weights);
  }),
};
