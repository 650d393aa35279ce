import type { Label, Option } from '../../engine/definition/index.ts';

/** Latin words become a key that says what it is; other scripts are numbered: a transcription would be guessed. */
export function slug(label: string): string | undefined {
  const words = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const isLatin = words !== null && !/[^\p{Script=Latin}\p{N}\p{P}\p{S}\p{Z}\p{M}]/u.test(label.normalize('NFKD'));
  const key = isLatin ? words.join('_').slice(0, 40).replace(/_+$/, '') : '';
  return /^[a-z]/.test(key) ? key : undefined;
}

/** A key that nothing else has: the label's words, or "option_3". Given once and never changed. */
export function newKey(label: string, taken: ReadonlySet<string>, word: string): string {
  const base = slug(label);
  if (base !== undefined && !taken.has(base)) return base;
  const stem = base ?? word;
  for (let number = base === undefined ? 1 : 2; ; number++) {
    const key = `${stem}_${number}`;
    if (!taken.has(key)) return key;
  }
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
