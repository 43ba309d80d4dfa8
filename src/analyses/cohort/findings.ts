import type { Finding, FindingValue } from '../analysis.ts';
import type { CohortSelection } from './query.ts';
import { ageMeans, measured, type Cohort, type CohortResult } from './result.ts';

type CohortFinding = Finding<CohortSelection>;

/** Smaller cohorts move by chance alone: one customer is more than 3 points. */
export const LEAST_CUSTOMERS = 30;
/** Cohorts needed on each side before a trend is spoken of. */
const TREND_COHORTS = 3;
/** Two-sided 5 % of the normal distribution. */
const Z_95 = 1.96;

/** A cohort whose period after the first is complete, with the share that came back in it. */
interface Returned {
  readonly cohort: Cohort;
  readonly customers: number;
  readonly share: number;
}

/**
 * What the cohorts say, the largest first: who of the first cohort came back, the best and the
 * weakest cohort, the trend, what a customer has brought, and which period is not over. The
 * sentences speak of complete periods only, and do not depend on the measure shown.
 */
export function cohortFindings(result: CohortResult): CohortFinding[] {
  const returned = result.cohorts.flatMap((cohort): Returned[] => {
    const cell = cohort.cells[1];
    if (cell === undefined || cell.incomplete) return [];
    const share = measured(cell, cohort.size, 'retention');
    return share === null ? [] : [{ cohort, customers: cell.customers, share }];
  });
  return [
    firstCohort(result, returned),
    bestAndWeakest(result, returned),
    trend(result, returned),
    cumulative(result),
    notOver(result),
  ].filter((finding) => finding !== null);
}

function firstCohort({ grain, cohorts }: CohortResult, returned: Returned[]): CohortFinding | null {
  const first = returned[0];
  if (first === undefined || first.cohort !== cohorts[0]) return null;
  if (first.cohort.size < LEAST_CUSTOMERS) return null;
  const values = {
    customers: count(first.cohort.size),
    cohort: { kind: 'period', index: first.cohort.index, grain } as const,
    share: percent(first.share),
  };
  const later = returned.slice(1).map(({ cohort }) => cohort);
  const mean = ageMeans(later, 'retention')[1]?.value ?? null;
  const selection = { cohort: first.cohort.index, age: 1 };
  if (mean === null) {
    return { key: `cohort_finding_first_only_${grain}`, values, strong: ['share'], selection };
  }
  return {
    key: `cohort_finding_first_${grain}`,
    values: { ...values, mean: percent(mean) },
    strong: ['share', 'mean'],
    selection,
  };
}

/** The first cohort stays out: it holds customers from before the data, and is told already. */
function bestAndWeakest(
  { grain, cohorts }: CohortResult,
  returned: Returned[],
): CohortFinding | null {
  const large = returned.filter(
    ({ cohort }) => cohort !== cohorts[0] && cohort.size >= LEAST_CUSTOMERS,
  );
  if (large.length < 3) return null;
  const sorted = large.toSorted((a, b) => b.share - a.share);
  const [best, weakest] = [sorted[0], sorted.at(-1)];
  if (best === undefined || weakest === undefined || best.share === weakest.share) return null;
  return {
    key: `cohort_finding_best_${grain}`,
    values: {
      best: { kind: 'period', index: best.cohort.index, grain },
      best_share: percent(best.share),
      weakest: { kind: 'period', index: weakest.cohort.index, grain },
      weakest_share: percent(weakest.share),
      least: count(LEAST_CUSTOMERS),
    },
    strong: ['best_share', 'weakest_share'],
    selection: { cohort: best.cohort.index, age: 1 },
  };
}

/**
 * The later half of the cohorts against the earlier, without the first, which holds customers
 * from before the data. Two proportions, pooled z test.
 */
function trend({ cohorts }: CohortResult, returned: Returned[]): CohortFinding | null {
  const rest = returned.filter(({ cohort }) => cohort !== cohorts[0]);
  const half = Math.floor(rest.length / 2);
  if (half < TREND_COHORTS) return null;
  const earlier = pool(rest.slice(0, half));
  const later = pool(rest.slice(-half));
  const both = (earlier.customers + later.customers) / (earlier.size + later.size);
  const error = Math.sqrt(both * (1 - both) * (1 / earlier.size + 1 / later.size));
  if (error === 0) return null;
  const z = (later.customers / later.size - earlier.customers / earlier.size) / error;
  const direction = z > Z_95 ? 'up' : z < -Z_95 ? 'down' : 'flat';
  return {
    key: `cohort_finding_trend_${direction}`,
    values: {
      half: count(half),
      later: percent((later.customers / later.size) * 100),
      earlier: percent((earlier.customers / earlier.size) * 100),
    },
    strong: ['later', 'earlier'],
    selection: null,
  };
}

function pool(cohorts: readonly Returned[]): { readonly customers: number; readonly size: number } {
  return {
    customers: cohorts.reduce((sum, { customers }) => sum + customers, 0),
    size: cohorts.reduce((sum, { cohort }) => sum + cohort.size, 0),
  };
}

function cumulative({ grain, cohorts }: CohortResult): CohortFinding | null {
  const first = cohorts[0];
  if (first === undefined || first.size < LEAST_CUSTOMERS) return null;
  const age = first.cells.findLastIndex((cell) => !cell.incomplete);
  const sum = first.cells[age]?.cumulative ?? null;
  if (age < 1 || sum === null) return null;
  return {
    key: 'cohort_finding_cumulative',
    values: {
      cohort: { kind: 'period', index: first.index, grain },
      until: { kind: 'period', index: first.index + age, grain },
      money: { kind: 'money', value: sum / first.size },
    },
    strong: ['money'],
    selection: null,
  };
}

function notOver({
  grain,
  lastPeriod,
  lastComplete,
  lastDay,
  cohorts,
}: CohortResult): CohortFinding | null {
  if (lastComplete || cohorts.length === 0) return null;
  return {
    key: 'cohort_finding_incomplete',
    values: {
      period: { kind: 'period', index: lastPeriod, grain },
      day: { kind: 'day', value: lastDay },
    },
    strong: [],
    selection: null,
  };
}

function count(value: number): FindingValue {
  return { kind: 'count', value };
}

function percent(value: number): FindingValue {
  return { kind: 'percent', value };
}
