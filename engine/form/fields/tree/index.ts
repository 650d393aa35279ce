import type { TreeField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { optionPointer } from '../choices.ts';
import { decodeList, judgeCount, readList, textList } from '../lists.ts';
import { judgeNode, nodeText, readNode } from '../trees.ts';

const codes = { few: 'too_few_items', many: 'too_many_items' };
const most = (field: TreeField): number => (field.multiple ? (field.max ?? 500) : 1);

export const tree: FieldType<TreeField> = {
  type: 'tree',
  label: { 'zh-CN': '树形选择', en: 'Tree' },
  icon: 'Share',
  emptyValue: [],
  operators: ['contains', 'notContains', 'containsAny', 'filled'],
  sortable: false,
  searchable: false,
  derived: false,
  mismatch: 'not_an_option',
  factType: () => ({ kind: 'list', of: { kind: 'text' } }),
  jsonSchema: (field) => ({
    type: 'array',
    items: { type: 'string', maxLength: 200 },
    uniqueItems: true,
    maxItems: most(field),
    'x-messages': {
      uniqueItems: messageFor('duplicate_items'),
      maxItems: messageFor('too_many_items', { max: most(field) }),
    },
  }),
  column: () => ({ sqlType: 'text[]' }),
  encode: (value) => textList(value),
  decode: decodeList,
  normalise: (input, field) => readList(input, (one) => readNode(one, field.options)),
  settle: (value, field) => readList(value, (one) => readNode(one, field.options)) ?? [],
  validate(value, field, limits) {
    if (!Array.isArray(value)) return { code: 'wrong_type' };
    const list = textList(value);
    for (const key of list) {
      const fault = judgeNode(key, field.options, limits, field.leavesOnly ?? false);
      if (fault) return fault;
    }
    return judgeCount(list, { min: field.multiple ? field.min : undefined, max: most(field) }, codes);
  },
  display: (value, field, ctx) =>
    typeof value === 'string'
      ? value
      : textList(value)
          .map((key) => nodeText(key, field, ctx))
          .join(ctx.locale === 'en' ? ', ' : '、'),
  mask: (value) => (textList(value).length === 0 ? [] : ['***']),
  pointsTo: optionPointer,
};
