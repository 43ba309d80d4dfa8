import { describe, expect, it } from 'vitest';
import { contrast, LEAST_CONTRAST } from '../../../src/charts/contrast.ts';
import { heatmapLook } from '../../../src/charts/heatmap-look.ts';
import { heatmapTracks } from '../../../src/charts/heatmap-tracks.ts';
import { heatmapDomain, type HeatmapCell, type HeatmapModel } from '../../../src/charts/heatmap.ts';
import { LIGHT_THEME } from '../../../src/charts/theme.ts';

function cell(value: number | null, incomplete = false): HeatmapCell<null> {
  return { value, text: '', label: '', incomplete, selection: null };
}

function model(values: readonly number[]): HeatmapModel<null> {
  return {
    corner: 'First order',
    sideTitles: ['Customers'],
    columns: ['1', '2'],
    rows: [{ label: '2024-01', side: ['885'], cells: values.map((value) => cell(value)) }],
    footer: [],
    diverging: true,
  };
}

/** The colours behind and of the text: ground, hatch where there is one, text. */
function colours(style: string): string[] {
  return style.match(/#[0-9a-f]{6}/g) ?? [];
}

describe('a heatmap of differences', () => {
  it('reaches as far below 0 as above', () => {
    expect(heatmapDomain(model([-3, 1]))).toEqual([-3, 3]);
    expect(heatmapDomain(model([2, 5]))).toEqual([-5, 5]);
    expect(heatmapDomain(model([]))).toEqual([-0, 0]);
  });

  it.each([false, true])('has legible text on each step, hatched %s', (incomplete) => {
    const look = heatmapLook(LIGHT_THEME, [-7, 7], true);
    const grounds = [-7, -5, -3, 0, 3, 5, 7].map((value) => {
      const own = colours(look(cell(value, incomplete)));
      const text = own.at(-1) ?? '';
      for (const under of own.slice(0, -1)) {
        expect(contrast(under, text)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      }
      return own.at(-2);
    });
    // Both ends, the sides and the middle can be told apart.
    expect(new Set([grounds[0], grounds[3], grounds[6]]).size).toBe(3);
    expect(look(cell(null))).toBe('');
  });
});

it('a large heatmap has columns as wide as their longest text, a Hangul syllable two letters', () => {
  expect(heatmapTracks(model([1, 2]))).toBe(
    'calc(11ch + 20px) calc(9ch + 20px) repeat(2, minmax(50px, 1fr))',
  );
  expect(heatmapTracks({ ...model([1, 2]), corner: '첫 구매 시기별' })).toMatch(/^calc\(14ch/);
});
