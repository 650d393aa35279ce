import type { CalendarDefinition } from '../definition/types.generated.ts';
import { addMonths, daysFromCivil, msPerDay, weekday } from '../expression/temporal/calendar.ts';
import { instantOf, localAt } from '../expression/temporal/zone.ts';
import { parseDuration } from './duration.ts';

/** From and to, in milliseconds from local midnight. */
type Span = readonly [from: number, to: number];

interface Exception {
  from: number;
  to: number;
  spans: readonly Span[];
}

/** Working hours made ready. `opened` keeps each day's hours as instants, so that a zone is asked once for a day. */
export interface WorkCalendar {
  readonly timeZone: string;
  /** By weekday, 1 Monday to 7 Sunday. */
  readonly week: readonly (readonly Span[])[];
  readonly except: readonly Exception[];
  readonly opened: Map<number, readonly Span[]>;
}

const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Who defines no working time at all must not make us search for ever: ten years without an hour are none. */
const horizon = 3660;

function readSpan(text: string): Span {
  const minutes = (part: string) => Number(part.slice(0, 2)) * 60 + Number(part.slice(3, 5));
  const [from = '', to = ''] = text.split('-');
  return [minutes(from) * 60_000, minutes(to) * 60_000];
}

/** In order and without overlap; a span that ends before it begins runs past midnight and is cut there. */
function readSpans(texts: readonly string[]): { today: Span[]; tomorrow: Span[] } {
  const today: Span[] = [];
  const tomorrow: Span[] = [];
  for (const [from, to] of texts.map(readSpan)) {
    if (from < to) today.push([from, to]);
    else {
      today.push([from, msPerDay]);
      if (to > 0) tomorrow.push([0, to]);
    }
  }
  return { today, tomorrow };
}

function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = merged[merged.length - 1];
    if (last && span[0] <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], span[1])];
    else merged.push(span);
  }
  return merged;
}

function readWeek(week: CalendarDefinition['week']): Span[][] {
  const days: Span[][] = Array.from({ length: 8 }, () => []);
  const put = (day: number, spans: readonly Span[]) => days[((day - 1) % 7) + 1]?.push(...spans);
  for (const [key, texts] of Object.entries(week)) {
    const [first = '', last = first] = key.split('-');
    const from = names.indexOf(first) + 1;
    const until = names.indexOf(last) + 1;
    const { today, tomorrow } = readSpans(texts);
    // fri-mon goes round the end of the week.
    for (let day = from; day <= (until < from ? until + 7 : until); day += 1) {
      put(day, today);
      put(day + 1, tomorrow);
    }
  }
  return days.map(merge);
}

function readDay(text: string): number {
  return daysFromCivil(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
}

/** The narrowest exception rules: one day worked within a closed week. */
function readExceptions(except: CalendarDefinition['except']): Exception[] {
  return Object.entries(except ?? {})
    .map(([key, texts]) => {
      const [first = '', last = first] = key.split('/');
      return { from: readDay(first), to: readDay(last), spans: merge(readSpans(texts).today) };
    })
    .sort((a, b) => a.to - a.from - (b.to - b.from));
}

export function compileCalendar(definition: CalendarDefinition): WorkCalendar {
  return {
    timeZone: definition.timeZone,
    week: readWeek(definition.week),
    except: readExceptions(definition.except),
    opened: new Map(),
  };
}

/** The working hours of a local day, as instants. */
function hoursOf(calendar: WorkCalendar, day: number): readonly Span[] {
  const known = calendar.opened.get(day);
  if (known) return known;
  const except = calendar.except.find((range) => range.from <= day && day <= range.to);
  const spans = except ? except.spans : (calendar.week[weekday(day)] ?? []);
  const midnight = day * msPerDay;
  const hours = spans.map(
    ([from, to]): Span => [instantOf(calendar.timeZone, midnight + from), instantOf(calendar.timeZone, midnight + to)],
  );
  if (calendar.opened.size > 8000) calendar.opened.clear();
  calendar.opened.set(day, hours);
  return hours;
}

const dayOf = (calendar: WorkCalendar, ms: number): number => Math.floor(localAt(calendar.timeZone, ms) / msPerDay);

/** The instant at which `amount` milliseconds of working time have passed since `start`. */
export function addWorkingMs(start: number, amount: number, calendar: WorkCalendar): number {
  let left = amount;
  const first = dayOf(calendar, start);
  for (let day = first; day < first + horizon; day += 1) {
    for (const [from, to] of hoursOf(calendar, day)) {
      if (to <= start) continue;
      const begin = Math.max(from, start);
      if (begin + left <= to) return begin + left;
      left -= to - begin;
    }
  }
  return start + amount;
}

/** So many working days later at the same time of day; a time outside working hours becomes the next hour worked. */
function addWorkingDays(start: number, days: number, calendar: WorkCalendar): number {
  const first = dayOf(calendar, start);
  const timeOfDay = localAt(calendar.timeZone, start) - first * msPerDay;
  let day = first;
  for (let left = days; left > 0 && day < first + horizon; ) {
    day += 1;
    if (hoursOf(calendar, day).length > 0) left -= 1;
  }
  return addWorkingMs(instantOf(calendar.timeZone, day * msPerDay + timeOfDay), 0, calendar);
}

/**
 * `start` (an ISO instant) and a duration later, as an ISO instant. With a calendar hours, minutes and seconds are working time and
 * days are working days; weeks, months and years are those of everybody's calendar.
 */
export function addWorkingTime(start: string, duration: string, calendar?: WorkCalendar): string {
  const parts = parseDuration(duration);
  if (!parts) return start;
  let ms = Date.parse(start);
  const zone = calendar?.timeZone ?? 'UTC';
  if (parts.months !== 0 || parts.weeks !== 0) {
    const local = localAt(zone, ms);
    const day = Math.floor(local / msPerDay);
    ms = instantOf(zone, (addMonths(day, parts.months) + parts.weeks * 7 - day) * msPerDay + local);
  }
  if (!calendar || parts.ms < 0 || parts.days < 0) {
    return new Date(ms + parts.days * msPerDay + parts.ms).toISOString();
  }
  if (parts.days > 0) ms = addWorkingDays(ms, parts.days, calendar);
  if (parts.ms > 0) ms = addWorkingMs(ms, parts.ms, calendar);
  return new Date(ms).toISOString();
}

/** Milliseconds of working time between two instants (ISO), 0 when `to` is not after `from`; without a calendar all time counts. */
export function workingTimeBetween(from: string, to: string, calendar?: WorkCalendar): number {
  const start = Date.parse(from);
  const end = Date.parse(to);
  if (end <= start) return 0;
  if (!calendar) return end - start;
  let sum = 0;
  const last = dayOf(calendar, end);
  for (let day = dayOf(calendar, start); day <= last; day += 1) {
    for (const [opens, closes] of hoursOf(calendar, day)) {
      sum += Math.max(0, Math.min(closes, end) - Math.max(opens, start));
    }
  }
  return sum;
}
