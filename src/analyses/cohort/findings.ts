import { pooledZ } from '../../core/comparison.ts';
import {
  count,
  LEAST_CUSTOMERS,
  percent,
  type CohortFinding,
  type Returned,
} from './finding-parts.ts';
import { columnMeans } from './means.ts';
import { measured, type CohortCell, type Shown } from './measures.ts';
import { paybackFinding } from './payback-findings.ts';
import type { CohortResult } from './result.ts';
import { valueFindings } from './value-findings.ts';

/** Cohorts needed on each side before a trend is spoken of. */
const TREND_COHORTS = 3;
/** Two-sided 5 % of the normal distribution. */
const Z_95 = 1.96;

const RETENTION: Shown = { measure: 'retention', mode: 'total' };

/**
 * What the cohorts say, the largest first; at most five sentences. They speak of complete periods
 * only, and do not depend on the measure shown.
 */
export function cohortFindings(result: CohortResult): CohortFinding[] {
  const returned = returnedCohorts(result);
  const payback = paybackFinding(result);
  switch (result.by.kind) {
    case 'value':
      return present([...valueFindings(result, returned), payback, notOver(result, 'left_out')]);
    case 'date':
      return present([
        dated(result, returned),
        bestAndWeakest(result, returned, 'dated_best'),
        payback,
        undated(result),
        notOver(result, 'incomplete'),
      ]);
    case 'first_order':
      return present([
        firstCohort(result, returned),
        bestAndWeakest(
          result,
          returned.filter(({ cohort }) => cohort !== result.cohorts[0]),
          'best',
        ),
        trend(result, returned),
        payback ?? cumulative(result),
        notOver(result, 'incomplete'),
      ]);
  }
}

function present(findings: readonly (CohortFinding | null)[]): CohortFinding[] {
  return findings.filter((finding) => finding !== null);
}

function returnedCohorts({ cohorts }: CohortResult): Returned[] {
  return cohorts.flatMap((cohort): Returned[] => {
    const cell = cohort.cells[1];
    if (cell === undefined || cell.incomplete) return [];
    const share = measured(cell, RETENTION);
    return share === null ? [] : [{ cohort, customers: cell.customers, base: cell.base, share }];
  });
}

/** Who of the first cohort came back, beside the others. */
function firstCohort({ grain, cohorts }: CohortResult, returned: Returned[]): CohortFinding | null {
  const first = returned[0];
  if (first === undefined || first.cohort !== cohorts[0]) return null;
  if (first.cohort.size < LEAST_CUSTOMERS) return null;
  const values = {
    customers: count(first.cohort.size),
    cohort: { kind: 'period', index: first.cohort.index, grain } as const,
    share: percent(first.share),
  };
  const later = returned.slice(1).map(({ cohort }) => cohort.cells);
  const mean = columnMeans(later, RETENTION)[1]?.value ?? null;
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

/**
 * The best and the weakest of at least three large cohorts. By first order the very first is not
 * among them: it holds customers from before the data, and is told already.
 */
function bestAndWeakest(
  { grain }: CohortResult,
  returned: readonly Returned[],
  kind: 'best' | 'dated_best',
): CohortFinding | null {
  const large = returned.filter(({ cohort }) => cohort.size >= LEAST_CUSTOMERS);
  if (large.length < 3) return null;
  const sorted = large.toSorted((a, b) => b.share - a.share);
  const [best, weakest] = [sorted[0], sorted.at(-1)];
  if (best === undefined || weakest === undefined || best.share === weakest.share) return null;
  return {
    key: `cohort_finding_${kind}_${grain}`,
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
  const z = pooledZ(
    { successes: earlier.customers, n: earlier.size },
    { successes: later.customers, n: later.size },
  );
  if (z === null) return null;
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
    size: cohorts.reduce((sum, { base }) => sum + base, 0),
  };
}

/** What a customer of the first cohort has brought. */
function cumulative({ grain, cohorts }: CohortResult): CohortFinding | null {
  const first = cohorts[0];
  if (first === undefined || first.size < LEAST_CUSTOMERS) return null;
  const age = first.cells.findLastIndex((cell) => cell?.incomplete === false);
  const sum = money(first.cells[age]);
  if (age < 1 || sum === null) return null;
  return {
    key: 'cohort_finding_cumulative',
    values: {
      cohort: { kind: 'period', index: first.index, grain },
      until: { kind: 'period', index: first.index + age, grain },
      money: { kind: 'money', value: sum },
    },
    strong: ['money'],
    selection: null,
  };
}

function money(cell: CohortCell | undefined): number | null {
  if (cell === undefined) return null;
  return measured(cell, { measure: 'revenue', mode: 'cumulative_per_acquired' });
}

/** How many of all customers with a date bought in the period after it. */
function dated({ grain, column }: CohortResult, returned: Returned[]): CohortFinding | null {
  const { customers, size } = pool(returned);
  if (size < LEAST_CUSTOMERS) return null;
  return {
    key: `cohort_finding_dated_${grain}`,
    values: {
      column: { kind: 'text', value: column ?? '' },
      customers: count(size),
      share: percent((customers / size) * 100),
    },
    strong: ['share'],
    selection: null,
  };
}

function undated({ undated: customers, column }: CohortResult): CohortFinding | null {
  if (customers === 0) return null;
  return {
    key: 'cohort_finding_undated',
    values: { customers: count(customers), column: { kind: 'text', value: column ?? '' } },
    strong: ['customers'],
    selection: null,
  };
}

function notOver(
  { grain, lastPeriod, lastComplete, lastDay, cohorts }: CohortResult,
  kind: 'incomplete' | 'left_out',
): CohortFinding | null {
  if (lastComplete || cohorts.length === 0) return null;
  return {
    key: `cohort_finding_${kind}`,
    values: {
      period: { kind: 'period', index: lastPeriod, grain },
      day: { kind: 'day', value: lastDay },
    },
    strong: [],
    selection: null,
  };
}
