import { hatch, mix, textOn, type Hatch } from './contrast.ts';

/** The colours of a chart as concrete `#rrggbb` values: SVG for export knows no CSS variables. */
export interface ChartTheme {
  readonly paper: string;
  readonly panel: string;
  readonly ink: string;
  readonly soft: string;
  readonly faint: string;
  readonly line: string;
  readonly accent: string;
  readonly alert: string;
  readonly wash: string;
  /** Seven steps, low to high; monotone in lightness, so that they read in greyscale. */
  readonly scale: readonly string[];
  /** Eight colours of equal weight, for parts that have no order. */
  readonly parts: readonly string[];
}

export const THEME_TOKENS = [
  'paper',
  'panel',
  'ink',
  'soft',
  'faint',
  'line',
  'accent',
  'alert',
  'wash',
] as const satisfies readonly (keyof ChartTheme)[];

export const SCALE_STEPS = 7;

/** The light theme of src/ui/theme.css: exports are always drawn in it. */
export const LIGHT_THEME: ChartTheme = {
  paper: '#f7f6f2',
  panel: '#fffefb',
  ink: '#1d2322',
  soft: '#5c6664',
  faint: '#646d6a',
  line: '#e4e1d8',
  accent: '#17695b',
  alert: '#b84616',
  wash: '#e9f1ed',
  scale: ['#f1f4ef', '#d9e8e0', '#b4d3c7', '#86b8a9', '#55998a', '#2d786a', '#12564b'],
  parts: ['#17695b', '#b84616', '#3a58a8', '#8a6a00', '#8a3b7a', '#4d5b66', '#4f7d1c', '#b0304f'],
};

/** The theme whose CSS variables `read` looks up (`--ink` → `#1d2322`); gaps are filled with light. */
export function themeFrom(read: (property: string) => string): ChartTheme {
  const token = (name: string, fallback: string) => {
    const value = read(`--${name}`).trim();
    return /^#[0-9a-f]{6}$/i.test(value) ? value : fallback;
  };
  const colours = Object.fromEntries(
    THEME_TOKENS.map((name) => [name, token(name, LIGHT_THEME[name])]),
  );
  const scale = LIGHT_THEME.scale.map((colour, i) => token(`scale-${i + 1}`, colour));
  const parts = LIGHT_THEME.parts.map((colour, i) => token(`part-${i + 1}`, colour));
  return { ...LIGHT_THEME, ...colours, scale, parts };
}

/**
 * The step of the scale for a value, 1 to 7. The steps cut the domain into equal parts; a domain
 * of one value gives the middle step.
 */
export function scaleStep(value: number, domain: readonly [number, number]): number {
  const [low, high] = domain;
  if (!(high > low)) return Math.ceil(SCALE_STEPS / 2);
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return Math.min(SCALE_STEPS, Math.floor(share * SCALE_STEPS) + 1);
}

/** A cell's colour and the colour of the text on it. */
export interface CellPaint {
  readonly ground: string;
  readonly text: string;
}

export function cellPaint(theme: ChartTheme, step: number): CellPaint {
  const ground = theme.scale[step - 1] ?? theme.panel;
  return { ground, text: textOn(ground, [theme.ink, theme.panel]) };
}

/** Shares of the colour in the steps away from the middle, which is nearly the panel. */
const DIVERGING_SHARES = [0.22, 0.46, 0.72] as const;

/** The theme with a scale from the alert's colour (below 0) through the panel to the accent's (above). */
export function divergingTheme(theme: ChartTheme): ChartTheme {
  const side = (colour: string) => DIVERGING_SHARES.map((share) => mix(theme.panel, colour, share));
  const middle = mix(theme.panel, theme.line, 0.5);
  return { ...theme, scale: [...side(theme.alert).reverse(), middle, ...side(theme.accent)] };
}

/** Below this step the scale is too close to the panel for lines to be seen. */
const FAINTEST_HATCH = 4;

/**
 * The hatch of a cell whose period is not over; the steps next to the panel share one. Of a
 * diverging scale those are in the middle, and the middle itself is hatched without a colour.
 */
export function cellHatch(theme: ChartTheme, step: number, diverging = false): Hatch {
  if (diverging) {
    const middle = Math.ceil(SCALE_STEPS / 2);
    const seen = step < middle ? Math.min(step, 2) : Math.max(step, SCALE_STEPS - 1);
    const side = step === middle ? theme.soft : (theme.scale[seen - 1] ?? theme.line);
    return hatch(theme.panel, side, theme.ink);
  }
  const colour = theme.scale[Math.max(step, FAINTEST_HATCH) - 1] ?? theme.line;
  return hatch(theme.panel, colour, theme.ink);
}
