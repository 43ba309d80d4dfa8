import type { RenderFunction } from '@observablehq/plot';
import type { Hatch } from './contrast.ts';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * A mark that draws nothing but defines hatch patterns: the nth (from 1) is filled with
 * `url(#name-n)`.
 */
export function hatchDefs(name: string, hatches: readonly Hatch[]): RenderFunction {
  return (_index, _scales, _values, _dimensions, context) => {
    const { document } = context;
    const create = (tag: string, attributes: Readonly<Record<string, string | number>>) => {
      const element = document.createElementNS(SVG, tag);
      for (const [key, value] of Object.entries(attributes))
        element.setAttribute(key, String(value));
      return element;
    };
    const defs = create('defs', {});
    hatches.forEach((hatch, i) => {
      const pattern = create('pattern', {
        id: `${name}-${i + 1}`,
        width: 6,
        height: 6,
        patternUnits: 'userSpaceOnUse',
        patternTransform: 'rotate(45)',
      });
      pattern.append(
        create('rect', { width: 6, height: 6, fill: hatch.ground }),
        create('rect', { width: 2, height: 6, fill: hatch.line }),
      );
      defs.append(pattern);
    });
    return defs;
  };
}
