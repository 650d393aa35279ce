import type { RatingField } from '../../../definition/types.generated.ts';
import { Decimal } from '../../../expression/decimal.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { readDecimal, rounded } from '../decimals.ts';
import { integer } from '../integer/index.ts';
import { stringOrNull } from '../plain.ts';

export const mostStars = (field: RatingField): number => field.max ?? 5;
export const starStep = (field: RatingField): string => (field.half ? '0.5' : '1');

/** Stars as a decimal text, because half of one may be given. */
export const rating: FieldType<RatingField> = {
  type: 'rating',
  label: { 'zh-CN': '评分', en: 'Rating' },
  icon: 'Star',
  emptyValue: null,
  operators: integer.operators,
  sortable: true,
  searchable: false,
  derived: false,
  mismatch: 'not_a_number',
  factType: () => ({ kind: 'number' }),
  jsonSchema: (field) => ({
    type: ['string', 'null'],
    pattern: field.half ? '^\\d{1,2}(\\.5)?$' : '^\\d{1,2}$',
    'x-messages': { pattern: messageFor('not_a_rating', { step: starStep(field), max: mostStars(field) }) },
  }),
  column: () => ({ sqlType: 'numeric(3,1)' }),
  encode: stringOrNull,
  decode: (stored) => (stored === null || stored === undefined ? null : rounded(String(stored), 1)),
  normalise(input) {
    if (typeof input === 'string' && input.trim() === '') return null;
    return readDecimal(input);
  },
  settle(value, field) {
    const text = readDecimal(value);
    if (text === undefined) return null;
    const steps = new Decimal(text).div(starStep(field)).toDecimalPlaces(0, Decimal.ROUND_HALF_UP);
    return Decimal.max(starStep(field), Decimal.min(mostStars(field), steps.mul(starStep(field)))).toFixed();
  },
  validate(value, field) {
    const text = typeof value === 'string' ? readDecimal(value) : undefined;
    if (text === undefined) return { code: 'not_a_number' };
    const stars = new Decimal(text);
    const fits = stars.gt(0) && stars.lte(mostStars(field)) && stars.mod(starStep(field)).isZero();
    return fits ? undefined : { code: 'not_a_rating', params: { step: starStep(field), max: mostStars(field) } };
  },
  // A bare "1" is a number of anything: how many there could be makes it a rating.
  display: (value, field) => (value === null ? '' : `★ ${value} / ${mostStars(field)}`),
  mask: (value) => (value === null ? null : '***'),
};
