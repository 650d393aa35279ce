import type { DateField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { Fault, FieldType } from '../../types.ts';
import { readDate, readDatetime, showDate, wallClock } from '../calendar.ts';
import { stringOrNull } from '../plain.ts';

const two = (value: number): string => String(value).padStart(2, '0');

export const date: FieldType<DateField> = {
  type: 'date',
  label: { 'zh-CN': '日期', en: 'Date' },
  icon: 'Calendar',
  emptyValue: null,
  operators: ['equal', 'before', 'after', 'between', 'inPeriod', 'filled'],
  sortable: true,
  searchable: false,
  derived: false,
  mismatch: 'not_a_date',
  factType: () => ({ kind: 'date' }),
  jsonSchema: () => ({
    type: ['string', 'null'],
    format: 'date',
    'x-messages': { type: messageFor('not_a_date'), format: messageFor('not_a_date') },
  }),
  column: () => ({ sqlType: 'date' }),
  encode: stringOrNull,
  decode: (stored) => (typeof stored === 'string' ? stored.slice(0, 10) : null),
  normalise(input) {
    if (typeof input === 'string' && input.trim() === '') return null;
    return readDate(input);
  },
  settle(value, _field, ctx) {
    const day = readDate(value);
    if (day !== undefined) return day;
    const instant = readDatetime(value, ctx.timeZone);
    const at = instant === undefined ? undefined : wallClock(instant, ctx.timeZone);
    return at ? `${String(at.year).padStart(4, '0')}-${two(at.month)}-${two(at.day)}` : null;
  },
  validate(value, _field, { min, max }): Fault | undefined {
    if (typeof value !== 'string' || readDate(value) !== value) return { code: 'not_a_date' };
    // Both are "yyyy-MM-dd", so that their texts stand in the order of their days.
    if (typeof min === 'string' && value < min) return { code: 'too_early', params: { min } };
    if (typeof max === 'string' && value > max) return { code: 'too_late', params: { max } };
    return undefined;
  },
  display: (value, _field, ctx) => (value === null ? '' : showDate(String(value), ctx.locale)),
  mask: (value) => (value === null ? null : '***'),
};
