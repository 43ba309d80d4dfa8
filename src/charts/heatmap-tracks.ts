import type { HeatmapModel } from './heatmap.ts';

/**
 * The widths of a heatmap's columns as `grid-template-columns`: the labels and side columns as wide
 * as their longest text, the cells alike and at least wide enough for their numbers.
 */
export function heatmapTracks(model: HeatmapModel<unknown>): string {
  const lines = [...model.rows, ...model.footer];
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(letters));
  const label = widest([model.corner, ...lines.map((line) => line.label)]);
  const sides = model.sideTitles.map((title, i) =>
    widest([title, ...lines.map((line) => line.side[i] ?? '')]),
  );
  const plain = [label, ...sides].map((count) => `calc(${count}ch + 20px)`);
  const cell = Math.max(50, 18 + 8 * widest(model.columns));
  return [...plain, `repeat(${model.columns.length}, minmax(${cell}px, 1fr))`].join(' ');
}

/** A Hangul syllable is about twice as wide as a digit. */
function letters(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + (letter > '\u1100' ? 2 : 1), 0);
}
