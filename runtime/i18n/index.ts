import { createI18n } from 'vue-i18n';
import type { Label } from '../../engine/definition/types.generated.ts';
import { recall, remember } from '../device/memory.ts';

export type Locale = 'zh-CN' | 'en';
export const locales: { key: Locale; name: string }[] = [
  { key: 'zh-CN', name: '简体中文' },
  { key: 'en', name: 'English' },
];

/** Chosen before, else what the browser asks for, else Chinese. `?lang=` lets an embedding page choose. */
function firstLocale(): Locale {
  const asked = new URLSearchParams(location.search).get('lang') ?? recall('locale') ?? navigator.language;
  return asked.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

export const i18n = createI18n({ legacy: false, locale: firstLocale(), messages: { 'zh-CN': {}, en: {} } });

type Texts = Record<Locale, () => Promise<{ default: object }>>;

const all: Texts[] = [];

/** Texts of one more part of the product, of which only the reader's language is fetched. */
export async function addTexts(texts: Texts): Promise<void> {
  all.push(texts);
  await fetchTexts(texts, locale());
}

async function fetchTexts(texts: Texts, language: Locale): Promise<void> {
  i18n.global.mergeLocaleMessage(language, (await texts[language]()).default);
}

export function locale(): Locale {
  return i18n.global.locale.value;
}

export async function setLocale(next: Locale): Promise<void> {
  await Promise.all(all.map((texts) => fetchTexts(texts, next)));
  i18n.global.locale.value = next;
  remember('locale', next);
  document.documentElement.lang = next;
}

/** The text of a definition's label in the reader's language. */
export function text(label: Label | undefined | null): string {
  if (label === undefined || label === null) return '';
  return typeof label === 'string' ? label : label[locale()];
}

export const t = i18n.global.t;
document.documentElement.lang = locale();

await addTexts({ 'zh-CN': () => import('./zh-CN.ts'), en: () => import('./en.ts') });
