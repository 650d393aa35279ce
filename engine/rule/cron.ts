import { ExpressionError } from '../expression/index.ts';
import { civilFromDays, msPerDay, weekday } from '../expression/temporal/calendar.ts';
import { instantOf, localAt } from '../expression/temporal/zone.ts';

export interface Cron {
  minutes: readonly number[];
  hours: readonly number[];
  days: readonly number[];
  months: readonly number[];
  /** 0 Sunday to 6 Saturday. */
  weekdays: readonly number[];
  /** As in Vixie cron: where both day fields are restricted, either one is enough. */
  eitherDay: boolean;
}

interface Part {
  zh: string;
  en: string;
  from: number;
  to: number;
  names?: readonly string[];
}

const PARTS: readonly [Part, Part, Part, Part, Part] = [
  { zh: '分', en: 'minute', from: 0, to: 59 },
  { zh: '时', en: 'hour', from: 0, to: 23 },
  { zh: '日', en: 'day', from: 1, to: 31 },
  {
    zh: '月',
    en: 'month',
    from: 1,
    to: 12,
    names: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  // 7 is Sunday too.
  { zh: '星期', en: 'weekday', from: 0, to: 7, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

/** Search no further: every schedule that ever comes, comes within the eight years between leap days (1896–1904, 2096–2104). */
const MOST_DAYS = 366 * 8 + 1;

function refusal(text: string, part?: Part): ExpressionError {
  return new ExpressionError(
    'bad_schedule',
    {
      'zh-CN': part ? `时间表“${text}”中的“${part.zh}”写错了。` : `时间表“${text}”应有五段：分 时 日 月 星期。`,
      en: part
        ? `The ${part.en} in the schedule “${text}” is wrong.`
        : `The schedule “${text}” needs five parts: minute hour day month weekday.`,
    },
    {
      cure: {
        'zh-CN': '例如 "0 9 * * 1-5" 是工作日 9:00，"*/15 * * * *" 是每 15 分钟。',
        en: 'For example "0 9 * * 1-5" is 9:00 on weekdays, "*/15 * * * *" every 15 minutes.',
      },
    },
  );
}

function numberOf(word: string, part: Part): number | undefined {
  const named = part.names?.indexOf(word.toLowerCase()) ?? -1;
  const value = named >= 0 && word !== '' ? named : /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
  return value >= part.from && value <= part.to ? value : undefined;
}

/** One item of a list: a number, a range, a star, with a step behind a slash. */
function itemOf(item: string, part: Part): number[] | undefined {
  const [range = '', stride = '1', ...more] = item.split('/');
  const by = /^\d{1,2}$/.test(stride) ? Number(stride) : 0;
  if (by < 1 || more.length > 0) return undefined;
  const [first = '', last, ...rest] = range.split('-');
  const from = range === '*' ? part.from : numberOf(first, part);
  const open = range === '*' || (item.includes('/') && last === undefined);
  const to = open ? part.to : last === undefined ? from : numberOf(last, part);
  if (from === undefined || to === undefined || to < from || rest.length > 0) return undefined;
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, i) => from + i * by);
}

function valuesOf(field: string, part: Part, text: string): number[] {
  const values = field.split(',').map((item) => itemOf(item, part));
  if (values.includes(undefined)) throw refusal(text, part);
  return [...new Set(values.flatMap((list) => list ?? []))].sort((a, b) => a - b);
}

/** Five fields: minute hour day month weekday; `*`, lists, ranges, steps, names. Throws an ExpressionError `bad_schedule`. */
export function parseCron(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5) throw refusal(text);
  const [minute = '', hour = '', day = '', month = '', week = ''] = fields;
  const cron: Cron = {
    minutes: valuesOf(minute, PARTS[0], text),
    hours: valuesOf(hour, PARTS[1], text),
    days: valuesOf(day, PARTS[2], text),
    months: valuesOf(month, PARTS[3], text),
    weekdays: [...new Set(valuesOf(week, PARTS[4], text).map((value) => value % 7))],
    eitherDay: !day.startsWith('*') && !week.startsWith('*'),
  };
  if (!cron.eitherDay && !cron.months.some((m) => cron.days.some((d) => d <= longest(m))))
    throw refusal(text, PARTS[2]);
  return cron;
}

const longest = (month: number): number => [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 31;

function isRunDay(cron: Cron, days: number): boolean {
  const { month, day } = civilFromDays(days);
  if (!cron.months.includes(month)) return false;
  const byDay = cron.days.includes(day);
  const byWeek = cron.weekdays.includes(weekday(days) % 7);
  return cron.eitherDay ? byDay || byWeek : byDay && byWeek;
}

/**
 * The next moment strictly after `after` (ISO instants) on the clock of the zone; undefined where it never comes.
 * A time that the change to summer skips comes as much later; one that comes twice in autumn runs the first time.
 */
export function nextRun(schedule: string | Cron, after: string, timeZone: string): string | undefined {
  const cron = typeof schedule === 'string' ? parseCron(schedule) : schedule;
  const start = Date.parse(after);
  const today = Math.floor(localAt(timeZone, start) / msPerDay);
  for (let days = today; days < today + MOST_DAYS; days += 1) {
    if (!isRunDay(cron, days)) continue;
    const found = firstOn(cron, days, start, timeZone);
    if (found !== undefined) return new Date(found).toISOString();
  }
  return undefined;
}

function firstOn(cron: Cron, days: number, start: number, timeZone: string): number | undefined {
  let best: number | undefined;
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      const moment = instantOf(timeZone, days * msPerDay + hour * 3_600_000 + minute * 60_000);
      if (moment > start && (best === undefined || moment < best)) best = moment;
    }
  }
  return best;
}
