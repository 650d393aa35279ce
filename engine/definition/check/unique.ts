import { both } from '../texts.ts';
import { at, type Desk, type Place } from './desk.ts';

/** Keys in one list are all different. */
export function checkUnique(desk: Desk, place: Place, items: readonly { key: string }[]): void {
  const seen = new Set<string>();
  items.forEach((item, i) => {
    if (seen.has(item.key)) {
      desk.report(
        at(place, i, 'key'),
        'duplicate_key',
        both(`键“${item.key}”重复。`, `The key “${item.key}” is used twice.`),
        both('请给其中一个换一个键。', 'Give one of them another key.'),
      );
    }
    seen.add(item.key);
  });
}
