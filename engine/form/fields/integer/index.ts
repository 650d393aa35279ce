import type { IntegerField } from '../../../definition/types.generated.ts';
import { messageFor, textOf } from '../../messages.ts';
import type { FieldType, Json } from '../../types.ts';
import { staticBound } from '../bounds.ts';
import { grouped, judgeRange, readDecimal, rounded } from '../decimals.ts';

/** A safe integer stays a JSON number; what is beyond is kept as text only until it is refused. */
function whole(text: string): Json {
  const value = Number(text);
  return Number.isSafeInteger(value) && !text.includes('.') ? value + 0 : text;
}

export const integer: FieldType<IntegerField> = {
  type: 'integer',
  label: { 'zh-CN': '整数', en: 'Whole number' },
  icon: 'Histogram',
  emptyValue: null,
  operators: [
    'equal',
    'notEqual',
    'greaterThan',
    'greaterThanInclusive',
    'lessThan',
    'lessThanInclusive',
    'between',
    'in',
    'filled',
  ],
  sortable: true,
  searchable: false,
  derived: false,
  mismatch: 'not_whole',
  factType: () => ({ kind: 'integer' }),
  jsonSchema(field) {
    const [min, max] = [staticBound(field.min), staticBound(field.max)];
    return {
      type: ['integer', 'null'],
      minimum: Math.max(Number(min ?? Number.MIN_SAFE_INTEGER), Number.MIN_SAFE_INTEGER),
      maximum: Math.min(Number(max ?? Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER),
      'x-messages': {
        type: messageFor('not_whole'),
        minimum: messageFor('below_min', { min: min ?? '' }),
        maximum: messageFor('above_max', { max: max ?? '' }),
      },
    };
  },
  column: () => ({ sqlType: 'bigint' }),
  encode: (value) => (typeof value === 'number' ? value : null),
  decode: (stored) => (stored === null || stored === undefined ? null : Number(stored)),
  normalise(input) {
    if (typeof input === 'string' && input.trim() === '') return null;
    const text = readDecimal(input);
    return text === undefined ? undefined : whole(text);
  },
  settle(value) {
    const text = readDecimal(value);
    if (text === undefined) return null;
    const number = Number(rounded(text, 0));
    return Number.isSafeInteger(number) ? number + 0 : null;
  },
  validate(value, _field, limits) {
    if (typeof value === 'string') return { code: value.includes('.') ? 'not_whole' : 'too_large' };
    if (typeof value !== 'number' || !Number.isInteger(value)) return { code: 'not_whole' };
    return judgeRange(value, limits, grouped);
  },
  display(value, field, ctx) {
    if (value === null) return '';
    const unit = field.unit ? ` ${textOf(field.unit, ctx.locale)}` : '';
    return typeof value === 'number' ? grouped(String(value)) + unit : String(value);
  },
  mask: (value) => (value === null ? null : '***'),
};
