import type { Field } from '../../definition/types.generated.ts';
import type { FieldType } from '../types.ts';

/** What a type says for itself where its values are those of another one. */
type Face<F extends Field> = Pick<FieldType<F>, 'type' | 'label' | 'icon'> & Partial<FieldType<F>>;

/** A type that treats its values as another type does; `plain` is the field as one of that type. */
export function alike<F extends Field, P extends Field>(
  other: FieldType<P>,
  plain: (field: F) => P,
  face: Face<F>,
): FieldType<F> {
  return {
    emptyValue: other.emptyValue,
    operators: other.operators,
    sortable: other.sortable,
    searchable: other.searchable,
    derived: other.derived,
    mismatch: other.mismatch,
    factType: (field, ctx) => other.factType(plain(field), ctx),
    jsonSchema: (field, ctx) => other.jsonSchema(plain(field), ctx),
    column: (field) => other.column(plain(field)),
    encode: (value, field) => other.encode(value, plain(field)),
    decode: (stored, field) => other.decode(stored, plain(field)),
    normalise: (input, field, ctx) => other.normalise(input, plain(field), ctx),
    settle: (value, field, ctx) => other.settle(value, plain(field), ctx),
    validate: (value, field, limits) => other.validate(value, plain(field), limits),
    display: (value, field, ctx) => other.display(value, plain(field), ctx),
    mask: (value, field) => other.mask(value, plain(field)),
    ...face,
  };
}
