import type { SelectField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { choiceText, judgeChoice, keysOf, optionPointer, readChoice, readOptionCell } from '../choices.ts';
import { stringOrNull, textOrNull } from '../plain.ts';

export const select: FieldType<SelectField> = {
  type: 'select',
  label: { 'zh-CN': '下拉单选', en: 'Select' },
  icon: 'ArrowDownBold',
  emptyValue: null,
  operators: ['equal', 'notEqual', 'in', 'notIn', 'filled'],
  sortable: true,
  searchable: false,
  derived: false,
  mismatch: 'not_an_option',
  factType: () => ({ kind: 'text' }),
  jsonSchema(field) {
    const { enum: keys } = keysOf(field.options);
    return {
      type: ['string', 'null'],
      maxLength: 200,
      ...(keys ? { enum: [...keys, null] } : {}),
      'x-messages': { enum: messageFor('not_an_option'), type: messageFor('not_an_option') },
    };
  },
  column: () => ({ sqlType: 'text' }),
  encode: stringOrNull,
  decode: textOrNull,
  normalise: (input, field) => readChoice(input, field.options),
  settle: (value, field) => readChoice(value, field.options) ?? null,
  validate: (value, field, limits) =>
    typeof value === 'string' ? judgeChoice(value, field.options, limits) : { code: 'not_an_option' },
  display: (value, field, ctx) => choiceText(value, field.options, ctx),
  mask: (value) => (value === null ? null : '***'),
  pointsTo: optionPointer,
  readCell: readOptionCell,
};
