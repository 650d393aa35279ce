import { i18n } from '../../runtime/i18n/index.ts';
import '../../runtime/i18n/workbench/index.ts';

type Texts = { [key: string]: string | Texts };
/** What an area of the designer says, in both languages. */
export interface Area {
  'zh-CN': Texts;
  en: Texts;
}

/**
 * One file for each area, found by its name: designer/i18n/panel.ts holds what `t('panel.…')` says and exports
 * `{ 'zh-CN': …, en: … }`. The runtime's texts are there too, because the designer shows the runtime's own screens.
 */
export const areas: Record<string, Area> = Object.fromEntries(
  Object.entries(import.meta.glob<{ default: Area }>(['./*.ts', '!./index.ts', '!./*.test.ts'], { eager: true })).map(
    ([path, module]) => [path.slice('./'.length, -'.ts'.length), module.default],
  ),
);

for (const [name, area] of Object.entries(areas)) {
  i18n.global.mergeLocaleMessage('zh-CN', { [name]: area['zh-CN'] });
  i18n.global.mergeLocaleMessage('en', { [name]: area.en });
}

export { i18n, locale, locales, setLocale, t, text } from '../../runtime/i18n/index.ts';
