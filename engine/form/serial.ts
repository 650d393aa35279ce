import { type WallClock, wallClock } from './fields/calendar.ts';

const place = /\{([A-Za-z]+)(?::(\d{1,2}))?\}/g;
const two = (value: number): string => String(value).padStart(2, '0');

const parts: Record<string, (at: WallClock) => string> = {
  yyyy: (at) => String(at.year).padStart(4, '0'),
  yy: (at) => two(at.year % 100),
  MM: (at) => two(at.month),
  dd: (at) => two(at.day),
  HH: (at) => two(at.hour),
  mm: (at) => two(at.minute),
  ss: (at) => two(at.second),
};

/** "yyyyMMdd" → "20260302"; undefined for letters that stand for nothing. */
function dateText(pattern: string, at: WallClock): string | undefined {
  const pieces = pattern.match(/yyyy|yy|MM|dd|HH|mm|ss/g) ?? [];
  return pieces.join('') === pattern ? pieces.map((piece) => parts[piece]?.(at) ?? '').join('') : undefined;
}

function write(format: string, now: string, timeZone: string, seq: (digits: number) => string): string {
  const at = wallClock(now, timeZone);
  return format.replace(place, (whole, name: string, digits: string | undefined) => {
    if (name === 'seq') return seq(Number(digits ?? 1));
    return (at && dateText(name, at)) ?? whole;
  });
}

/** RT{yyyyMMdd}{seq:5} → RT2026030200042. A counter that outgrows its digits goes on with more. */
export function formatSerial(format: string, now: string, timeZone: string, seq: number): string {
  return write(format, now, timeZone, (digits) => String(seq).padStart(digits, '0'));
}

/** What the counter belongs to: the text before it; it starts again when that changes. */
export function serialPeriod(format: string, now: string, timeZone: string): string {
  const counter = format.search(/\{seq(:\d{1,2})?\}/);
  return write(counter < 0 ? format : format.slice(0, counter), now, timeZone, () => '');
}

/** Whether every place of the format stands for something, and there is a counter. */
export function isSerialFormat(format: string): boolean {
  let counters = 0;
  for (const [, name = '', digits] of format.matchAll(place)) {
    if (name === 'seq') counters += digits === undefined || Number(digits) > 0 ? 1 : 2;
    else if ((name.match(/yyyy|yy|MM|dd|HH|mm|ss/g) ?? []).join('') !== name) return false;
  }
  return counters === 1 && !/[{}]/.test(format.replace(place, ''));
}
