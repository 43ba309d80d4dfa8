import type { RfmResult } from './result.ts';
import { DIMENSIONS, type Dimension } from '../../data/rfm/rules.ts';
import { cutsAreValid, type Cuts } from '../../data/rfm/scores.ts';

/**
 * Cut points as a user types them, separated by spaces, commas or semicolons. Null where they
 * cannot be used: something is no number, or they are not `bins` − 1 ascending ones.
 */
export function parseCuts(text: string, bins: number): readonly number[] | null {
  const cuts = text.split(/[\s,;]+/).flatMap((part) => (part === '' ? [] : [Number(part)]));
  return cutsAreValid(cuts, bins) ? cuts : null;
}

/** Cut points as they are typed. */
export function cutsText(cuts: readonly number[]): string {
  return cuts.join('; ');
}

/**
 * The limits of a result as own cut points. Where limits coincide, because many customers have
 * one value, the later ones are put 1 higher, so that the points ascend.
 */
export function cutsFromBounds({ bounds }: RfmResult): Cuts {
  const of = (dimension: Dimension) => {
    const cuts: number[] = [];
    for (const { lower } of bounds[dimension].slice(1)) {
      const last = cuts.at(-1);
      const cut = lower ?? (last ?? 0) + 1;
      cuts.push(last !== undefined && cut <= last ? last + 1 : cut);
    }
    return cuts;
  };
  const [recency, frequency, monetary] = DIMENSIONS.map(of);
  return { recency: recency ?? [], frequency: frequency ?? [], monetary: monetary ?? [] };
}
