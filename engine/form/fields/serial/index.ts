import type { SerialField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { maskText } from '../masking.ts';
import { stringOrNull, textOrNull } from '../plain.ts';

/** Given by the engine when the record is stored; nobody types it. The counter is the host's (see serial.ts). */
export const serial: FieldType<SerialField> = {
  type: 'serial',
  label: { 'zh-CN': '流水号', en: 'Serial number' },
  icon: 'Stamp',
  emptyValue: null,
  operators: ['equal', 'contains', 'startsWith', 'in', 'filled'],
  sortable: true,
  searchable: true,
  derived: true,
  mismatch: 'wrong_type',
  factType: () => ({ kind: 'text' }),
  jsonSchema: () => ({
    type: ['string', 'null'],
    maxLength: 200,
    readOnly: true,
    'x-messages': { type: messageFor('wrong_type') },
  }),
  column: () => ({ sqlType: 'text' }),
  encode: stringOrNull,
  decode: textOrNull,
  normalise: (input) => (typeof input === 'string' ? input.trim() || null : undefined),
  settle: (value) => (typeof value === 'string' ? value || null : null),
  validate: (value) => (typeof value === 'string' && value.length <= 200 ? undefined : { code: 'wrong_type' }),
  display: (value) => (value === null ? '' : String(value)),
  mask: (value) => (typeof value === 'string' ? maskText(value, 'tail') : null),
  alone: true,
};
