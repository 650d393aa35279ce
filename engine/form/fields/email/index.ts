import type { EmailField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { maskText } from '../masking.ts';
import { stringOrNull, textOrNull } from '../plain.ts';
import { narrow } from '../writing.ts';

/** What mail servers take in practice: one @, a local part, a domain with a dot. No nested repetition, so it is linear. */
const address = "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,8}$";
const pattern = new RegExp(address);
const longest = 254;

export const email: FieldType<EmailField> = {
  type: 'email',
  label: { 'zh-CN': '邮箱', en: 'E-mail' },
  icon: 'Message',
  emptyValue: null,
  operators: ['equal', 'notEqual', 'contains', 'startsWith', 'endsWith', 'filled'],
  sortable: true,
  searchable: true,
  derived: false,
  mismatch: 'email',
  factType: () => ({ kind: 'text' }),
  jsonSchema: () => ({
    type: ['string', 'null'],
    maxLength: longest,
    pattern: address,
    'x-messages': { type: messageFor('email'), pattern: messageFor('email'), maxLength: messageFor('email') },
  }),
  column: () => ({ sqlType: 'text' }),
  encode: stringOrNull,
  decode: textOrNull,
  normalise(input) {
    if (typeof input !== 'string') return undefined;
    return input.length > longest * 2 ? input : narrow(input).trim() || null;
  },
  settle: (value) => (typeof value === 'string' ? value.trim() || null : null),
  validate: (value) =>
    typeof value === 'string' && value.length <= longest && pattern.test(value) ? undefined : { code: 'email' },
  display: (value) => (value === null ? '' : String(value)),
  mask: (value, field) => (typeof value === 'string' ? maskText(value, field.mask ?? 'email') : null),
};
