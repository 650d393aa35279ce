import type { PhoneField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { maskText } from '../masking.ts';
import { stringOrNull, textOrNull } from '../plain.ts';
import { narrow } from '../writing.ts';

const china = '^1[3-9]\\d{9}$';
const anywhere = '^\\+?\\d{5,15}$';
const longest = 40;
const patterns = { CN: new RegExp(china), any: new RegExp(anywhere) };

/** Separators and the country's own prefix are no part of a number: "+86 138-0013-8000" → 13800138000. */
function canonical(input: string, country: 'CN' | 'any'): string | null {
  const text = narrow(input).replace(/[\s().\-–]/g, '');
  return (country === 'CN' ? text.replace(/^(\+86|0086)(?=1\d{10}$)/, '') : text) || null;
}

export const phone: FieldType<PhoneField> = {
  type: 'phone',
  label: { 'zh-CN': '电话', en: 'Telephone' },
  icon: 'Iphone',
  emptyValue: null,
  operators: ['equal', 'notEqual', 'contains', 'startsWith', 'endsWith', 'filled'],
  sortable: true,
  searchable: true,
  derived: false,
  mismatch: 'phone',
  factType: () => ({ kind: 'text' }),
  jsonSchema(field) {
    const code = field.country === 'any' ? 'phone_any' : 'phone';
    return {
      type: ['string', 'null'],
      pattern: field.country === 'any' ? anywhere : china,
      'x-messages': { type: messageFor(code), pattern: messageFor(code) },
    };
  },
  column: () => ({ sqlType: 'text' }),
  encode: stringOrNull,
  decode: textOrNull,
  normalise(input, field) {
    if (typeof input === 'number' && Number.isSafeInteger(input)) return String(input);
    if (typeof input !== 'string') return undefined;
    return input.length > longest ? input : canonical(input, field.country ?? 'CN');
  },
  settle: (value, field) => (typeof value === 'string' ? canonical(value, field.country ?? 'CN') : null),
  validate(value, field) {
    const country = field.country ?? 'CN';
    const code = country === 'any' ? 'phone_any' : 'phone';
    return typeof value === 'string' && value.length <= longest && patterns[country].test(value) ? undefined : { code };
  },
  display: (value) => (value === null ? '' : String(value)),
  mask: (value, field) => (typeof value === 'string' ? maskText(value, field.mask ?? 'phone') : null),
};
