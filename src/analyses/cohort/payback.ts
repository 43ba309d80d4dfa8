import type { Amount, CohortCell } from './measures.ts';

/** What pays the acquisition back: contribution where the data has costs of sales, else revenue. */
export type PaybackBasis = Extract<Amount, 'contribution' | 'revenue'>;

/** Whether and when a cohort has earned back what its customers' acquisition cost. */
export interface Payback {
  /** Per acquired customer. */
  readonly cost: number;
  /**
   * - `reached`: at `age`, the first whose sum per acquired customer is at least the cost
   * - `open`: not yet by the last complete period
   * - `unknown`: an amount is not known, or no period is complete
   */
  readonly state: 'reached' | 'open' | 'unknown';
  readonly age: number | null;
}

/** Of complete periods only, so that an age that was reached stays reached in the next file. */
export function paybackOf(
  cells: readonly (CohortCell | undefined)[],
  cost: number,
  basis: PaybackBasis,
): Payback {
  const sums = cells.map((cell) => {
    const sum = cell?.cumulative[basis] ?? null;
    return cell === undefined || cell.incomplete || sum === null || cell.base === 0
      ? null
      : sum / cell.base;
  });
  const age = sums.findIndex((sum) => sum !== null && sum >= cost);
  if (age >= 0) return { cost, state: 'reached', age };
  return { cost, state: sums.some((sum) => sum !== null) ? 'open' : 'unknown', age: null };
}
