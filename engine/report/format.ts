import type { Locale } from './text.ts';
import type { Format } from './types.ts';

const DASH = '–';

const UNITS: readonly [seconds: number, zh: string, en: string][] = [
  [86_400, '天', 'd'],
  [3600, '小时', 'h'],
  [60, '分', 'min'],
  [1, '秒', 's'],
];

/** The two largest units: "1 d 4 h", "3 小时 20 分". */
function durationText(seconds: number, locale: Locale): string {
  const whole = Math.round(Math.abs(seconds));
  const start = UNITS.findIndex(([size]) => whole >= size);
  if (start < 0) return locale === 'zh-CN' ? '0 秒' : '0 s';
  let left = whole;
  const parts: string[] = [];
  for (const [size, zh, en] of UNITS.slice(start, start + 2)) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count} ${locale === 'zh-CN' ? zh : en}`);
  }
  return `${seconds < 0 ? '-' : ''}${parts.join(' ')}`;
}

/** How people read a figure (decimal text): "1,234.50", "12.3%", "3 h 20 min"; nothing is a dash. */
export function formatFigure(value: string | null, format: Format, ctx: { locale: Locale; currency: string }): string {
  if (value === null) return DASH;
  if (format === 'duration') return durationText(Number(value), ctx.locale);
  const options: Intl.NumberFormatOptions =
    format === 'money'
      ? { style: 'currency', currency: ctx.currency }
      : format === 'percent'
        ? { style: 'percent', maximumFractionDigits: 1 }
        : { maximumFractionDigits: format === 'integer' ? 0 : 2 };
  // Given as text, a decimal is formatted exactly.
  return new Intl.NumberFormat(ctx.locale, options).format(value as `${number}`);
}
