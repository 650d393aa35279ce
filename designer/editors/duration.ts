import type { Locale } from '../../runtime/i18n/index.ts';

/** The units that people say a time in. A month is no number of days, so none is turned into another. */
export const units = ['minute', 'hour', 'day', 'week', 'month'] as const;
export type Unit = (typeof units)[number];
export interface Amount {
  count: number;
  unit: Unit;
}

const written: Record<Unit, (count: number) => string> = {
  minute: (count) => `PT${count}M`,
  hour: (count) => `PT${count}H`,
  day: (count) => `P${count}D`,
  week: (count) => `P${count}W`,
  month: (count) => `P${count}M`,
};

export const writeDuration = ({ count, unit }: Amount): string => written[unit](count);

const shapes: readonly [RegExp, Unit][] = [
  [/^PT(\d+)M$/, 'minute'],
  [/^PT(\d+)H$/, 'hour'],
  [/^P(\d+)D$/, 'day'],
  [/^P(\d+)W$/, 'week'],
  [/^P(\d+)M$/, 'month'],
];

/** A number of one unit; undefined for what is put together of several (P1DT2H), which stays a text. */
export function readDuration(text: string): Amount | undefined {
  for (const [shape, unit] of shapes) {
    const found = shape.exec(text);
    if (found) return { count: Number(found[1]), unit };
  }
  return undefined;
}

const words: Record<Unit, Record<Locale, string>> = {
  minute: { 'zh-CN': '分钟', en: 'minute' },
  hour: { 'zh-CN': '小时', en: 'hour' },
  day: { 'zh-CN': '天', en: 'day' },
  week: { 'zh-CN': '周', en: 'week' },
  month: { 'zh-CN': '个月', en: 'month' },
};

export const unitWord = (unit: Unit, count: number, locale: Locale): string =>
  locale === 'en' && count !== 1 ? `${words[unit].en}s` : words[unit][locale];

export function durationWords(text: string, locale: Locale): string | undefined {
  const amount = readDuration(text);
  return amount && `${amount.count} ${unitWord(amount.unit, amount.count, locale)}`;
}
