import { dot, text, type Markish } from '@observablehq/plot';
import type { ChartTheme } from './theme.ts';

export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  /** A square for areas and bars, a dash for lines, an open dot for points that are not complete. */
  readonly shape: 'square' | 'line' | 'open';
}

/** Height of a row of the legend in pixels. */
const ROW = 18;

/**
 * A legend in the chart itself, so that exported images have it: entries side by side, in as many
 * rows as the width needs.
 *
 * @param width Of the whole chart in pixels; `left` and `top` are its margins. The rows begin at
 *   the chart's upper edge.
 */
export function inlineLegend(
  entries: readonly LegendEntry[],
  theme: ChartTheme,
  place: { readonly width: number; readonly left: number; readonly top: number },
): readonly Markish[] {
  return placed(entries, place.width).flatMap(({ entry, x, row }) => {
    const at = {
      frameAnchor: 'top-left',
      dx: x - place.left,
      dy: row * ROW + 9 - place.top,
    } as const;
    const key =
      entry.shape === 'line'
        ? text(['━'], {
            ...at,
            text: String,
            fill: entry.colour,
            textAnchor: 'middle',
            lineAnchor: 'middle',
          })
        : dot([entry.name], {
            ...at,
            r: entry.shape === 'open' ? 3 : 5,
            symbol: entry.shape === 'open' ? 'circle' : 'square',
            fill: entry.shape === 'open' ? theme.panel : entry.colour,
            stroke: entry.shape === 'open' ? entry.colour : 'none',
          });
    const name = text([entry.name], {
      ...at,
      dx: at.dx + 11,
      text: String,
      textAnchor: 'start',
      lineAnchor: 'middle',
      fill: theme.ink,
    });
    return [key, name];
  });
}

/** The pixels that the legend takes of the chart's height. */
export function legendHeight(entries: readonly LegendEntry[], width: number): number {
  return ((placed(entries, width).at(-1)?.row ?? -1) + 1) * ROW;
}

function placed(entries: readonly LegendEntry[], width: number) {
  let [x, row] = [8, 0];
  return entries.map((entry) => {
    const length = 34 + nameWidth(entry.name);
    if (x > 8 && x + length > width) [x, row] = [8, row + 1];
    const at = { entry, x, row };
    x += length;
    return at;
  });
}

/** A Hangul syllable is about twice as wide as a Latin letter. */
function nameWidth(name: string): number {
  return Array.from(name).reduce((sum, letter) => sum + (letter > '\u1100' ? 12 : 6), 0);
}
