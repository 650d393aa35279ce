import { i18n } from '../../runtime/i18n/index.ts';
import '../../runtime/i18n/workbench/index.ts';

type Texts = { [key: string]: string | Texts };
/** What an area of the designer says, in both languages. */
export interface Area {
  'zh-CN': Texts;
  en: Texts;
}

const modules = import.meta.glob<{ default: Area }>(['./*.ts', './*/*.ts', '!./index.ts', '!./*.test.ts'], {
  eager: true,
});

/**
 * One file for each area, found by its name: designer/i18n/home.ts holds what `t('home.…')` says, and
 * designer/i18n/editors/condition.ts what `t('editors.condition.…')` says; each exports `{ 'zh-CN': …, en: … }`. The
 * runtime's texts are there too, because the designer shows the runtime's own screens.
 */
export const areas: Record<string, Area> = Object.fromEntries(
  Object.entries(modules).map(([path, module]) => [
    path.slice('./'.length, -'.ts'.length).replaceAll('/', '.'),
    module.default,
  ]),
);

/** What an area says, under its name: "editors.condition" inside of "editors". */
const under = (name: string, texts: Texts): Texts =>
  name.split('.').reduceRight<Texts>((inner, step) => ({ [step]: inner }), texts);

for (const [name, area] of Object.entries(areas)) {
  i18n.global.mergeLocaleMessage('zh-CN', under(name, area['zh-CN']));
  i18n.global.mergeLocaleMessage('en', under(name, area.en));
}

/** A label inside of a sentence: "Add state". What is not written as one word with a capital ("SKU") stays. */
export const inSentence = (label: string): string =>
  /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

export { i18n, locale, locales, setLocale, t, text } from '../../runtime/i18n/index.ts';
