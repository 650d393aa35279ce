import type { TimeField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { Fault, FieldType } from '../../types.ts';
import { readTime, timeOf, timePattern, timeTo } from '../clock.ts';
import { stringOrNull } from '../plain.ts';

export const time: FieldType<TimeField> = {
  type: 'time',
  label: { 'zh-CN': '时间', en: 'Time' },
  icon: 'AlarmClock',
  emptyValue: null,
  operators: [
    'equal',
    'greaterThan',
    'greaterThanInclusive',
    'lessThan',
    'lessThanInclusive',
    'between',
    'in',
    'filled',
  ],
  sortable: true,
  searchable: false,
  derived: false,
  mismatch: 'not_a_time',
  factType: () => ({ kind: 'time' }),
  jsonSchema: (field) => ({
    type: ['string', 'null'],
    pattern: timePattern(field.seconds),
    'x-messages': { type: messageFor('not_a_time'), pattern: messageFor('not_a_time') },
  }),
  column: () => ({ sqlType: 'time' }),
  encode: stringOrNull,
  decode: (stored, field) => timeTo(stored, field.seconds),
  normalise(input, field) {
    if (typeof input === 'string' && input.trim() === '') return null;
    return timeOf(input, field.seconds);
  },
  settle: (value, field) => timeTo(value, field.seconds),
  validate(value, field, { min, max }): Fault | undefined {
    if (timeOf(value, field.seconds) !== value) return { code: 'not_a_time' };
    // All are "HH:MM:SS", so that their texts stand in the order of the day.
    const [at, first, last] = [readTime(value) ?? '', readTime(min), readTime(max)];
    if (first !== undefined && at < first) return { code: 'too_early', params: { min: timeTo(first, field.seconds) } };
    if (last !== undefined && at > last) return { code: 'too_late', params: { max: timeTo(last, field.seconds) } };
    return undefined;
  },
  display: (value) => (value === null ? '' : String(value)),
  mask: (value) => (value === null ? null : '***'),
};
