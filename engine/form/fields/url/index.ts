import type { UrlField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { webAddress } from '../links.ts';
import { maskText } from '../masking.ts';
import { stringOrNull, textOrNull } from '../plain.ts';
import { judgeLength, unstorable } from '../writing.ts';

const defaultLength = 1000;
/** "example.com/a" is meant as an address, though nothing says how it is reached. */
const bare = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d{1,5})?([/?#]|$)/u;

function canonical(input: string): string | null {
  const text = input.trim();
  if (text === '') return null;
  return bare.test(text) ? `https://${text}` : text.replace(/^https?:/i, (scheme) => scheme.toLowerCase());
}

export const url: FieldType<UrlField> = {
  type: 'url',
  label: { 'zh-CN': '网址', en: 'Link' },
  icon: 'Link',
  emptyValue: null,
  operators: ['equal', 'notEqual', 'contains', 'startsWith', 'filled'],
  sortable: true,
  searchable: true,
  derived: false,
  mismatch: 'not_a_link',
  factType: () => ({ kind: 'text' }),
  jsonSchema(field) {
    const max = field.maxLength ?? defaultLength;
    return {
      type: ['string', 'null'],
      pattern: '^https?://[^\\s/]',
      maxLength: max,
      'x-messages': { pattern: messageFor('not_a_link'), maxLength: messageFor('too_long', { max }) },
    };
  },
  column: () => ({ sqlType: 'text' }),
  encode: stringOrNull,
  decode: textOrNull,
  normalise: (input) => (typeof input === 'string' ? canonical(input) : undefined),
  settle: (value) => (typeof value === 'string' ? canonical(value) : null),
  validate(value, field) {
    if (typeof value !== 'string') return { code: 'not_a_link' };
    const fault = judgeLength(value, undefined, field.maxLength ?? defaultLength) ?? unstorable(value);
    return fault ?? (webAddress(value) ? undefined : { code: 'not_a_link' });
  },
  display: (value) => (value === null ? '' : String(value)),
  mask: (value, field) => (typeof value === 'string' ? maskText(value, field.mask ?? 'all') : null),
};
