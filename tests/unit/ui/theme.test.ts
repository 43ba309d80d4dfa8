import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../../../src/ui/theme.css', import.meta.url), 'utf8');

/** The colours of the block with this selector. */
function colours(selector: string): ReadonlyMap<string, string> {
  const start = css.indexOf(`\n${selector} {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, n = '', c = '']) => [n, c]),
  );
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

test('contrast is measured as WCAG defines it', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

const themes = { light: colours(':root'), dark: colours(":root[data-theme='dark']") };

test('both themes have the same colours', () => {
  expect([...themes.dark.keys()]).toEqual([...themes.light.keys()]);
  expect(themes.light.size).toBeGreaterThan(18);
});

const onGrounds = ['ink', 'soft', 'faint', 'accent', 'alert'].flatMap((text) =>
  ['paper', 'panel', 'wash'].map((ground) => [text, ground] as const),
);
const parts = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`part-${n}`, 'panel'] as const);
const pairs = [
  ...parts,
  ...onGrounds,
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['ink', 'alert-wash'],
  ['soft', 'alert-wash'],
] as const;

for (const [theme, tokens] of Object.entries(themes)) {
  test.each(pairs)(`${theme}: %s is readable on %s`, (text, ground) => {
    const value = contrast(tokens.get(text) ?? '', tokens.get(ground) ?? '');
    expect(value).toBeGreaterThanOrEqual(4.5);
  });

  test(`${theme}: the scale goes one way in greyscale`, () => {
    const steps = [1, 2, 3, 4, 5, 6, 7].map((n) => luminance(tokens.get(`scale-${n}`) ?? ''));
    const sorted = steps.toSorted((a, b) => (theme === 'light' ? b - a : a - b));
    expect(steps).toEqual(sorted);
  });
}
