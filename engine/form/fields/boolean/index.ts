import type { BooleanField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';

const words: Record<string, boolean> = {
  ...Object.fromEntries(['true', 'yes', 'y', '是', '有', '1'].map((word) => [word, true])),
  ...Object.fromEntries(['false', 'no', 'n', '否', '无', '0'].map((word) => [word, false])),
};

function read(text: string): boolean | null | undefined {
  const word = text.trim().toLowerCase();
  if (word === '') return null;
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

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
    return typeof input === 'string' ? read(input) : undefined;
  },
  settle: (value) => (typeof value === 'boolean' ? value : null),
  validate: (value) => (typeof value === 'boolean' ? undefined : { code: 'wrong_type' }),
  display(value, _field, ctx) {
    if (typeof value !== 'boolean') return value === null ? '' : String(value);
    if (ctx.locale === 'en') return value ? 'Yes' : 'No';
    return value ? '是' : '否';
  },
  mask: (value) => (value === null ? null : '***'),
  readCell: read,
};
