import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRID_COLUMNS, pack } from './pack.ts';
import type { Placed } from './types.ts';

const overlap = (a: Placed, b: Placed): boolean =>
  a.column < b.column + b.width &&
  b.column < a.column + a.width &&
  a.row < b.row + b.height &&
  b.row < a.row + a.height;

const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 8 })), { maxLength: 30 });

describe('packing tiles on the grid', () => {
  it('puts every tile inside the grid, and no two on one place', () => {
    fc.assert(
      fc.property(sizes, (list) => {
        const placed = pack(list.map((size, i) => ({ key: `t${i}`, size })));
        expect(placed.map((tile) => tile.key)).toEqual(list.map((_, i) => `t${i}`));
        placed.forEach((tile, i) => {
          expect(tile.column).toBeGreaterThanOrEqual(0);
          expect(tile.column + tile.width).toBeLessThanOrEqual(GRID_COLUMNS);
          for (const other of placed.slice(i + 1)) expect(overlap(tile, other)).toBe(false);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same places each time, and does not move a tile for one that comes after it', () => {
    fc.assert(
      fc.property(sizes, (list) => {
        const tiles = list.map((size, i) => ({ key: `t${i}`, size }));
        const whole = pack(tiles);
        expect(pack(tiles)).toEqual(whole);
        expect(pack(tiles.slice(0, -1))).toEqual(whole.slice(0, Math.max(0, whole.length - 1)));
      }),
      { numRuns: 40 },
    );
  });

  it('fills a hole beside a tall tile', () => {
    const tiles = [
      { key: 'tall', size: [6, 4] },
      { key: 'low', size: [6, 2] },
      { key: 'next', size: [6, 2] },
      { key: 'wide', size: [40, 1] },
    ];
    expect(pack(tiles)).toEqual([
      { key: 'tall', column: 0, row: 0, width: 6, height: 4 },
      { key: 'low', column: 6, row: 0, width: 6, height: 2 },
      { key: 'next', column: 6, row: 2, width: 6, height: 2 },
      { key: 'wide', column: 0, row: 4, width: 12, height: 1 },
    ]);
  });
});
