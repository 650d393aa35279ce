import { showDate, showDatetime } from '../../engine/form/fields/calendar.ts';
import { locale, t } from './index.ts';

/**
 * Money, numbers, dates and durations as people say them. Amounts are decimal text and never pass through a float's
 * rounding on the way in. Making an Intl format takes 30 µs, using one 1 µs: they are kept.
 */
const numbers = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale()} ${options.style} ${options.currency} ${options.maximumFractionDigits}`;
  let format = numbers.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale(), options);
    numbers.set(key, format);
  }
  return format;
}

type Amount = string | number | null | undefined;
const isNothing = (value: Amount): value is null | undefined | '' =>
  value === null || value === undefined || value === '';

/** Intl takes decimal strings exactly (ECMA-402 NumberFormat v3); the DOM typings say so only for string literals. */
const exact = (value: string | number) => value as `${number}`;

export function money(value: string | null | undefined, currency: string): string {
  if (isNothing(value)) return '–';
  return numberFormat({ style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(exact(value));
}

/** On an axis: whole steps without cents, which only made the labels run into each other. */
export function roundMoney(value: string, currency: string): string {
  const whole = Number.isInteger(Number(value)) ? { maximumFractionDigits: 0 } : {};
  return numberFormat({ style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...whole }).format(exact(value));
}

export function number(value: Amount, digits = 2): string {
  return isNothing(value) ? '–' : numberFormat({ maximumFractionDigits: digits }).format(exact(value));
}

/** part: 0.25 → 25 %. */
export function percent(part: Amount): string {
  if (isNothing(part)) return '–';
  return numberFormat({ style: 'percent', maximumFractionDigits: 1 }).format(exact(part));
}

/** Days and times as the field types write them: one way on all screens. From their own file: a page of dates alone needs no engine. */
export function date(value: string | null | undefined): string {
  if (value === null || value === undefined || value === '') return '–';
  return showDate(value.slice(0, 10), locale());
}

export function dateTime(value: string | null | undefined, timeZone: string): string {
  if (value === null || value === undefined || value === '') return '–';
  return showDatetime(value, timeZone, locale());
}

/** seconds → "3 天 4 小时" / "3 d 4 h": the largest units, two where nothing else is said. */
export function duration(seconds: number, most = 2): string {
  const total = Math.max(0, Math.round(seconds));
  const units: [string, number][] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  const first = units.findIndex(([, size]) => total >= size);
  if (first === -1) return t('time.underMinute');
  let rest = total;
  const parts: string[] = [];
  for (const [name, size] of units.slice(first, first + most)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(t(`time.${name}`, { n: count }));
  }
  return parts.join(' ');
}

/** "刚刚", "5 分钟前", yesterday and older as a date. */
export function ago(value: string, timeZone: string, now = Date.now()): string {
  const seconds = (now - Date.parse(value)) / 1000;
  if (seconds < 60) return t('time.justNow');
  if (seconds < 86_400) return t('time.ago', { d: duration(seconds - (seconds % 60), 1) });
  return dateTime(value, timeZone);
}

export type DueTone = 'neutral' | 'warning' | 'danger';
/** The chip of a deadline: amber from the reminder on (80 %), red when over. */
export function due(dueAt: string, remindAt: string | undefined, now = Date.now()): { text: string; tone: DueTone } {
  const left = (Date.parse(dueAt) - now) / 1000;
  if (left < 0) return { text: t('time.overdue', { d: duration(-left) }), tone: 'danger' };
  const near = remindAt !== undefined && Date.parse(remindAt) <= now;
  return { text: t('time.left', { d: duration(left) }), tone: near ? 'warning' : 'neutral' };
}

export function fileSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${number(bytes / 1024 ** step, step === 0 ? 0 : 1)} ${units[step]}`;
}
