import type { TextField } from '../../../definition/types.generated.ts';
import { compilePattern } from '../../../expression/pattern.ts';
import { localised, messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { maskText } from '../masking.ts';
import { stringOrNull, textOrNull } from '../plain.ts';
import { judgeLength, narrow, unstorable } from '../writing.ts';

/** What one line holds where the definition says nothing. */
const defaultLength = 500;

/** Codes are typed on Chinese keyboards and read by scanners; names and titles keep the width they were written in. */
function canonical(input: string, field: TextField): string | null {
  const text = field.pattern !== undefined || field.scan ? narrow(input) : input;
  return (
    text
      .replace(/[\r\n\t]+/g, ' ')
      .trim()
      .normalize('NFC') || null
  );
}

export const text: FieldType<TextField> = {
  type: 'text',
  label: { 'zh-CN': '单行文本', en: 'Text' },
  icon: 'EditPen',
  emptyValue: null,
  operators: ['equal', 'notEqual', 'contains', 'notContains', 'startsWith', 'endsWith', 'in', 'notIn', 'filled'],
  sortable: true,
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
      ...(field.pattern === undefined ? {} : { pattern: field.pattern }),
      'x-messages': {
        minLength: messageFor('too_short', { min: field.minLength ?? 0 }),
        maxLength: messageFor('too_long', { max }),
        pattern: field.message ? localised(field.message) : messageFor('pattern'),
      },
    };
  },
  column: () => ({ sqlType: 'text' }),
  encode: stringOrNull,
  decode: textOrNull,
  normalise(input, field) {
    if (typeof input === 'number' && Number.isFinite(input)) return String(input);
    return typeof input === 'string' ? canonical(input, field) : undefined;
  },
  settle: (value) => (value === null || typeof value === 'object' ? null : String(value) || null),
  validate(value, field) {
    if (typeof value !== 'string') return { code: 'wrong_type' };
    const fault = judgeLength(value, field.minLength, field.maxLength ?? defaultLength) ?? unstorable(value);
    if (fault || field.pattern === undefined) return fault;
    const pattern = compilePattern(field.pattern);
    if (pattern === null || pattern.test(value)) return undefined;
    return { code: 'pattern', ...(field.message ? { message: field.message } : {}) };
  },
  display: (value) => (value === null ? '' : String(value)),
  mask: (value, field) => (typeof value === 'string' ? maskText(value, field.mask ?? 'all') : null),
};
