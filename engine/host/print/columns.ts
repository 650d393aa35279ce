/** What a column needs: its longest word, and all of its longest text on one line. */
export interface Wanted {
  least: number;
  most: number;
}

/**
 * How wide the columns of a table are. Where everything fits on one line, what is left goes by shares; else no word is
 * broken as long as all words fit; else words are broken where they must be.
 */
export function widthsOf(wanted: readonly Wanted[], shares: readonly number[], width: number): number[] {
  const least = sum(wanted.map((column) => column.least));
  const most = sum(wanted.map((column) => column.most));
  if (most <= width) {
    const all = sum(shares);
    return wanted.map((column, index) => column.most + ((width - most) * (shares[index] ?? 0)) / all);
  }
  if (least <= width) {
    return wanted.map((column) => column.least + ((width - least) * (column.most - column.least)) / (most - least));
  }
  return wanted.map((column) => (column.least * width) / least);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
