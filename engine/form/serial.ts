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

interface Piece {
  /** As it stands in the format. */
  text: string;
  /** "yyyyMMdd" in its parts; none for letters that stand for nothing. */
  date?: ((at: WallClock) => string)[];
  /** Of the counter. */
  digits?: number;
}

const formats = new Map<string, readonly Piece[]>();

function readFormat(format: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const found of format.matchAll(place)) {
    const [text, name = '', digits] = found;
    if (found.index > end) pieces.push({ text: format.slice(end, found.index) });
    end = found.index + text.length;
    if (name === 'seq') pieces.push({ text, digits: Number(digits ?? 1) });
    else pieces.push({ text, ...dateOf(name) });
  }
  return end < format.length ? [...pieces, { text: format.slice(end) }] : pieces;
}

function dateOf(pattern: string): Pick<Piece, 'date'> {
  const names = pattern.match(/yyyy|yy|MM|dd|HH|mm|ss/g) ?? [];
  return names.join('') === pattern ? { date: names.flatMap((name) => parts[name] ?? []) } : {};
}

/** Every record that is made has its number written: a format is read once. */
function piecesOf(format: string): readonly Piece[] {
  let pieces = formats.get(format);
  if (pieces === undefined) {
    pieces = readFormat(format);
    if (formats.size > 1_000) formats.clear();
    formats.set(format, pieces);
  }
  return pieces;
}

function write(format: string, now: string, timeZone: string, seq: (digits: number) => string): string {
  const at = wallClock(now, timeZone);
  let written = '';
  for (const { text, date, digits } of piecesOf(format)) {
    if (digits !== undefined) written += seq(digits);
    else if (date && at) for (const part of date) written += part(at);
    else written += text;
  }
  return written;
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
