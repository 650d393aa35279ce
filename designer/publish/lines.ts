/** One row of two texts side by side. undefined: there is nothing on this side. */
export interface Row {
  left: string | undefined;
  right: string | undefined;
  isSame: boolean;
}

/** Above this many lines the middle is shown as replaced: nobody reads that far, and the search is quadratic. */
const MOST = 2000;

/** Two texts line by line: what is the same stands beside itself, what differs beside what it replaces. */
export function sideBySide(before: string, after: string): Row[] {
  const [old, next] = [before === '' ? [] : before.split('\n'), after === '' ? [] : after.split('\n')];
  let start = 0;
  while (start < old.length && start < next.length && old[start] === next[start]) start += 1;
  let end = 0;
  while (
    end < old.length - start &&
    end < next.length - start &&
    old[old.length - 1 - end] === next[next.length - 1 - end]
  )
    end += 1;
  const same = (line: string | undefined): Row => ({ left: line, right: line, isSame: true });
  return [
    ...old.slice(0, start).map(same),
    ...middle(old.slice(start, old.length - end), next.slice(start, next.length - end)),
    ...old.slice(old.length - end).map(same),
  ];
}

function middle(old: string[], next: string[]): Row[] {
  if (old.length * next.length > MOST * MOST || old.length === 0 || next.length === 0) return beside(old, next);
  const rows: Row[] = [];
  const common = commonLines(old, next);
  let [i, j] = [0, 0];
  for (const [at, to] of [...common, [old.length, next.length] as const]) {
    rows.push(...beside(old.slice(i, at), next.slice(j, to)));
    if (at < old.length) rows.push({ left: old[at], right: next[to], isSame: true });
    [i, j] = [at + 1, to + 1];
  }
  return rows;
}

function beside(old: string[], next: string[]): Row[] {
  return Array.from({ length: Math.max(old.length, next.length) }, (_, index) => ({
    left: old[index],
    right: next[index],
    isSame: false,
  }));
}

/** The longest run of lines that both have in the same order: pairs of positions. */
function commonLines(old: string[], next: string[]): [number, number][] {
  const width = next.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = next.length - 1; j >= 0; j -= 1)
      longest[i * width + j] =
        old[i] === next[j]
          ? (longest[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < next.length) {
    if (old[i] === next[j]) {
      pairs.push([i, j]);
      i += 1;
      j += 1;
    } else if ((longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0)) i += 1;
    else j += 1;
  }
  return pairs;
}

/** Only what differs, with a few lines around it; undefined stands for what is left out. */
export function folded(rows: readonly Row[], around = 3): (Row | undefined)[] {
  const near = new Set(
    rows.flatMap((row, index) =>
      row.isSame ? [] : Array.from({ length: 2 * around + 1 }, (_, step) => index - around + step),
    ),
  );
  const shown: (Row | undefined)[] = [];
  for (const [index, row] of rows.entries()) {
    if (near.has(index)) shown.push(row);
    else if (shown.at(-1) !== undefined || shown.length === 0) shown.push(undefined);
  }
  return shown;
}
