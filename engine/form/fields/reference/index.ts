import type { ReferenceField } from '../../../definition/types.generated.ts';
import type { Condition, FieldType } from '../../types.ts';
import { stringOrNull, textOrNull } from '../plain.ts';
import { idText, judgeId, pointerSchema, readId } from '../pointers.ts';

/** Stored as an id; whether it exists is asked of the host (Requirements.exists). */
export const reference: FieldType<ReferenceField> = {
  type: 'reference',
  label: { 'zh-CN': '关联记录', en: 'Reference to a record' },
  icon: 'Link',
  emptyValue: null,
  operators: ['equal', 'notEqual', 'in', 'notIn', 'filled'],
  sortable: false,
  searchable: false,
  derived: false,
  mismatch: 'not_found',
  factType: () => ({ kind: 'text' }),
  jsonSchema: pointerSchema,
  column: () => ({ sqlType: 'uuid' }),
  encode: stringOrNull,
  decode: textOrNull,
  normalise: readId,
  settle: (value) => readId(value) ?? null,
  validate: judgeId,
  display: (value, _field, ctx) => idText(value, ctx),
  mask: (value) => (value === null ? null : '***'),
  pointsTo: ({ form, where }) => ({
    kind: 'reference',
    form,
    ...(where ? { where: where as Condition } : {}),
  }),
};
