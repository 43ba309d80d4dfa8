import { describe, expect, it } from 'vitest';
import {
  cellStep,
  heatmapDomain,
  nextCell,
  type HeatmapCell,
  type HeatmapModel,
} from '../../../src/charts/heatmap.ts';

function cell(value: number | null, incomplete = false): HeatmapCell<number> {
  return { value, text: String(value), label: '', incomplete, selection: value };
}

function model(rows: (HeatmapCell<number> | null)[][]): HeatmapModel<number> {
  return {
    corner: '',
    sideTitles: [],
    columns: (rows[0] ?? []).map((_, i) => String(i)),
    rows: rows.map((cells) => ({ label: '', side: [], cells })),
    footer: [],
  };
}

// A triangle: x is unknown.   0 1 2
//                             0 1 x
//                             x x x
//                             0 x x
const triangle = [
  [1, 2, 3],
  [4, 5, null],
  [null, null, null],
  [6, null, null],
].map((cells) => ({ cells }));

describe('the heatmap', () => {
  it('takes its colours from complete cells only', () => {
    const made = model([
      [cell(10), cell(30), cell(99, true)],
      [cell(5), cell(null), null],
    ]);
    expect(heatmapDomain(made)).toEqual([5, 30]);
    expect(cellStep(cell(99, true), [5, 30])).toBe(7);
    expect(cellStep(cell(null), [5, 30])).toBeNull();
  });

  it('lets a peak among many cells not pale the rest', () => {
    const values = [...Array.from({ length: 39 }, (_, i) => i + 1), 1000];
    expect(heatmapDomain(model([values.map((value) => cell(value))]))).toEqual([3, 38]);
  });

  it('has an empty domain without a complete cell', () => {
    expect(heatmapDomain(model([[cell(3, true)]]))).toEqual([0, 0]);
  });

  it.each([
    ['ArrowRight', [0, 0], [0, 1]],
    ['ArrowRight', [1, 1], [1, 1]],
    ['ArrowLeft', [0, 0], [0, 0]],
    ['ArrowDown', [0, 1], [1, 1]],
    ['ArrowDown', [1, 0], [3, 0]],
    ['ArrowUp', [3, 0], [1, 0]],
    ['ArrowDown', [0, 2], [0, 2]],
    ['End', [1, 0], [1, 1]],
    ['Home', [0, 2], [0, 0]],
    ['a', [0, 2], [0, 2]],
  ] as const)('moves by %s from %j to %j', (key, from, to) => {
    expect(nextCell(triangle, from, key)).toEqual(to);
  });
});
