import type { DatetimeField } from '../../../definition/types.generated.ts';
import { messageFor } from '../../messages.ts';
import type { Fault, FieldType } from '../../types.ts';
import { readDatetime, showDatetime } from '../calendar.ts';
import { stringOrNull } from '../plain.ts';

export const datetime: FieldType<DatetimeField> = {
  type: 'datetime',
  label: { 'zh-CN': '日期时间', en: 'Date and time' },
  icon: 'Clock',
  emptyValue: null,
  operators: ['before', 'after', 'between', 'inPeriod', 'filled'],
  sortable: true,
  searchable: false,
  derived: false,
  mismatch: 'not_a_datetime',
  factType: () => ({ kind: 'datetime' }),
  jsonSchema: () => ({
    type: ['string', 'null'],
    format: 'date-time',
    'x-messages': { type: messageFor('not_a_datetime'), format: messageFor('not_a_datetime') },
  }),
  column: () => ({ sqlType: 'timestamptz' }),
  encode: stringOrNull,
  decode: (stored) => (stored === null || stored === undefined ? null : new Date(String(stored)).toISOString()),
  normalise(input, _field, ctx) {
    if (typeof input === 'string' && input.trim() === '') return null;
    return readDatetime(input, ctx.timeZone);
  },
  settle: (value, _field, ctx) => readDatetime(value, ctx.timeZone) ?? null,
  validate(value, _field, { min, max, timeZone }): Fault | undefined {
    const at = typeof value === 'string' ? readDatetime(value, timeZone) : undefined;
    if (at === undefined) return { code: 'not_a_datetime' };
    const [from, to] = [bound(min, timeZone), bound(max, timeZone)];
    if (from !== undefined && at < from) return { code: 'too_early', params: { min: shown(from, timeZone) } };
    if (to !== undefined && at > to) return { code: 'too_late', params: { max: shown(to, timeZone) } };
    return undefined;
  },
  display: (value, _field, ctx) => (value === null ? '' : showDatetime(String(value), ctx.timeZone, ctx.locale)),
  mask: (value) => (value === null ? null : '***'),
};

const bound = (value: unknown, timeZone: string): string | undefined => readDatetime(value, timeZone);
const shown = (instant: string, timeZone: string): string => showDatetime(instant, timeZone, 'zh-CN');
