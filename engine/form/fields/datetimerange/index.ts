import type { DatetimerangeField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { Fault, FieldType } from '../../types.ts';
import { readDatetime, showDatetime } from '../calendar.ts';
import { rangeType, readBounds } from '../ranges.ts';

/** "2026-03-02 01:00:00+00" as PostgreSQL writes it; ISO 8601 as JavaScript reads it wants the minutes always. */
function instant(text: string): string | null {
  const date = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

export const datetimerange: FieldType<DatetimerangeField> = rangeType<DatetimerangeField>({
  type: 'datetimerange',
  label: { 'zh-CN': '日期时间范围', en: 'Date and time range' },
  icon: 'Clock',
  end: 'datetime',
  sqlType: 'tstzrange',
  from: (column) => `lower(${column})`,
  to: (column) => `upper(${column})`,
  encode: ({ from, to }) => `[${from ?? ''},${to ?? ''}]`,
  decode(stored) {
    const bounds = readBounds(stored);
    return bounds ? { from: instant(bounds.from), to: instant(bounds.to) } : null;
  },
  read: (input, _field, ctx) => readDatetime(input, ctx.timeZone),
  schema: () => ({ type: 'string', format: 'date-time', 'x-messages': { format: messageFor('not_a_datetime') } }),
  show: (end, _field, ctx) => showDatetime(end, ctx.timeZone, ctx.locale),
  judge({ from, to }, _field, { min, max, timeZone }): Fault | undefined {
    if (to < from) return { code: 'range_reversed' };
    const [first, last] = [readDatetime(min, timeZone), readDatetime(max, timeZone)];
    const shown = (at: string): string => showDatetime(at, timeZone, 'zh-CN');
    if (first !== undefined && from < first) return { code: 'too_early', params: { min: shown(first) } };
    if (last !== undefined && to > last) return { code: 'too_late', params: { max: shown(last) } };
    return undefined;
  },
});
