import type { MultiselectField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { choiceText, judgeChoice, keysOf, optionPointer, readChoice, readOptionCell } from '../choices.ts';
import { decodeList, judgeCount, readList, textList } from '../lists.ts';

const codes = { few: 'too_few_items', many: 'too_many_items' };
const defaultMax = 500;

export const multiselect: FieldType<MultiselectField> = {
  type: 'multiselect',
  label: { 'zh-CN': '多选', en: 'Multiple choice' },
  icon: 'Finished',
  emptyValue: [],
  operators: ['contains', 'notContains', 'containsAny', 'filled'],
  sortable: false,
  searchable: false,
  derived: false,
  mismatch: 'not_an_option',
  factType: () => ({ kind: 'list', of: { kind: 'text' } }),
  jsonSchema(field) {
    const max = field.max ?? defaultMax;
    return {
      type: 'array',
      items: { type: 'string', maxLength: 200, ...keysOf(field.options) },
      uniqueItems: true,
      maxItems: max,
      'x-messages': {
        uniqueItems: messageFor('duplicate_items'),
        maxItems: messageFor('too_many_items', { max }),
      },
    };
  },
  column: () => ({ sqlType: 'text[]' }),
  encode: (value) => textList(value),
  decode: decodeList,
  normalise: (input, field) => readList(input, (one) => readChoice(one, field.options)),
  settle: (value, field) => readList(value, (one) => readChoice(one, field.options)) ?? [],
  validate(value, field, limits) {
    if (!Array.isArray(value)) return { code: 'wrong_type' };
    const list = textList(value);
    for (const key of list) {
      const fault = judgeChoice(key, field.options, limits);
      if (fault) return fault;
    }
    return judgeCount(list, { min: field.min, max: field.max ?? defaultMax }, codes);
  },
  display: (value, field, ctx) =>
    typeof value === 'string'
      ? value
      : textList(value)
          .map((key) => choiceText(key, field.options, ctx))
          .join(ctx.locale === 'en' ? ', ' : '、'),
  mask: (value) => (textList(value).length === 0 ? [] : ['***']),
  pointsTo: optionPointer,
  readCell(text, field) {
    const parts = text
      .split(/[,;|，；、]/)
      .map((part) => part.trim())
      .filter(Boolean);
    const keys = parts.map((part) => readOptionCell(part, field));
    return keys.every((key) => key !== undefined) ? keys : undefined;
  },
};
