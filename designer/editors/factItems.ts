import type { Locale } from '../../runtime/i18n/index.ts';
import { type Fact, groupWords } from '../facts/index.ts';
import type { PickItem } from './controls/pick.ts';

/** Facts as entries of a list, under the headings of their groups, columns under their table. */
export function factItems(
  tree: readonly Fact[],
  locale: Locale,
  wanted: (fact: Fact) => boolean = () => true,
  depth = 0,
): PickItem[] {
  return tree.flatMap((fact) => {
    const inner = factItems(fact.children ?? [], locale, wanted, wanted(fact) ? depth + 1 : depth);
    if (!wanted(fact)) return inner;
    const item: PickItem = {
      value: fact.path,
      label: depth > 0 && fact.group !== 'field' ? fact.label[locale] : fact.fullLabel[locale],
      group: groupWords[fact.group][locale],
      words: `${fact.fullLabel['zh-CN']} ${fact.fullLabel.en}`,
      ...(depth > 0 ? { depth } : {}),
    };
    return [item, ...inner];
  });
}
