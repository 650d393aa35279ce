import type { ColourField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { stringOrNull, textOrNull } from '../plain.ts';
import { narrow } from '../writing.ts';

const pattern = '^#[0-9a-f]{6}$';
const whole = new RegExp(pattern);
const longest = 20;

/** "#2F6FED", "2f6fed" and "#fff" → "#2f6fed", "#ffffff". */
function canonical(input: string): string | null {
  const text = narrow(input).trim().toLowerCase().replace(/^#/, '');
  if (text === '') return null;
  return `#${/^[0-9a-f]{3}$/.test(text) ? [...text].map((sign) => sign + sign).join('') : text}`;
}

export const colour: FieldType<ColourField> = {
  type: 'colour',
  label: { 'zh-CN': '颜色', en: 'Colour' },
  icon: 'Brush',
  emptyValue: null,
  operators: ['equal', 'notEqual', 'in', 'notIn', 'filled'],
  sortable: false,
  searchable: false,
  derived: false,
  mismatch: 'not_a_colour',
  factType: () => ({ kind: 'text' }),
  jsonSchema: () => ({
    type: ['string', 'null'],
    pattern,
    'x-messages': { type: messageFor('not_a_colour'), pattern: messageFor('not_a_colour') },
  }),
  column: () => ({ sqlType: 'text' }),
  encode: stringOrNull,
  decode: textOrNull,
  normalise: (input) => (typeof input === 'string' && input.length <= longest ? canonical(input) : undefined),
  settle: (value) => (typeof value === 'string' && value.length <= longest ? canonical(value) : null),
  validate(value, field, { stored }) {
    if (typeof value !== 'string' || !whole.test(value)) return { code: 'not_a_colour' };
    const isOffered = field.palette?.some((one) => one.toLowerCase() === value);
    return field.custom === false && field.palette && !isOffered && value !== stored
      ? { code: 'not_in_palette' }
      : undefined;
  },
  display: (value) => (value === null ? '' : String(value)),
  mask: (value) => (value === null ? null : '***'),
};
