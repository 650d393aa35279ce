import type { Field, FormDefinition, NumberField, RollupField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { readDecimal } from '../decimals.ts';
import { integer } from '../integer/index.ts';
import { showMoney } from '../money/index.ts';
import { number } from '../number/index.ts';

export type MeasureKind = 'count' | 'sum' | 'min' | 'max' | 'mean' | 'value';

export interface RollupMeasure {
  kind: MeasureKind;
  field?: string;
}

const written = /^(count|sum|min|max|mean|value)\(([\p{L}\p{N}_]*)\)$/u;

/** "sum(qty)" → { kind: 'sum', field: 'qty' }. */
export function readMeasure(measure: string): RollupMeasure {
  const found = written.exec(measure);
  const kind = (found?.[1] ?? 'count') as MeasureKind;
  return found?.[2] ? { kind, field: found[2] } : { kind };
}

/** The field that is measured, where the form is known. */
export function measuredField(field: RollupField, forms: ReadonlyMap<string, FormDefinition>): Field | undefined {
  const { field: key } = readMeasure(field.measure);
  const form = forms.get(field.of.form);
  const table = form?.fields.find((one) => one.key === field.of.rows);
  const fields = field.of.rows === undefined ? form?.fields : table?.type === 'table' ? table.fields : undefined;
  return fields?.find((one) => one.key === key);
}

const isCount = (field: RollupField): boolean => readMeasure(field.measure).kind === 'count';
const plain = (field: RollupField): NumberField => ({ key: field.key, label: field.label, type: 'number', scale: 12 });

/** Kept as it was when the record was last written; worked out again with each command. */
export const rollup: FieldType<RollupField> = {
  type: 'rollup',
  label: { 'zh-CN': '汇总', en: 'Rollup' },
  icon: 'DataAnalysis',
  emptyValue: null,
  operators: integer.operators,
  sortable: true,
  searchable: false,
  derived: true,
  mismatch: 'wrong_type',
  factType: (field) => ({ kind: isCount(field) ? 'integer' : 'number' }),
  jsonSchema: (field) => ({
    type: isCount(field) ? ['integer', 'null'] : ['string', 'null'],
    readOnly: true,
    'x-messages': { type: messageFor('not_a_number') },
  }),
  column: (field) => ({ sqlType: isCount(field) ? 'bigint' : 'numeric' }),
  encode: (value, field) =>
    isCount(field) ? (typeof value === 'number' ? value : null) : number.encode(value, plain(field)),
  decode: (stored, field) => {
    if (stored === null || stored === undefined) return null;
    return isCount(field) ? Number(stored) : (readDecimal(String(stored)) ?? null);
  },
  normalise: (input) => (input === null ? null : readDecimal(input)),
  /** Nothing to add up is 0; nothing to compare is nothing. */
  settle(value, field, ctx) {
    const { kind } = readMeasure(field.measure);
    const empty = kind === 'count' || kind === 'sum' ? 0 : null;
    const found = value ?? empty;
    if (found === null) return null;
    return kind === 'count'
      ? integer.settle(found, { key: field.key, label: field.label, type: 'integer' }, ctx)
      : number.settle(found, plain(field), ctx);
  },
  validate: (value) => (readDecimal(value) === undefined ? { code: 'not_a_number' } : undefined),
  display(value, field, ctx) {
    const text = value === null ? undefined : readDecimal(value);
    if (text === undefined) return value === null ? '' : String(value);
    const measured = ctx.forms && measuredField(field, ctx.forms);
    return measured?.type === 'money' && !isCount(field)
      ? showMoney(text, ctx.currency)
      : number.display(text, plain(field), ctx);
  },
  mask: (value) => (value === null ? null : '***'),
  asks: (field) => field,
};
