import type { Json } from '../draft/types.ts';

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

/** Hours from midnight. */
export interface Span {
  from: number;
  to: number;
  text: string;
}

const hour = (text: string): number => {
  const [hours = '0', minutes = '0'] = text.split(':');
  return Number(hours) + Number(minutes) / 60;
};

/** The spans of each day: "mon-fri" stands for five days, "sat-mon" goes round the week's end. */
export function hoursOf(week: Json | undefined): Record<Day, Span[]> {
  const days: Record<Day, Span[]> = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  if (typeof week !== 'object' || week === null || Array.isArray(week)) return days;
  for (const [range, spans] of Object.entries(week))
    for (const day of daysOf(range)) days[day] = (Array.isArray(spans) ? spans : []).flatMap(spanOf);
  return days;
}

function daysOf(range: string): Day[] {
  const [first, last = first] = range.split('-').map((name) => DAYS.indexOf(name as Day));
  if (first === undefined || last === undefined || first < 0 || last < 0) return [];
  const length = ((last - first + DAYS.length) % DAYS.length) + 1;
  return Array.from({ length }, (_, step) => DAYS[(first + step) % DAYS.length]).filter((day) => day !== undefined);
}

function spanOf(span: Json): Span[] {
  if (typeof span !== 'string') return [];
  const [from = '', to = ''] = span.split('-');
  return [{ from: hour(from), to: hour(to), text: span }];
}
