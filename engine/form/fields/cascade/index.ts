import type { CascadeField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { optionPointer } from '../choices.ts';
import { decodeList, textList } from '../lists.ts';
import { isPath, judgeNode, nodeText, readTreePath } from '../trees.ts';

const deepest = 20;

/** The path from the top: whoever asks whether it contains a province finds everything in it. */
export const cascade: FieldType<CascadeField> = {
  type: 'cascade',
  label: { 'zh-CN': '级联选择', en: 'Cascade' },
  icon: 'Connection',
  emptyValue: [],
  operators: ['contains', 'notContains', 'containsAny', 'filled'],
  sortable: false,
  searchable: false,
  derived: false,
  mismatch: 'not_an_option',
  factType: () => ({ kind: 'list', of: { kind: 'text' } }),
  jsonSchema: () => ({
    type: 'array',
    items: { type: 'string', maxLength: 200 },
    uniqueItems: true,
    maxItems: deepest,
    'x-messages': { type: messageFor('not_an_option'), uniqueItems: messageFor('not_an_option') },
  }),
  column: () => ({ sqlType: 'text[]' }),
  encode: (value) => textList(value),
  decode: decodeList,
  normalise: (input, field) => readTreePath(input, field.options),
  settle: (value, field) => (value === null ? [] : (readTreePath(value, field.options) ?? [])),
  validate(value, field, limits) {
    const path = textList(value);
    if (!Array.isArray(value) || path.length !== value.length || path.length > deepest) return { code: 'wrong_type' };
    if (!isPath(path, field.options)) return { code: 'not_an_option' };
    return judgeNode(path.at(-1) ?? '', field.options, limits, !field.anyLevel);
  },
  display: (value, field, ctx) =>
    typeof value === 'string'
      ? value
      : textList(value)
          .map((key) => nodeText(key, field, ctx))
          .join(' / '),
  mask: (value) => (textList(value).length === 0 ? [] : ['***']),
  pointsTo(field) {
    const pointer = optionPointer(field);
    const beneath = Array.isArray(field.options) ? undefined : field.options.parent;
    return pointer?.kind === 'option' && beneath !== undefined ? { ...pointer, beneath } : pointer;
  },
  readCell: (text, field) => readTreePath(text, field.options),
  groupSql: (column) => `(${column})[cardinality(${column})]`,
};
