import type { Localised } from './model.ts';
import { nearest } from './nearest.ts';

export function both(zh: string, en: string): Localised {
  return { 'zh-CN': zh, en };
}

export const joined = (first: Localised, second: Localised): Localised =>
  both(`${first['zh-CN']}${second['zh-CN']}`, `${first.en} ${second.en}`);

const LISTED = 12;

/** "Did you mean …?", or what there is to choose from. */
export function suggestion(word: string, names: Iterable<string>): Localised {
  const all = [...names];
  const near = nearest(word, all);
  if (near !== undefined) return both(`是不是“${near}”？`, `Did you mean “${near}”?`);
  if (all.length === 0) return both('这里还没有可用的名称，请先定义它。', 'There is none yet: define it first.');
  const shown = all.slice(0, LISTED);
  const more = all.length > LISTED ? ' …' : '';
  return both(`可用的有：${shown.join('、')}${more}。`, `There are: ${shown.join(', ')}${more}.`);
}

/** A JSON pointer's step, escaped as RFC 6901 says. */
export const step = (key: string | number): string => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
