import type { Label, Option } from '../../engine/definition/index.ts';
import { freeKey, nextKey, ownKey } from '../keys/keys.ts';

/** A key that nothing else has: the label's words, or "option_3". Given once and never changed. */
export function newKey(label: string, taken: ReadonlySet<string>, word: string): string {
  const own = ownKey(label);
  return own === '' ? nextKey(word, taken) : freeKey(own, taken);
}

/** 选项 1, 选项 2 …, as a new field has them. */
export function areBorn(options: readonly Option[]): boolean {
  return options.every(({ key, label }) => {
    const [, count] = /^option_([\d_]+)$/.exec(key) ?? [];
    return typeof label === 'object' && count !== undefined && label['zh-CN'] === `选项 ${count.replace('_', '.')}`;
  });
}

/** One option for each line, or between 、 and ; of one line; what is there already is not added again. "key<tab>label" keeps the key, as spreadsheets paste. */
export function addLines(options: readonly Option[], text: string): Option[] {
  // What nobody has named yet makes room for what somebody names.
  const own = areBorn(options) ? [] : options;
  const next = [...own];
  const taken = new Set(own.map(({ key }) => key));
  const labels = new Set(own.map(({ label }) => (typeof label === 'string' ? label : label['zh-CN'])));
  for (const line of text.split(text.includes('\t') ? /\r?\n/ : /\r?\n|[、；;]/)) {
    const cells = line.split('\t').map((cell) => cell.trim());
    const label = (cells.length > 1 ? cells[1] : cells[0]) ?? '';
    if (label === '' || labels.has(label)) continue;
    const given = cells.length > 1 ? cells[0] : undefined;
    const key = given && !taken.has(given) ? given : newKey(label, taken, 'option');
    taken.add(key);
    labels.add(label);
    const english = cells[2];
    const both: Label = english ? { 'zh-CN': label, en: english } : label;
    next.push({ key, label: both });
  }
  return next;
}
