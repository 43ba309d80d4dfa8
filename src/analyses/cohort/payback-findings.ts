import type { CohortFinding } from './finding-parts.ts';
import type { CohortResult } from './result.ts';

/**
 * How many of the cohorts with a cost have earned it back, and by which age half of those that
 * did (the lower median). Null where no cohort's cost can be held against anything.
 */
export function paybackFinding({ cohorts, basis }: CohortResult): CohortFinding | null {
  const known = cohorts.flatMap(({ payback }) =>
    payback === null || payback.state === 'unknown' ? [] : [payback],
  );
  if (known.length === 0 || basis === null) return null;
  const ages = known.flatMap(({ age }) => (age === null ? [] : [age])).sort((a, b) => a - b);
  const age = ages[Math.floor((ages.length - 1) / 2)];
  const values = {
    cohorts: { kind: 'count', value: known.length },
    basis: { kind: 'message', key: `cohort_basis_${basis}` },
  } as const;
  if (age === undefined) {
    return { key: 'cohort_finding_payback_none', values, strong: ['cohorts'], selection: null };
  }
  return {
    key: 'cohort_finding_payback_reached',
    values: {
      ...values,
      reached: { kind: 'count', value: ages.length },
      age: { kind: 'count', value: age },
    },
    strong: ['reached', 'age'],
    selection: null,
  };
}
