import type { Linkage, Right } from '../../../engine/definition/index.ts';
import type { Locale } from '../../../runtime/i18n/index.ts';
import type { PickItem } from '../controls/pick.ts';
import { rightWords } from '../rights/words.ts';

export type Effects = Linkage['then'];
export type Effect = Effects[string];

export interface Parts {
  right?: Right | undefined;
  value?: unknown;
  options?: string[] | undefined;
}

export const partsOf = (effect: Effect | undefined): Parts =>
  effect === undefined ? {} : typeof effect === 'string' ? { right: effect } : (effect as Parts);

/** A right alone is written as a word; undefined where nothing is left. */
export function effectOf(parts: Parts): Effect | undefined {
  const kept = Object.entries(parts).filter(([, value]) => value !== undefined);
  if (kept.length === 0) return undefined;
  if (kept.length === 1 && parts.right !== undefined) return parts.right;
  return Object.fromEntries(kept) as Effect;
}

const words = {
  value: { 'zh-CN': '取值由规则决定', en: 'gets a value' },
  options: { 'zh-CN': '限定选项', en: 'has fewer options' },
};

/** "Evidence: Require, Reason: has fewer options". */
export function effectWords(effects: Effects, targets: readonly PickItem[], locale: Locale): string {
  return Object.entries(effects)
    .map(([path, effect]) => {
      const name = targets.find(({ value }) => value === path)?.label ?? path;
      const { right, value, options } = partsOf(effect);
      const said = [
        right === undefined ? '' : rightWords[right][locale],
        value === undefined ? '' : words.value[locale],
        options === undefined ? '' : words.options[locale],
      ].filter(Boolean);
      return `${name} ${said.join(locale === 'en' ? ' and ' : '、')}`;
    })
    .join(locale === 'en' ? ', ' : '，');
}
