import { periodEnd, periodIndex, periodStart, type Day } from '../../core/calendar.ts';
import type { DatasetFacts, Row, TableModel, Tables } from '../analysis.ts';
import type { CohortGrain, CohortMeasure, CohortSettings } from './settings.ts';

/** A cohort in one period of its life. */
export interface CohortCell {
  /** Customers with a sale in the period. 0 is a true 0: the period was observed. */
  readonly customers: number;
  readonly orders: number;
  /** Sales and returns of the period; null where the data knows no amounts. */
  readonly revenue: number | null;
  /** Revenue from the first period to this one; null as above. */
  readonly cumulative: number | null;
  /** The period is not over at the end of the data. */
  readonly incomplete: boolean;
  /** The chosen measure; null where it is not defined (a mean of no customers). */
  readonly value: number | null;
}

export interface Cohort {
  /** Period index of the first sale. */
  readonly index: number;
  /** Customers whose first sale lies in the period. */
  readonly size: number;
  /** By age, from 0; as many as periods have begun. What has not come is not there. */
  readonly cells: readonly CohortCell[];
}

/** The mean of an age over the cohorts whose period of that age is complete. */
export interface AgeMean {
  /** Null where there is no such cohort, or the measure is not defined. */
  readonly value: number | null;
  readonly cohorts: number;
  /** Customers of these cohorts. */
  readonly customers: number;
}

export interface CohortResult {
  readonly grain: CohortGrain;
  readonly measure: CohortMeasure;
  /** Cohorts with customers, the earliest first. */
  readonly cohorts: readonly Cohort[];
  /** By age: as many as the earliest cohort has cells. */
  readonly means: readonly AgeMean[];
  readonly customers: number;
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** The period of `lastDay`. */
  readonly lastPeriod: number;
  /** Whether the data goes on to the last day of that period. */
  readonly lastComplete: boolean;
  /** Whether the data begins on the first day of its first period. */
  readonly firstComplete: boolean;
}

interface Sums {
  customers: number;
  orders: number;
  revenue: number | null;
}

/** Shapes the rows of `cohortQuery`. */
export function cohortResult(
  tables: Tables,
  { grain, measure }: CohortSettings,
  facts: DatasetFacts,
): CohortResult {
  const rows = tables['cohorts'] ?? [];
  const lastPeriod = periodIndex(facts.lastDay, grain);
  const lastComplete = periodEnd(lastPeriod, grain) <= facts.lastDay;
  const sums = new Map<number, Map<number, Sums>>();
  for (const row of rows) {
    const ages = sums.get(numberOf(row, 'cohort')) ?? new Map<number, Sums>();
    sums.set(numberOf(row, 'cohort'), ages);
    ages.set(numberOf(row, 'age'), {
      customers: numberOf(row, 'customers'),
      orders: numberOf(row, 'orders'),
      revenue: row['revenue'] === null ? null : numberOf(row, 'revenue'),
    });
  }
  // Revenue is unknown only where no amount is known at all; else a period without orders has 0.
  const noRevenue = rows.some((row) => row['revenue'] !== null) ? 0 : null;
  const cohorts = [...sums]
    .sort(([a], [b]) => a - b)
    .map(([index, ages]): Cohort => {
      const size = ages.get(0)?.customers ?? 0;
      const cells = cohortCells(ages, size, lastPeriod - index, lastComplete, noRevenue, measure);
      return { index, size, cells };
    });
  const firstPeriod = periodIndex(facts.firstDay, grain);
  return {
    grain,
    measure,
    cohorts,
    means: ageMeans(cohorts, measure),
    customers: cohorts.reduce((sum, { size }) => sum + size, 0),
    firstDay: facts.firstDay,
    lastDay: facts.lastDay,
    lastPeriod,
    lastComplete,
    firstComplete: periodStart(firstPeriod, grain) >= facts.firstDay,
  };
}

function numberOf(row: Row, key: string): number {
  return Number(row[key] ?? 0);
}

function cohortCells(
  ages: ReadonlyMap<number, Sums>,
  size: number,
  oldest: number,
  lastComplete: boolean,
  noRevenue: 0 | null,
  measure: CohortMeasure,
): CohortCell[] {
  const cells: CohortCell[] = [];
  let cumulative: number | null = noRevenue;
  for (let age = 0; age <= oldest; age += 1) {
    const { customers, orders, revenue } = ages.get(age) ?? {
      customers: 0,
      orders: 0,
      revenue: noRevenue,
    };
    const known = revenue ?? noRevenue;
    cumulative = cumulative === null || known === null ? null : exactSum(cumulative, known);
    const cell = {
      customers,
      orders,
      revenue: known,
      cumulative,
      incomplete: age === oldest && !lastComplete,
    };
    cells.push({ ...cell, value: measured(cell, size, measure) });
  }
  return cells;
}

/** A sum of amounts, which have at most four decimals, without the dust of binary fractions. */
function exactSum(one: number, other: number): number {
  return Math.round((one + other) * 1e4) / 1e4;
}

/** A measure of a cell; null where it is not defined. */
export function measured(
  cell: Omit<CohortCell, 'value'>,
  size: number,
  measure: CohortMeasure,
): number | null {
  const { over, under } = parts(cell, size, measure);
  return ratio(over, under);
}

/** Every measure is a fraction, so that its weighted mean is Σ over ÷ Σ under. */
function parts(
  cell: Omit<CohortCell, 'value'>,
  size: number,
  measure: CohortMeasure,
): { readonly over: number | null; readonly under: number } {
  switch (measure) {
    case 'retention':
      return { over: cell.customers * 100, under: size };
    case 'customers':
      return { over: cell.customers, under: 1 };
    case 'orders':
      return { over: cell.orders, under: 1 };
    case 'revenue':
      return { over: cell.revenue, under: 1 };
    case 'revenue_per_customer':
      return { over: cell.revenue, under: cell.customers };
    case 'cumulative_revenue':
      return { over: cell.cumulative, under: size };
  }
}

function ratio(over: number | null, under: number): number | null {
  return over === null || under === 0 ? null : over / under;
}

/**
 * The means of all ages: Σ over ÷ Σ under of the cohorts whose cell is complete. So percentages
 * and amounts per customer are weighted by customers; counts and sums are means per cohort.
 */
export function ageMeans(cohorts: readonly Cohort[], measure: CohortMeasure): AgeMean[] {
  const ages = Math.max(0, ...cohorts.map(({ cells }) => cells.length));
  return Array.from({ length: ages }, (_, age): AgeMean => {
    let [over, under, count, customers] = [0, 0, 0, 0];
    let known = true;
    for (const { cells, size } of cohorts) {
      const cell = cells[age];
      if (cell === undefined || cell.incomplete) continue;
      const part = parts(cell, size, measure);
      if (part.over === null) known = false;
      over += part.over ?? 0;
      under += part.under;
      count += 1;
      customers += size;
    }
    return { value: known ? ratio(over, under) : null, cohorts: count, customers };
  });
}

/** One row a cohort and age that was observed, with all measures. */
export function cohortTable({ cohorts, grain }: CohortResult): TableModel {
  return {
    columns: [
      { key: 'cohort', title: 'cohort_column_cohort', format: { period: grain } },
      { key: 'size', title: 'cohort_column_size', format: 'count' },
      { key: 'age', title: `cohort_column_age_${grain}`, format: 'count' },
      { key: 'period', title: 'cohort_column_period', format: { period: grain } },
      { key: 'state', title: 'cohort_column_state', format: 'message' },
      { key: 'customers', title: 'cohort_measure_customers', format: 'count' },
      { key: 'retention', title: 'cohort_measure_retention', format: 'percent' },
      { key: 'orders', title: 'cohort_measure_orders', format: 'count' },
      { key: 'revenue', title: 'cohort_measure_revenue', format: 'money' },
      {
        key: 'revenue_per_customer',
        title: 'cohort_measure_revenue_per_customer',
        format: 'money',
      },
      { key: 'cumulative_revenue', title: 'cohort_measure_cumulative_revenue', format: 'money' },
    ],
    rows: cohorts.flatMap(({ index, size, cells }) =>
      cells.map((cell, age) => ({
        cohort: index,
        size,
        age,
        period: index + age,
        state: cell.incomplete ? 'cohort_state_incomplete' : 'cohort_state_complete',
        customers: cell.customers,
        retention: measured(cell, size, 'retention'),
        orders: cell.orders,
        revenue: cell.revenue,
        revenue_per_customer: measured(cell, size, 'revenue_per_customer'),
        cumulative_revenue: measured(cell, size, 'cumulative_revenue'),
      })),
    ),
  };
}
