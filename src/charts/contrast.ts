/** Red, green, blue, 0–255. */
type Rgb = readonly [number, number, number];

/** `#rrggbb` → its three parts. @throws RangeError for any other text. */
export function parseHex(colour: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (match === null) throw new RangeError(`not a colour: ${colour}`);
  return [parseInt(match[1] ?? '', 16), parseInt(match[2] ?? '', 16), parseInt(match[3] ?? '', 16)];
}

/** Relative luminance, 0 (black) to 1 (white): WCAG 2.2, "relative luminance". */
export function luminance(colour: string): number {
  const [red, green, blue] = parseHex(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours, 1 to 21: WCAG 2.2, "contrast ratio". */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

/** `share` of `over` laid on `under`, as `#rrggbb`. */
export function mix(under: string, over: string, share: number): string {
  const [a, b] = [parseHex(under), parseHex(over)];
  const parts = a.map((part, i) => Math.round(part + ((b[i] ?? 0) - part) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** The least contrast of text that WCAG 2.2 (1.4.3, AA) allows. */
export const LEAST_CONTRAST = 4.5;

/**
 * The first of the preferred colours that is legible on a background; black or white where none
 * is (one of the two always reaches 4.5:1).
 */
export function textOn(background: string, preferred: readonly string[]): string {
  const found = preferred.find((colour) => contrast(colour, background) >= LEAST_CONTRAST);
  if (found !== undefined) return found;
  return contrast('#000000', background) > contrast('#ffffff', background) ? '#000000' : '#ffffff';
}

/** The two colours of a hatched cell and the text that is legible on both. */
export interface Hatch {
  readonly ground: string;
  readonly line: string;
  readonly text: string;
}

/**
 * A hatch that hints at a colour but stays close enough to its ground for text to be read on
 * both: the lines take as much of the colour, 60 % at most, as the text's contrast allows.
 */
export function hatch(ground: string, colour: string, text: string): Hatch {
  for (let share = 0.6; share > 0; share -= 0.05) {
    const line = mix(ground, colour, share);
    if (contrast(line, text) >= LEAST_CONTRAST) return { ground, line, text };
  }
  return { ground, line: ground, text };
}
