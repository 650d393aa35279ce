import type { Field, LookupField, RollupField } from '../../../definition/types.generated.ts';
import type { DisplayContext, FieldContext, FieldType } from '../../types.ts';
import { isShowable, shownField } from './shown.ts';

type TypeOf = (field: Field) => FieldType;

/** Shown by the type of the field that is shown. */
function as<R>(
  typeOf: TypeOf,
  field: LookupField,
  forms: FieldContext['forms'] | undefined,
  use: (type: FieldType, shown: Field) => R,
): R | undefined {
  const shown = shownField(field, forms);
  const type = shown && typeOf(shown);
  return shown && type && isShowable(shown, type) ? use(type, shown) : undefined;
}

/** Text of a value whose type is not known here. */
function plainText(value: unknown, ctx: DisplayContext): string {
  if (typeof value === 'boolean') return ctx.locale === 'en' ? (value ? 'Yes' : 'No') : value ? '是' : '否';
  return value === null || typeof value === 'object' ? '' : String(value);
}

/**
 * Shown as it is now: never stored, asked anew with each look (SQL joins it in) and while a form is filled in. `typeOf`: the
 * types of columns, of which this is one.
 */
export const lookupType = (typeOf: TypeOf): FieldType<LookupField> => ({
  type: 'lookup',
  label: { 'zh-CN': '关联显示', en: 'Looked-up field' },
  icon: 'View',
  emptyValue: null,
  operators: ['equal', 'notEqual', 'in', 'notIn', 'filled'],
  sortable: false,
  searchable: false,
  derived: true,
  mismatch: 'wrong_type',
  factType: (field, ctx) => as(typeOf, field, ctx.forms, (type, shown) => type.factType(shown, ctx)) ?? { kind: 'any' },
  jsonSchema: () => ({ readOnly: true }),
  column: () => null,
  encode: () => null,
  decode: () => null,
  normalise: () => null,
  settle: (value, field, ctx) =>
    value === null ? null : (as(typeOf, field, ctx.forms, (type, shown) => type.settle(value, shown, ctx)) ?? value),
  validate: () => undefined,
  display: (value, field, ctx) =>
    value === '***'
      ? value
      : (as(typeOf, field, ctx.forms, (type, shown) => type.display(value, shown, ctx)) ?? plainText(value, ctx)),
  mask: (value) => (value === null ? null : '***'),
  asks({ key, label, reference, form, show }): RollupField | undefined {
    if (reference === undefined || form === undefined) return undefined;
    return { key, label, type: 'rollup', of: { form }, measure: `value(${show})`, match: { id: `= ${reference}` } };
  },
});
