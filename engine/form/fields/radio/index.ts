import type { RadioField } from '../../../definition/types.generated.ts';
import type { FieldType } from '../../types.ts';
import { choiceText, judgeChoice, optionPointer, readChoice, readOptionCell } from '../choices.ts';
import { select } from '../select/index.ts';

/** Stored and judged as a select; only its control is another. */
export const radio: FieldType<RadioField> = {
  type: 'radio',
  label: { 'zh-CN': '单选', en: 'Radio buttons' },
  icon: 'CircleCheck',
  emptyValue: null,
  operators: select.operators,
  sortable: true,
  searchable: false,
  derived: false,
  mismatch: 'not_an_option',
  factType: () => ({ kind: 'text' }),
  jsonSchema: (field, ctx) => select.jsonSchema({ ...field, type: 'select' }, ctx),
  column: () => ({ sqlType: 'text' }),
  encode: (value, field) => select.encode(value, { ...field, type: 'select' }),
  decode: (stored, field) => select.decode(stored, { ...field, type: 'select' }),
  normalise: (input, field) => readChoice(input, field.options),
  settle: (value, field) => readChoice(value, field.options) ?? null,
  validate: (value, field, limits) =>
    typeof value === 'string' ? judgeChoice(value, field.options, limits) : { code: 'not_an_option' },
  display: (value, field, ctx) => choiceText(value, field.options, ctx),
  mask: (value) => (value === null ? null : '***'),
  pointsTo: optionPointer,
  readCell: readOptionCell,
};
