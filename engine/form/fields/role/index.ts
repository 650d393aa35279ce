import type { RoleField } from '../../../definition/types.generated.ts';
import type { FieldType } from '../../types.ts';
import { stringOrNull, textOrNull } from '../plain.ts';
import { judgeKey, keySchema, keyText, readId } from '../pointers.ts';

/** Stored by its key; whether it exists is asked of the host (Requirements.exists). */
export const role: FieldType<RoleField> = {
  type: 'role',
  label: { 'zh-CN': '角色', en: 'Role' },
  icon: 'Avatar',
  emptyValue: null,
  operators: ['equal', 'notEqual', 'in', 'notIn', 'filled'],
  sortable: false,
  searchable: false,
  derived: false,
  mismatch: 'not_found',
  factType: () => ({ kind: 'text' }),
  jsonSchema: keySchema,
  column: () => ({ sqlType: 'text' }),
  encode: stringOrNull,
  decode: textOrNull,
  normalise: readId,
  settle: (value) => readId(value) ?? null,
  validate: judgeKey,
  display: (value, _field, ctx) => keyText('role', value, ctx),
  mask: (value) => (value === null ? null : '***'),
  pointsTo: ({ roles }) => ({ kind: 'role', ...(roles ? { roles } : {}) }),
};
