import type { NumberField } from '../../../definition/types.generated.ts';
import { messageFor, textOf } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { decimalsOf, grouped, judgeRange, readDecimal, rounded } from '../decimals.ts';
import { integer } from '../integer/index.ts';
import { stringOrNull, textOrNull } from '../plain.ts';

const defaultScale = 2;
const digits = 30;

export const number: FieldType<NumberField> = {
  type: 'number',
  label: { 'zh-CN': '数字', en: 'Number' },
  icon: 'Odometer',
  emptyValue: null,
  operators: integer.operators,
  sortable: true,
  searchable: false,
  derived: false,
  mismatch: 'not_a_number',
  factType: () => ({ kind: 'number' }),
  jsonSchema(field) {
    const scale = field.scale ?? defaultScale;
    return {
      type: ['string', 'null'],
      pattern: scale === 0 ? `^-?\\d{1,${digits}}$` : `^-?\\d{1,${digits}}(\\.\\d{1,${scale}})?$`,
      'x-messages': { type: messageFor('not_a_number'), pattern: messageFor('too_many_decimals', { scale }) },
    };
  },
  column: () => ({ sqlType: 'numeric' }),
  encode: stringOrNull,
  decode: textOrNull,
  normalise(input) {
    if (typeof input === 'string' && input.trim() === '') return null;
    const text = readDecimal(input);
    return text === undefined ? undefined : text;
  },
  settle(value, field) {
    const text = readDecimal(value);
    return text === undefined ? null : rounded(text, field.scale ?? defaultScale);
  },
  validate(value, field, limits) {
    const text = typeof value === 'string' ? readDecimal(value) : undefined;
    if (text === undefined) return { code: 'not_a_number' };
    const scale = field.scale ?? defaultScale;
    if (decimalsOf(text) > scale) return { code: 'too_many_decimals', params: { scale } };
    if (text.replace(/\..*|-/g, '').length > digits) return { code: 'too_large' };
    return judgeRange(text, limits, grouped);
  },
  display(value, field, ctx) {
    if (value === null) return '';
    const text = readDecimal(value);
    const unit = field.unit ? ` ${textOf(field.unit, ctx.locale)}` : '';
    return text === undefined ? String(value) : grouped(text) + unit;
  },
  mask: (value) => (value === null ? null : '***'),
};
