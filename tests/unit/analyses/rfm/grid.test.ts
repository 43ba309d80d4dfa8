import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellLabel } from '../../../../src/analyses/rfm/charts.ts';
import {
  isWithin,
  nextPlace,
  rangeBetween,
  slicesOf,
  type GridPlace,
} from '../../../../src/analyses/rfm/grid.ts';
import { coverageOf } from '../../../../src/data/rfm/coverage.ts';
import { PRESETS } from '../../../../src/data/rfm/presets.ts';

const place = (recency: number, frequency: number): GridPlace => ({ recency, frequency });

describe('the rectangle that is drawn', () => {
  it('is the same from whichever corner', () => {
    const range = { recency: { from: 2, to: 4 }, frequency: { from: 1, to: 3 } };
    expect(rangeBetween(place(4, 1), place(2, 3))).toEqual(range);
    expect(rangeBetween(place(2, 3), place(4, 1))).toEqual(range);
    expect(isWithin(place(3, 3), range)).toBe(true);
    expect(isWithin(place(5, 3), range)).toBe(false);
  });

  it('holds both ends, and never leaves the grid by the keyboard', () => {
    const score = fc.integer({ min: 1, max: 5 });
    const key = fc.constantFrom('ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End');
    fc.assert(
      fc.property(score, score, fc.array(key, { maxLength: 12 }), (r, f, keys) => {
        const from = place(r, f);
        const to = keys.reduce((at, pressed) => nextPlace(at, pressed, 5), from);
        expect(to.recency).toBeGreaterThanOrEqual(1);
        expect(to.recency).toBeLessThanOrEqual(5);
        expect(to.frequency).toBeGreaterThanOrEqual(1);
        expect(to.frequency).toBeLessThanOrEqual(5);
        const range = rangeBetween(from, to);
        expect([from, to].every((one) => isWithin(one, range))).toBe(true);
      }),
    );
  });

  it('grows upwards to the better recency', () => {
    expect(nextPlace(place(3, 3), 'ArrowUp', 5)).toEqual(place(4, 3));
    expect(nextPlace(place(5, 3), 'ArrowUp', 5)).toEqual(place(5, 3));
    expect(nextPlace(place(3, 3), 'End', 5)).toEqual(place(3, 5));
    expect(nextPlace(place(3, 3), 'x', 5)).toEqual(place(3, 3));
  });
});

describe('a cell', () => {
  const cellOf = (preset: keyof typeof PRESETS, recency: number, frequency: number) => {
    const { bins, rules } = PRESETS[preset];
    const cell = coverageOf(bins, rules).cells.find(
      (one) => one.recency === recency && one.frequency === frequency,
    );
    if (cell === undefined) throw new Error('no cell');
    return cell;
  };

  it('is cut where the monetary score decides', () => {
    // 5·5·x: nothing for 1 and 2, loyal for 3, champions for 4 and 5.
    const slices = slicesOf(cellOf('package', 5, 5));
    expect(slices.map(({ rule, monetary }) => [rule?.id, monetary.from, monetary.to])).toEqual([
      [undefined, 1, 2],
      ['loyal', 3, 3],
      ['champions', 4, 5],
    ]);
    expect(cellLabel(cellOf('package', 5, 5))).toBe(
      'Recency 5, frequency 5: Others (monetary 1–2); Loyal customers (monetary 3); Champions (monetary 4–5)',
    );
  });

  it('is whole where it does not', () => {
    expect(slicesOf(cellOf('map', 5, 5))).toHaveLength(1);
    expect(cellLabel(cellOf('map', 1, 1))).toBe('Recency 1, frequency 1: Lost');
  });
});
