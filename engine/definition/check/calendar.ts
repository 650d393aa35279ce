import { isZone } from '../../expression/temporal/zone.ts';
import { both } from '../texts.ts';
import type { CalendarDefinition } from '../types.generated.ts';
import { at, type Desk, type Place } from './desk.ts';

const minutes = (clock: string): number => {
  const [hours = 0, rest = 0] = clock.split(':').map(Number);
  return hours * 60 + rest;
};

/** Spans of one day go forwards and do not overlap. */
function checkSpans(desk: Desk, place: Place, spans: readonly string[]): void {
  let end = 0;
  spans.forEach((span, i) => {
    const [from = '', to = ''] = span.split('-');
    if (minutes(from) < end || minutes(to) <= minutes(from)) {
      desk.report(
        at(place, i),
        'bad_hours',
        both(
          `时间段“${span}”与前一段重叠，或结束不晚于开始。`,
          `The hours “${span}” overlap those before, or end before they begin.`,
        ),
        both(
          '时间段按先后写，跨夜的写成两天，例如 22:00-24:00 与次日 00:00-06:00。',
          'Write spans in order; those over midnight as two days: 22:00-24:00 and 00:00-06:00.',
        ),
      );
    }
    end = minutes(to);
  });
}

function checkDates(desk: Desk, place: Place, range: string): void {
  const [from = '', to = from] = range.split('/');
  const real = (date: string): boolean => {
    const moment = new Date(`${date}T00:00:00Z`);
    return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(date);
  };
  if (real(from) && real(to) && from <= to) return;
  desk.report(
    place,
    'bad_dates',
    both(`“${range}”不是正确的日期或日期范围。`, `“${range}” is no date or range of dates.`),
    both('写作 2026-10-01 或 2026-10-01/2026-10-07。', 'Write 2026-10-01 or 2026-10-01/2026-10-07.'),
  );
}

export function checkCalendar(desk: Desk, calendar: CalendarDefinition): void {
  const place = desk.place('calendar', calendar.key);
  if (!isZone(calendar.timeZone)) {
    desk.report(
      at(place, 'timeZone'),
      'unknown_time_zone',
      both(`没有时区“${calendar.timeZone}”。`, `There is no time zone “${calendar.timeZone}”.`),
      both('写 IANA 名称，例如 "Asia/Shanghai"。', 'Write an IANA name: "Asia/Shanghai".'),
    );
  }
  for (const [days, spans] of Object.entries(calendar.week)) checkSpans(desk, at(place, 'week', days), spans);
  for (const [dates, spans] of Object.entries(calendar.except ?? {})) {
    checkDates(desk, at(place, 'except', dates), dates);
    checkSpans(desk, at(place, 'except', dates), spans);
  }
  if (Object.values(calendar.week).some((spans) => spans.length > 0)) return;
  desk.report(
    at(place, 'week'),
    'never_open',
    both('日历里没有任何工作时间，期限永远不会到。', 'The calendar has no working hours: no deadline would ever come.'),
    both('至少给一天写上时间段。', 'Give at least one day hours.'),
  );
}
