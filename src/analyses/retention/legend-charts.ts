import { dot, text, type Markish } from '@observablehq/plot';
import type { ChartTheme } from '../../charts/theme.ts';

/** What a colour stands for. */
export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  /** Default `square`; a `circle` is open. */
  readonly symbol?: 'square' | 'circle';
}

const ROW_HEIGHT = 18;

/**
 * Names the colours above the frame, part of the image, so that exports have it; in as many rows
 * as the width asks for.
 *
 * @param width of the chart between its margins, in CSS pixels
 * @returns the marks, and the height that the top margin has to leave for them
 */
export function legend(entries: readonly LegendEntry[], theme: ChartTheme, width: number) {
  const places = placed(
    entries.map(({ name }) => 26 + textWidth(name)),
    width,
  );
  const height = 14 + ROW_HEIGHT * Math.max(1, ...places.map(({ row }) => row + 1));
  const marks = entries.flatMap(({ name, colour, symbol = 'square' }, i): Markish[] => {
    const { row, left } = places[i] ?? { row: 0, left: 0 };
    const place = { frameAnchor: 'top-left', dy: 12 - height + ROW_HEIGHT * row } as const;
    const paint = symbol === 'circle' ? { stroke: colour, strokeWidth: 1.6 } : { fill: colour };
    return [
      dot([name], { ...place, dx: 6 + left, r: symbol === 'circle' ? 4 : 5, symbol, ...paint }),
      text([name], {
        ...place,
        dx: 17 + left,
        text: String,
        lineAnchor: 'middle',
        fill: theme.ink,
      }),
    ];
  });
  return { marks, height };
}

function placed(widths: readonly number[], width: number) {
  let [row, left] = [0, 0];
  return widths.map((each) => {
    if (left > 0 && left + each > width) [row, left] = [row + 1, 0];
    const place = { row, left };
    left += each + 8;
    return place;
  });
}

/** A Hangul syllable is about twice as wide as a Latin letter. */
function textWidth(name: string): number {
  return Array.from(name).reduce((sum, letter) => sum + (letter > '\u1100' ? 12 : 7), 0);
}
