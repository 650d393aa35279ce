import type { SliderField } from '../../../definition/types.generated.ts';
import { Decimal } from '../../../expression/decimal.ts';
import { messageFor, textOf } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { grouped, judgeRange, readDecimal } from '../decimals.ts';
import { integer } from '../integer/index.ts';
import { stringOrNull, textOrNull } from '../plain.ts';

export interface Ends {
  min: number;
  max: number;
  step: number;
}

export const endsOf = ({ min = 0, max = 100, step = 1 }: SliderField): Ends => ({ min, max, step });

export const slider: FieldType<SliderField> = {
  type: 'slider',
  label: { 'zh-CN': '滑块', en: 'Slider' },
  icon: 'Operation',
  emptyValue: null,
  operators: integer.operators,
  sortable: true,
  searchable: false,
  derived: false,
  mismatch: 'not_a_number',
  factType: () => ({ kind: 'number' }),
  jsonSchema: () => ({
    type: ['string', 'null'],
    pattern: '^-?\\d{1,30}(\\.\\d{1,12})?$',
    'x-messages': { type: messageFor('not_a_number'), pattern: messageFor('not_a_number') },
  }),
  column: () => ({ sqlType: 'numeric' }),
  encode: stringOrNull,
  decode: textOrNull,
  normalise(input) {
    if (typeof input === 'string' && input.trim() === '') return null;
    return readDecimal(input);
  },
  /** The nearest value that it can be slid to. */
  settle(value, field) {
    const text = readDecimal(value);
    if (text === undefined) return null;
    const { min, max, step } = endsOf(field);
    const steps = new Decimal(text).minus(min).div(step).toDecimalPlaces(0, Decimal.ROUND_HALF_UP);
    return Decimal.max(min, Decimal.min(max, steps.mul(step).plus(min))).toFixed();
  },
  validate(value, field) {
    const text = typeof value === 'string' ? readDecimal(value) : undefined;
    if (text === undefined) return { code: 'not_a_number' };
    const { min, max, step } = endsOf(field);
    const fault = judgeRange(text, { min: String(min), max: String(max), timeZone: 'UTC' }, grouped);
    if (fault) return fault;
    return new Decimal(text).minus(min).mod(step).isZero() ? undefined : { code: 'off_step', params: { min, step } };
  },
  display(value, field, ctx) {
    if (value === null) return '';
    const text = readDecimal(value);
    const unit = field.unit ? ` ${textOf(field.unit, ctx.locale)}` : '';
    return text === undefined ? String(value) : grouped(text) + unit;
  },
  mask: (value) => (value === null ? null : '***'),
};
