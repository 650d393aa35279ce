import { textOf } from '../messages.ts';
import type { FormFault } from '../types.ts';
import type { CompiledForm, Place } from './model.ts';

/** Where the ring is best cut: at a rule, at a lookup, else at a formula. */
function placeOf(rule: string | undefined, lookup: string | undefined, first: Place | undefined): string {
  if (rule) return `/linkage/${rule.slice('rule:'.length)}/when`;
  return lookup ?? `${first?.pointer ?? ''}/value`;
}

/** A formula or a rule that waits for its own result, told as the fields that wait for each other. */
export function ringFault(ring: readonly string[], parts: Pick<CompiledForm, 'places' | 'lookups'>): FormFault {
  const paths = ring.filter((cell) => cell.startsWith('value:')).map((cell) => cell.slice('value:'.length));
  const first = parts.places.get(paths[0] ?? '');
  const rule = ring.find((cell) => cell.startsWith('rule:'));
  const lookup = ring.find((cell) => cell.startsWith('lookup:'));
  const asked = lookup === undefined ? undefined : parts.lookups.get(lookup.slice('lookup:'.length));
  const chain = paths.length > 0 ? [...paths, paths[0] ?? ''] : [...ring];
  const names = (locale: 'zh-CN' | 'en') =>
    chain
      .map((path) => {
        const place = parts.places.get(path);
        return place ? textOf(place.field.label, locale) : path;
      })
      .join(' → ');
  return {
    code: 'cycle',
    path: placeOf(rule, asked?.pointer, first),
    message: {
      'zh-CN': `这些字段互相等待：${names('zh-CN')}`,
      en: `These fields wait for each other: ${names('en')} (${chain.join(' → ')})`,
    },
    cure: {
      'zh-CN': '请改掉其中一个公式或联动，使它不再依赖自己的结果',
      en: 'Change one of the formulas or rules so that it no longer depends on its own result',
    },
    severity: 'error',
  };
}
