import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { treemap, type Tile } from '../../../src/charts/treemap.ts';

const rounded = (tiles: readonly (Tile | null)[]) =>
  tiles.map((tile) =>
    tile === null
      ? null
      : [tile.x, tile.y, tile.width, tile.height].map((n) => Math.round(n * 1000) / 1000),
  );

describe('a squarified treemap', () => {
  /*
   * The example of Bruls, Huizing and van Wijk: areas 6, 6, 4, 3, 2, 2, 1 in 6 × 4. The first
   * column holds the two sixes (3 wide), above the rest lie 4 and 3 (7/3 high), and so on.
   */
  it('is that of the paper', () => {
    expect(rounded(treemap([6, 6, 4, 3, 2, 2, 1], 6, 4))).toEqual([
      [0, 0, 3, 2],
      [0, 2, 3, 2],
      [3, 0, 1.714, 2.333],
      [4.714, 0, 1.286, 2.333],
      [3, 2.333, 1.2, 1.667],
      [4.2, 2.333, 1.2, 1.667],
      [5.4, 2.333, 0.6, 1.667],
    ]);
  });

  it('has no tile for what has no area', () => {
    expect(rounded(treemap([0, 2, -5], 10, 10))).toEqual([null, [0, 0, 10, 10], null]);
    expect(treemap([0, 0], 10, 10)).toEqual([null, null]);
    expect(treemap([1], 0, 10)).toEqual([null]);
    expect(treemap([], 10, 10)).toEqual([]);
  });

  it('fills the rectangle in the proportion of the values, without overlap', () => {
    const value = fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 1e9, noNaN: true }));
    const side = fc.double({ min: 1, max: 2000, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), side, side, (all, w, h) => {
        const tiles = treemap(all, w, h);
        const total = all.reduce((sum, n) => sum + n, 0);
        const shown = tiles.flatMap((tile, i) =>
          tile === null ? [] : [{ tile, value: all[i] ?? 0 }],
        );
        expect(shown.length).toBe(all.filter((n) => n > 0).length);
        for (const { tile, value: n } of shown) {
          const share = (tile.width * tile.height) / (w * h);
          expect(Math.abs(share - n / total)).toBeLessThan(1e-6);
          expect(tile.x).toBeGreaterThanOrEqual(-1e-6);
          expect(tile.y).toBeGreaterThanOrEqual(-1e-6);
          expect(tile.x + tile.width).toBeLessThanOrEqual(w * (1 + 1e-6));
          expect(tile.y + tile.height).toBeLessThanOrEqual(h * (1 + 1e-6));
        }
        const slack = 1e-6 * Math.max(w, h);
        for (const [i, { tile: a }] of shown.entries()) {
          for (const { tile: b } of shown.slice(i + 1)) {
            const apart =
              a.x + a.width <= b.x + slack ||
              b.x + b.width <= a.x + slack ||
              a.y + a.height <= b.y + slack ||
              b.y + b.height <= a.y + slack;
            expect(apart).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
