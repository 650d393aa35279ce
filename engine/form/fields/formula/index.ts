import type { Field, FormulaField } from '../../../definition/types.generated.ts';
import type { FieldType } from '../../types.ts';
import { boolean } from '../boolean/index.ts';
import { date } from '../date/index.ts';
import { datetime } from '../datetime/index.ts';
import { integer } from '../integer/index.ts';
import { money } from '../money/index.ts';
import { number } from '../number/index.ts';
import { text } from '../text/index.ts';

const results = { text, integer, number, money, date, datetime, boolean } as const;

/** The type whose values the formula gives, and the field as one of that type. */
function as<R>(field: FormulaField, use: (type: FieldType, plain: Field) => R): R {
  const { key, label, scale } = field;
  const plain = { key, label, type: field.result, ...(scale === undefined ? {} : { scale }) } as Field;
  return use(results[field.result] as unknown as FieldType, plain);
}

export const formula: FieldType<FormulaField> = {
  type: 'formula',
  label: { 'zh-CN': '公式', en: 'Formula' },
  icon: 'Cpu',
  emptyValue: null,
  operators: integer.operators,
  sortable: true,
  searchable: false,
  derived: true,
  mismatch: 'wrong_type',
  factType: (field, ctx) => as(field, (type, plain) => type.factType(plain, ctx)),
  jsonSchema: (field, ctx) => as(field, (type, plain) => ({ ...type.jsonSchema(plain, ctx), readOnly: true })),
  column: (field) => as(field, (type, plain) => type.column(plain)),
  encode: (value, field) => as(field, (type, plain) => type.encode(value, plain)),
  decode: (stored, field) => as(field, (type, plain) => type.decode(stored, plain)),
  normalise: (input, field, ctx) => as(field, (type, plain) => type.normalise(input, plain, ctx)),
  settle: (value, field, ctx) => as(field, (type, plain) => type.settle(value, plain, ctx)),
  validate: (value, field, limits) => as(field, (type, plain) => type.validate(value, plain, limits)),
  display: (value, field, ctx) => as(field, (type, plain) => type.display(value, plain, ctx)),
  mask: (value, field) => as(field, (type, plain) => type.mask(value, plain)),
};
