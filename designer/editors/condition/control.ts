import type { ConditionScalar, FactType, Operator } from '../../../engine/expression/index.ts';
import type { Field } from '../../../engine/form/index.ts';
import { type Fact, itemType, type Shape } from '../../facts/index.ts';

const textual: readonly Operator[] = ['contains', 'notContains', 'startsWith', 'endsWith', 'containsAny'];

const byKind: Partial<Record<FactType['kind'], string>> = {
  integer: 'integer',
  number: 'number',
  date: 'date',
};

const isDay = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);

/** The field whose control types the value; undefined where a plain text box is right. */
export function controlField(
  fact: Fact,
  operator: Operator,
  shape: Shape,
  value: ConditionScalar | undefined,
): Field | undefined {
  const { field } = fact;
  const base = { key: field?.key ?? 'value', label: fact.label };
  const kind = itemType(fact.type).kind;
  if (fact.options && (!textual.includes(operator) || fact.type.kind === 'list')) {
    const options = fact.options.map((option) => ({ key: option.value, label: option.label }));
    return { ...base, type: shape === 'many' ? 'multiselect' : 'select', options } as unknown as Field;
  }
  if (shape === 'many' || shape === 'pattern') return undefined;
  // A day beside a date and time is that whole day, which is what people mean; an instant that is there stays one.
  if (kind === 'datetime') {
    return { ...base, type: value === undefined || isDay(value) ? 'date' : 'datetime' } as unknown as Field;
  }
  if (
    field &&
    field.type !== 'table' &&
    kind !== 'text' &&
    kind !== 'any' &&
    field.type !== 'formula' &&
    field.type !== 'rollup'
  )
    return field;
  if (field && (field.type === 'user' || field.type === 'reference')) return field;
  const type = byKind[kind];
  return type === undefined ? undefined : ({ ...base, type } as unknown as Field);
}

/** A value kept as far as it fits the operator's shape: one becomes a list of one, a list its first. */
export function reshaped(
  value: ConditionScalar | ConditionScalar[] | undefined,
  from: Shape | undefined,
  to: Shape,
): ConditionScalar | ConditionScalar[] | undefined {
  if (value === undefined || from === to) return value;
  if (to === 'flag' || to === 'period' || from === 'flag' || from === 'period') return undefined;
  const list = Array.isArray(value) ? value : [value];
  if (to === 'many') return list;
  if (to === 'pair') return undefined;
  return list[0];
}
