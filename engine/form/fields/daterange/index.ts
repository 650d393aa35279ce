import type { DaterangeField } from '../../../definition/types.generated.ts';
import { civilFromDays, daysFromCivil } from '../../../expression/temporal/calendar.ts';
import { messageFor } from '../../messages.ts';
import type { Fault, FieldType } from '../../types.ts';
import { readDate, showDate } from '../calendar.ts';
import { rangeType, readBounds } from '../ranges.ts';

const daysOf = (date: string): number =>
  daysFromCivil(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));

function dayBefore(date: string): string {
  const { year, month, day } = civilFromDays(daysOf(date) - 1);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** Both days are part of it. PostgreSQL keeps a range of days half open, so its last day is the one before the upper end. */
export const daterange: FieldType<DaterangeField> = rangeType<DaterangeField>({
  type: 'daterange',
  label: { 'zh-CN': '日期范围', en: 'Date range' },
  icon: 'Calendar',
  end: 'date',
  sqlType: 'daterange',
  from: (column) => `lower(${column})`,
  to: (column) => `(upper(${column}) - 1)`,
  encode: ({ from, to }) => `[${from ?? ''},${to ?? ''}]`,
  decode(stored) {
    const bounds = readBounds(stored);
    if (!bounds) return null;
    const to = bounds.to === '' || bounds.isClosed ? bounds.to : dayBefore(bounds.to);
    return { from: bounds.from || null, to: to || null };
  },
  read: readDate,
  schema: () => ({ type: 'string', format: 'date', 'x-messages': { format: messageFor('not_a_date') } }),
  show: (end, _field, ctx) => showDate(end, ctx.locale),
  judge({ from, to }, field, { min, max }): Fault | undefined {
    // All are "yyyy-MM-dd", so that their texts stand in the order of their days.
    if (to < from) return { code: 'range_reversed' };
    if (typeof min === 'string' && from < min) return { code: 'too_early', params: { min } };
    if (typeof max === 'string' && to > max) return { code: 'too_late', params: { max } };
    const most = field.maxDays;
    if (most !== undefined && daysOf(to) - daysOf(from) + 1 > most)
      return { code: 'too_many_days', params: { max: most } };
    return undefined;
  },
});
