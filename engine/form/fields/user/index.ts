import type { UserField } from '../../../definition/types.generated.ts';
import type { FieldType } from '../../types.ts';
import { stringOrNull, textOrNull } from '../plain.ts';
import { idText, judgeId, pointerSchema, readId } from '../pointers.ts';

/** Stored as an id; whether it exists is asked of the host (Requirements.exists). */
export const user: FieldType<UserField> = {
  type: 'user',
  label: { 'zh-CN': '人员', en: 'Person' },
  icon: 'User',
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
  pointsTo: ({ role }) => ({ kind: 'user', ...(role ? { role } : {}) }),
};
