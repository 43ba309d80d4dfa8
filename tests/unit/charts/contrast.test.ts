import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contrast,
  hatch,
  LEAST_CONTRAST,
  luminance,
  mix,
  textOn,
} from '../../../src/charts/contrast.ts';
import {
  cellHatch,
  cellPaint,
  LIGHT_THEME,
  SCALE_STEPS,
  scaleStep,
  themeFrom,
  type ChartTheme,
} from '../../../src/charts/theme.ts';

const css = readFileSync(new URL('../../../src/ui/theme.css', import.meta.url), 'utf8');
const steps = Array.from({ length: SCALE_STEPS }, (_, i) => i + 1);

/** The tokens of one block of the style sheet. */
function themeOf(selector: string): ChartTheme {
  const block = css.split(`${selector} {`)[1]?.split('}')[0] ?? '';
  return themeFrom((property) => new RegExp(`${property}: ([^;]+);`).exec(block)?.[1] ?? '');
}

const themes = [
  ['light', themeOf(':root')],
  ['dark', themeOf(":root[data-theme='dark']")],
] as const;
const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('contrast', () => {
  it('is 21 between black and white, 1 of a colour with itself, as WCAG defines it', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
    expect(contrast('#777777', '#777777')).toBe(1);
    // WebAIM's well-known pair: the lightest grey that passes AA on white.
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });

  it('refuses what is no colour', () => {
    expect(() => luminance('red')).toThrow('not a colour: red');
  });

  it('mixes by share', () => {
    expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080');
    expect(mix('#102030', '#ffffff', 0)).toBe('#102030');
  });

  it('finds legible text on any background', () => {
    fc.assert(
      fc.property(colour, colour, (background, preferred) => {
        expect(contrast(textOn(background, [preferred]), background)).toBeGreaterThanOrEqual(
          LEAST_CONTRAST,
        );
      }),
    );
  });

  it('hatches so that legible text stays legible on the lines', () => {
    fc.assert(
      fc.property(colour, colour, (ground, line) => {
        const text = textOn(ground, []);
        const made = hatch(ground, line, text);
        expect(contrast(made.line, text)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      }),
    );
  });
});

describe.each(themes)('the cells of the %s theme', (_name, theme) => {
  it.each(steps)('have legible numbers at step %i', (step) => {
    const { ground, text } = cellPaint(theme, step);
    expect(contrast(ground, text)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
  });

  it.each(steps)('have legible numbers at step %i when hatched, on ground and lines', (step) => {
    const { ground, line, text } = cellHatch(theme, step);
    expect(contrast(ground, text)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
    expect(contrast(line, text)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
  });

  it('read in greyscale: lightness goes one way', () => {
    const lightness = theme.scale.map(luminance);
    const sorted = lightness.toSorted((a, b) => a - b);
    expect([sorted, sorted.toReversed()]).toContainEqual(lightness);
    expect(new Set(lightness).size).toBe(SCALE_STEPS);
  });
});

describe('the theme', () => {
  it('for export is the light one of the style sheet', () => {
    expect(themeOf(':root')).toEqual(LIGHT_THEME);
  });

  it('cuts the domain into seven equal steps', () => {
    expect([0, 1, 9.99, 10, 35, 69, 70].map((value) => scaleStep(value, [0, 70]))).toEqual([
      1, 1, 1, 2, 4, 7, 7,
    ]);
    expect(scaleStep(-5, [0, 70])).toBe(1);
    expect(scaleStep(99, [0, 70])).toBe(7);
    expect(scaleStep(3, [3, 3])).toBe(4);
  });
});
