import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../expression/decimal.ts';
import { fixed, readDecimal } from './decimals.ts';

const digits = (min: number, max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('0', '0', '1', '5', '9'), minLength: min, maxLength: max });
const number = fc
  .tuple(fc.constantFrom('', '', '-', '+'), digits(1, 20), fc.constantFrom('', '.'), digits(0, 12))
  .map(([sign, whole, point, part]) => sign + whole + point + (point === '' ? '' : part));

describe('decimals', () => {
  it('are read to the same text whether arithmetic was needed or not', () => {
    fc.assert(
      fc.property(number, (text) => {
        const value = new Decimal(text);
        expect(readDecimal(text)).toBe(value.isZero() ? '0' : value.toFixed());
      }),
      { numRuns: 1000 },
    );
  });

  it('are written with so many digits, rounded half up, whether arithmetic was needed or not', () => {
    fc.assert(
      fc.property(number, fc.integer({ min: 0, max: 6 }), (text, scale) => {
        expect(fixed(text, scale)).toBe(new Decimal(text).toDecimalPlaces(scale, Decimal.ROUND_HALF_UP).toFixed(scale));
      }),
      { numRuns: 1000 },
    );
  });
});
