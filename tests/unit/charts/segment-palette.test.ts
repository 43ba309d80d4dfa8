import { describe, expect, it } from 'vitest';
import { contrast, LEAST_CONTRAST, parseHex, textOn } from '../../../src/charts/contrast.ts';
import { segmentColour, segmentPalette } from '../../../src/charts/segment-palette.ts';
import { LIGHT_THEME } from '../../../src/charts/theme.ts';
import { SEGMENT_COLOURS } from '../../../src/data/rfm/rules.ts';

const DARK_THEME = { ...LIGHT_THEME, panel: '#1a2122', ink: '#e6ebe8', line: '#2a3334' };

/** OKLab (Ottosson 2020): distances in it are about as large as they look. */
function oklab(colour: string): readonly [number, number, number] {
  const [r, g, b] = parseHex(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

describe.each([
  ['light', LIGHT_THEME],
  ['dark', DARK_THEME],
] as const)('the colours of segments, %s', (_, theme) => {
  const palette = segmentPalette(theme);

  it('are as many as a rule may have', () => {
    expect(new Set(palette).size).toBe(SEGMENT_COLOURS);
  });

  it.each(palette)('%s is seen on the panel, and text is read on it', (colour) => {
    expect(contrast(colour, theme.panel)).toBeGreaterThanOrEqual(3);
    expect(contrast(textOn(colour, [theme.panel, theme.ink]), colour)).toBeGreaterThanOrEqual(
      LEAST_CONTRAST,
    );
  });

  it('are far enough apart', () => {
    const labs = palette.map(oklab);
    const distances = labs.flatMap((a, i) =>
      labs.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
    );
    expect(Math.min(...distances)).toBeGreaterThan(0.08);
  });

  it('leave customers of no segment pale', () => {
    expect(segmentColour(theme, null)).toBe(theme.line);
    expect(segmentColour(theme, 1)).toBe(palette[0]);
  });
});
