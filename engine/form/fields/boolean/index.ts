import type { BooleanField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';

const words: Record<string, boolean> = {
  true: true,
  yes: true,
  是: true,
  '1': true,
  false: false,
  no: false,
  否: false,
  '0': false,
};

export const boolean: FieldType<BooleanField> = {
  type: 'boolean',
  label: { 'zh-CN': '是/否', en: 'Yes or no' },
  icon: 'Open',
  emptyValue: null,
  operators: ['equal', 'filled'],
  sortable: true,
  searchable: false,
  derived: false,
  mismatch: 'wrong_type',
  factType: () => ({ kind: 'boolean' }),
  jsonSchema: () => ({ type: ['boolean', 'null'], 'x-messages': { type: messageFor('wrong_type') } }),
  column: () => ({ sqlType: 'boolean' }),
  encode: (value) => (typeof value === 'boolean' ? value : null),
  decode: (stored) => (typeof stored === 'boolean' ? stored : null),
  normalise(input) {
    if (typeof input === 'boolean') return input;
    if (typeof input !== 'string') return undefined;
    const word = input.trim().toLowerCase();
    if (word === '') return null;
    return Object.hasOwn(words, word) ? words[word] : undefined;
  },
  settle: (value) => (typeof value === 'boolean' ? value : null),
  validate: (value) => (typeof value === 'boolean' ? undefined : { code: 'wrong_type' }),
  display(value, _field, ctx) {
    if (typeof value !== 'boolean') return value === null ? '' : String(value);
    if (ctx.locale === 'en') return value ? 'Yes' : 'No';
    return value ? '是' : '否';
  },
  mask: (value) => (value === null ? null : '***'),
};
