export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof days)[number];

export type Spans = { [days: string]: string[] };

const isDay = (text: string | undefined): text is Day => days.some((day) => day === text);

export function rangeOf(key: string): { from: Day; to: Day } | undefined {
  const [from, to = from] = key.split('-');
  return isDay(from) && isDay(to) ? { from, to } : undefined;
}

export const keyOf = (from: Day, to: Day): string => (from === to ? from : `${from}-${to}`);

const span = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** "9-12", "9:00–12:00" and "09:00~12:00" are all "09:00-12:00"; undefined for what is no span of a day. */
export function readSpan(text: string): string | undefined {
  const parts = text
    .trim()
    .replaceAll('：', ':')
    .split(/\s*(?:-|–|—|~|～|至|到|to)\s*/);
  if (parts.length !== 2) return undefined;
  const [from, to] = parts.map((part) => {
    const [hour = '', minute = '00'] = part.split(':');
    return `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  });
  const written = `${from}-${to}`;
  return span.test(written) && from !== undefined && to !== undefined && from < to ? written : undefined;
}

/** The first days that no line speaks of yet. */
export function freeRange(taken: readonly string[]): string | undefined {
  const covered = new Set(
    taken.flatMap((key) => {
      const range = rangeOf(key);
      return range ? days.slice(days.indexOf(range.from), days.indexOf(range.to) + 1) : [];
    }),
  );
  const free = days.filter((day) => !covered.has(day));
  const [first] = free;
  if (first === undefined) return undefined;
  let last = first;
  for (const day of free) if (days.indexOf(day) === days.indexOf(last) + 1) last = day;
  return keyOf(first, last);
}
