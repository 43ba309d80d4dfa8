import {
  count,
  LEAST_CUSTOMERS,
  percent,
  type CohortFinding,
  type Returned,
} from './finding-parts.ts';
import { measured } from './measures.ts';
import type { Cohort, CohortResult } from './result.ts';
import { valueText } from './table.ts';

/**
 * What cohorts by value say: the largest one, the best and the weakest, and whose customers have
 * brought most. Only of values with enough customers; all others together are no value.
 */
export function valueFindings(
  result: CohortResult,
  returned: readonly Returned[],
): (CohortFinding | null)[] {
  const large = returned.filter(
    ({ cohort, base }) => cohort.value !== undefined && base >= LEAST_CUSTOMERS,
  );
  return [bestAndWeakest(result, large), mostBrought(result), largest(result)];
}

function bestAndWeakest({ grain }: CohortResult, large: readonly Returned[]): CohortFinding | null {
  const sorted = large.toSorted((a, b) => b.share - a.share);
  const [best, weakest] = [sorted[0], sorted.at(-1)];
  if (best === undefined || weakest === undefined || best.share === weakest.share) return null;
  return {
    key: `cohort_finding_value_best_${grain}`,
    values: {
      best: name(best.cohort),
      best_share: percent(best.share),
      weakest: name(weakest.cohort),
      weakest_share: percent(weakest.share),
      least: count(LEAST_CUSTOMERS),
    },
    strong: ['best_share', 'weakest_share'],
    selection: { cohort: best.cohort.key, age: 1 },
  };
}

/** At the greatest age to which at least two values have enough customers. */
function mostBrought({ cohorts, grain }: CohortResult): CohortFinding | null {
  const own = cohorts.filter(({ value }) => value !== undefined);
  const longest = Math.max(0, ...own.map(({ cells }) => cells.length));
  for (let age = longest - 1; age >= 1; age -= 1) {
    const sums = own.flatMap((cohort) => {
      const cell = cohort.cells[age];
      if (cell === undefined || cell.base < LEAST_CUSTOMERS) return [];
      const sum = measured(cell, { measure: 'revenue', mode: 'cumulative_per_acquired' });
      return sum === null ? [] : [{ cohort, sum }];
    });
    if (sums.length < 2) continue;
    const sorted = sums.toSorted((a, b) => b.sum - a.sum);
    const [most, least] = [sorted[0], sorted.at(-1)];
    if (most === undefined || least === undefined || most.sum === least.sum) return null;
    return {
      key: `cohort_finding_value_money_${grain}`,
      values: {
        most: name(most.cohort),
        most_money: { kind: 'money', value: most.sum },
        least: name(least.cohort),
        least_money: { kind: 'money', value: least.sum },
        age: count(age),
      },
      strong: ['most_money', 'least_money'],
      selection: null,
    };
  }
  return null;
}

function largest({ cohorts, customers }: CohortResult): CohortFinding | null {
  const first = cohorts[0];
  if (first === undefined || cohorts.length < 2 || customers === 0) return null;
  return {
    key: 'cohort_finding_value_largest',
    values: {
      value: name(first),
      customers: count(first.size),
      share: percent((first.size / customers) * 100),
    },
    strong: ['share'],
    selection: null,
  };
}

/** The value itself, or the word for a blank one. */
function name(
  cohort: Cohort,
):
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'message'; readonly key: string } {
  return typeof cohort.value === 'string'
    ? { kind: 'text', value: cohort.value }
    : { kind: 'message', key: valueText(cohort) };
}
