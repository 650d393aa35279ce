import type { FactType, Json } from '../../../engine/expression/index.ts';
import type { Locale } from '../../../runtime/i18n/index.ts';
import { no, yes } from '../condition/words.ts';
import { durationWords } from '../duration.ts';

const names: Record<Exclude<FactType['kind'], 'list'>, Record<Locale, string>> = {
  text: { 'zh-CN': '文本', en: 'text' },
  integer: { 'zh-CN': '整数', en: 'whole number' },
  number: { 'zh-CN': '数字', en: 'number' },
  boolean: { 'zh-CN': '是/否', en: 'yes/no' },
  date: { 'zh-CN': '日期', en: 'date' },
  time: { 'zh-CN': '时间', en: 'time' },
  datetime: { 'zh-CN': '日期时间', en: 'date and time' },
  duration: { 'zh-CN': '时长', en: 'duration' },
  any: { 'zh-CN': '任意值', en: 'any value' },
  context: { 'zh-CN': '一组值', en: 'group of values' },
};

export function typeName(type: FactType, locale: Locale): string {
  if (type.kind !== 'list') return names[type.kind][locale];
  const of = typeName(type.of, locale);
  return locale === 'en' ? `list of ${of}` : `列表（${of}）`;
}

const MOST = 160;

/** A result as people read it; long ones are cut. */
export function valueText(value: Json, type: FactType, locale: Locale, timeZone: string): string {
  if (value === null) return locale === 'en' ? '(empty)' : '（空）';
  if (typeof value === 'boolean') return (value ? yes : no)[locale];
  if (Array.isArray(value)) {
    const of = type.kind === 'list' ? type.of : type;
    const said = value.slice(0, 12).map((item) => valueText(item, of, locale, timeZone));
    const text = said.join(locale === 'en' ? ', ' : '、');
    return value.length > 12 || text.length > MOST
      ? `${text.slice(0, MOST)}…`
      : text || (locale === 'en' ? '(empty list)' : '（空列表）');
  }
  if (typeof value === 'object') return JSON.stringify(value).slice(0, MOST);
  if (type.kind === 'datetime' && typeof value === 'string') {
    const moment = new Date(value);
    if (!Number.isNaN(moment.getTime())) {
      return moment.toLocaleString(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' });
    }
  }
  if (type.kind === 'duration' && typeof value === 'string') return durationWords(value, locale) ?? value;
  return String(value);
}
