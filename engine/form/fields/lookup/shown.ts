import type { Field, LookupField } from '../../../definition/types.generated.ts';
import type { FieldContext, FieldType } from '../../types.ts';

/** The field of the other form that is shown, whether it can be or not; undefined for what a linked query finds. */
export function shownField(field: LookupField, forms: FieldContext['forms'] | undefined): Field | undefined {
  if (field.form === undefined) return undefined;
  return forms?.get(field.form)?.fields.find(({ key }) => key === field.show);
}

/** What has no column or points elsewhere is no single value that could stand in another record. */
export const isShowable = (field: Field, type: FieldType): boolean =>
  type.column(field) !== null && type.pointsTo?.(field) === undefined;
