import type { TimerangeField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { FieldType } from '../../types.ts';
import { timeOf, timePattern, timeTo } from '../clock.ts';
import { rangeType } from '../ranges.ts';

/** Two times in one column, because a night from 22:00 to 06:00 is no range of PostgreSQL's. */
export const timerange: FieldType<TimerangeField> = rangeType<TimerangeField>({
  type: 'timerange',
  label: { 'zh-CN': '时间范围', en: 'Time range' },
  icon: 'Timer',
  end: 'time',
  sqlType: 'time[]',
  from: (column) => `(${column})[1]`,
  to: (column) => `(${column})[2]`,
  encode: ({ from, to }) => [from, to],
  decode(stored, field) {
    // An array of a type that the driver has no name for comes as its text: {22:00:00,06:00:00}.
    const ends: unknown[] = Array.isArray(stored) ? stored : String(stored).replace(/[{}]/g, '').split(',');
    return { from: timeTo(ends[0], field.seconds), to: timeTo(ends[1], field.seconds) };
  },
  read: (input, field) => timeOf(input, field.seconds),
  schema: (field) => ({
    type: 'string',
    pattern: timePattern(field.seconds),
    'x-messages': { pattern: messageFor('not_a_time') },
  }),
  show: (end) => end,
  judge: ({ from, to }, field) => (to < from && !field.overnight ? { code: 'range_reversed' } : undefined),
});
