/** The share of false ones among the findings that is borne. */
export const FALSE_DISCOVERY_RATE = 0.05;

/**
 * p values corrected for being many, by the step-up rule of Benjamini & Hochberg (1995, Journal of
 * the Royal Statistical Society B 57, "Controlling the false discovery rate"): those at or below a
 * rate are the findings of which, in the long run, no more than that share is chance.
 *
 * @param ps of the tests at hand; null of one that could not be made, and stays null
 * @param tests how many were made in all; those not at hand count as the weakest. Default: the
 *   number of `ps` that are known.
 * @returns in the order of `ps`
 */
export function adjustedForMany(
  ps: readonly (number | null)[],
  tests = ps.filter((p) => p !== null).length,
): readonly (number | null)[] {
  const ranked = ps
    .flatMap((p, place) => (p === null ? [] : [{ p, place }]))
    .sort((a, b) => a.p - b.p);
  const adjusted: (number | null)[] = ps.map(() => null);
  let least = 1;
  for (let rank = ranked.length; rank > 0; rank -= 1) {
    const one = ranked[rank - 1];
    if (one === undefined) break;
    least = Math.min(least, (one.p * tests) / rank);
    adjusted[one.place] = least;
  }
  return adjusted;
}
