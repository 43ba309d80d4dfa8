import { luminance } from './contrast.ts';
import type { ChartTheme } from './theme.ts';

/**
 * Twelve colours for groups of customers, from the best (green) over those to win (blue, violet)
 * and those to watch (olive, ochre) to those at risk (red) and lost (grey). Each has a contrast
 * of 3:1 at least on the panel (WCAG 2.2, 1.4.11), and no two are alike in lightness and hue at
 * once; tests/unit/charts/segment-palette.test.ts computes both. They never stand without a
 * name or a number.
 */
const LIGHT = [
  '#0d5c48',
  '#2a9478',
  '#1f5aa8',
  '#3896da',
  '#6a52c0',
  '#757500',
  '#b8801a',
  '#d0561f',
  '#a11d48',
  '#7f90a0',
  '#8a6040',
  '#45424a',
] as const;

const DARK = [
  '#8ff0c4',
  '#3fa588',
  '#5f93e6',
  '#a9dcff',
  '#a187f5',
  '#b8b62c',
  '#f2bd62',
  '#f07a3c',
  '#e24f80',
  '#93a3b5',
  '#b98a64',
  '#6f757b',
] as const;

/** The colours for the theme, by the segment's colour − 1. */
export function segmentPalette(theme: ChartTheme): readonly string[] {
  return luminance(theme.panel) < 0.2 ? DARK : LIGHT;
}

/** The colour of a segment; a quiet one for customers of none (null). */
export function segmentColour(theme: ChartTheme, colour: number | null): string {
  return (colour === null ? undefined : segmentPalette(theme)[colour - 1]) ?? theme.line;
}
