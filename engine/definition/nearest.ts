/** Edits (insert, delete, replace, swap of neighbours) between two words, given up above `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}

/** The name that was probably meant: a typing slip away, or the same but for case and underscores. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replaceAll('_', '').slice(0, 100);
  const limit = Math.max(1, Math.min(3, Math.round(word.length / 2.5)));
  let best: string | undefined;
  let least = limit + 1;
  for (const name of names) {
    const cost = plain(name) === plain(word) ? 0 : distance(plain(word), plain(name), limit);
    if (cost < least) [best, least] = [name, cost];
  }
  return best;
}
