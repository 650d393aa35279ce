import { createI18n } from 'vue-i18n';
import type { Label } from '../../engine/definition/types.generated.ts';
import { recall, remember } from '../device/memory.ts';
import en from './en.ts';
import zhCN from './zh-CN.ts';

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

export const i18n = createI18n({
  legacy: false,
  locale: firstLocale(),
  fallbackLocale: 'en',
  messages: { 'zh-CN': zhCN, en },
});

export function locale(): Locale {
  return i18n.global.locale.value;
}

export function setLocale(next: Locale): void {
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
