import type { Placed } from './types.ts';

export const GRID_COLUMNS = 12;

interface Size {
  key: string;
  /** Columns and rows. */
  size: readonly number[];
}

const whole = (value: number | undefined, most: number): number =>
  Math.max(1, Math.min(most, Math.trunc(value ?? 1) || 1));

/** Tiles on a grid, each in the first place from the top left where it fits; earlier tiles choose first. */
export function pack(tiles: readonly Size[], columns: number = GRID_COLUMNS): Placed[] {
  /** Rows of the grid as sets of bits: a set bit is a taken column. */
  const taken: boolean[][] = [];
  const isFree = (column: number, row: number, width: number, height: number): boolean => {
    for (let r = row; r < row + height; r += 1)
      for (let c = column; c < column + width; c += 1) if (taken[r]?.[c]) return false;
    return true;
  };
  const take = ({ column, row, width, height }: Placed): void => {
    for (let r = row; r < row + height; r += 1) {
      const cells = (taken[r] ??= Array.from({ length: columns }, () => false));
      cells.fill(true, column, column + width);
    }
  };
  return tiles.map(({ key, size }) => {
    const width = whole(size[0], columns);
    const height = whole(size[1], 1000);
    for (let row = 0; ; row += 1) {
      for (let column = 0; column + width <= columns; column += 1) {
        if (!isFree(column, row, width, height)) continue;
        const placed = { key, column, row, width, height };
        take(placed);
        return placed;
      }
    }
  });
}
