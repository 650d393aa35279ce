import type { LongtextField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { maskText } from '../masking.ts';
import { stringOrNull, textOrNull } from '../plain.ts';
import { judgeLength, unstorable } from '../writing.ts';

const defaultLength = 10_000;

export const longtext: FieldType<LongtextField> = {
  type: 'longtext',
  label: { 'zh-CN': '多行文本', en: 'Long text' },
  icon: 'Document',
  emptyValue: null,
  operators: ['contains', 'notContains', 'filled'],
  sortable: false,
  searchable: true,
  derived: false,
  mismatch: 'wrong_type',
  factType: () => ({ kind: 'text' }),
  jsonSchema(field) {
    const max = field.maxLength ?? defaultLength;
    return {
      type: ['string', 'null'],
      ...(field.minLength === undefined ? {} : { minLength: field.minLength }),
      maxLength: max,
      'x-messages': {
        minLength: messageFor('too_short', { min: field.minLength ?? 0 }),
        maxLength: messageFor('too_long', { max }),
      },
    };
  },
  column: () => ({ sqlType: 'text' }),
  encode: stringOrNull,
  decode: textOrNull,
  normalise(input) {
    if (typeof input !== 'string') return undefined;
    return input.replace(/\r\n?/g, '\n').replace(/\s+$/, '').normalize('NFC') || null;
  },
  settle: (value) => (value === null || typeof value === 'object' ? null : String(value) || null),
  validate(value, field) {
    if (typeof value !== 'string') return { code: 'wrong_type' };
    return judgeLength(value, field.minLength, field.maxLength ?? defaultLength) ?? unstorable(value);
  },
  display: (value) => (value === null ? '' : String(value)),
  mask: (value, field) => (typeof value === 'string' ? maskText(value, field.mask ?? 'all') : null),
};
