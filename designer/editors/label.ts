import type { Label } from '../../engine/definition/index.ts';
import type { Locale } from '../../runtime/i18n/index.ts';

export const other = (locale: Locale): Locale => (locale === 'en' ? 'zh-CN' : 'en');

export function textIn(label: Label | undefined, locale: Locale): string {
  if (label === undefined) return '';
  return typeof label === 'string' ? label : (label[locale] ?? '');
}

/** One language typed anew. A text for all languages stays one while it is edited as one; two empty texts are no label. */
export function withText(
  label: Label | undefined,
  locale: Locale,
  text: string,
  isOneForAll: boolean,
): Label | undefined {
  if (isOneForAll && (label === undefined || typeof label === 'string')) return text === '' ? undefined : text;
  const rest = textIn(label, other(locale));
  // A text for both that is cleared is gone for both: the other box shows it as a hint only.
  if (text === '' && (rest === '' || typeof label === 'string')) return undefined;
  if (text === '') return rest;
  if (rest === '') return text;
  return locale === 'en' ? { 'zh-CN': rest, en: text } : { 'zh-CN': text, en: rest };
}

const chinese = /\p{Script=Han}/u;

/** The language that readers will miss: a text in one script that stands for both. */
export function missing(label: Label | undefined): Locale | undefined {
  if (label === undefined || label === '') return undefined;
  if (typeof label !== 'string') {
    if ((label.en ?? '') === '') return 'en';
    return (label['zh-CN'] ?? '') === '' ? 'zh-CN' : undefined;
  }
  // "SKU", "¥", "2026" and codes read the same in both.
  if (chinese.test(label)) return 'en';
  return /\p{Ll}.*\s|\p{Ll}{4}/u.test(label) ? 'zh-CN' : undefined;
}
