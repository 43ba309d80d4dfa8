import type { CellFormat, Row, TableModel } from '../analysis.ts';
import {
  COHORT_MODES,
  isAmount,
  isMoney,
  measured,
  type CohortCell,
  type CohortMeasure,
  type Shown,
} from './measures.ts';
import type { Cohort, CohortResult } from './result.ts';

type Column = TableModel['columns'][number];

/** The message that names a measure in its mode: `cohort_measure_revenue_per_active`. */
export function shownKey({ measure, mode }: Shown): string {
  return isAmount(measure) && mode !== 'total'
    ? `cohort_measure_${measure}_${mode}`
    : `cohort_measure_${measure}`;
}

/** What the table always shows beside the customers. */
const ALWAYS: readonly Shown[] = [
  { measure: 'orders', mode: 'total' },
  { measure: 'revenue', mode: 'total' },
  { measure: 'average_order', mode: 'total' },
  { measure: 'revenue', mode: 'per_active' },
  { measure: 'revenue', mode: 'cumulative_per_acquired' },
];

const CONTRIBUTION: readonly Shown[] = [
  { measure: 'contribution', mode: 'total' },
  { measure: 'contribution', mode: 'cumulative_per_acquired' },
];

/** The measures of the table: the usual ones, then the chosen amount in all its modes. */
function tableMeasures({ basis, measure }: CohortResult): readonly Shown[] {
  const usual = [...ALWAYS, ...(basis === 'contribution' ? CONTRIBUTION : [])];
  const chosen = isAmount(measure) ? COHORT_MODES.map((mode) => ({ measure, mode })) : [];
  const all = new Map([...usual, ...chosen].map((shown) => [shownKey(shown), shown]));
  return [...all.values()];
}

function formatOf({ measure, mode }: Shown): CellFormat {
  if (isMoney(measure)) return 'money';
  return mode === 'total' || mode === 'cumulative' ? 'count' : 'number';
}

/**
 * One row a cohort and age that was observed (where cohorts are values, of the customers who were
 * observed so long), with all usual measures, the chosen one, and what it is held against.
 */
export function cohortTable(result: CohortResult): TableModel {
  const { cohorts, grain, by, against, hasCosts } = result;
  const byValue = by.kind === 'value';
  const measures = tableMeasures(result);
  const columns: Column[] = [
    byValue
      ? { key: 'cohort', title: 'cohort_column_value', format: 'message' }
      : {
          key: 'cohort',
          title: by.kind === 'date' ? 'cohort_column_date' : 'cohort_column_cohort',
          format: { period: grain },
        },
    { key: 'size', title: 'cohort_column_size', format: 'count' },
    { key: 'age', title: `cohort_column_age_${grain}`, format: 'count' },
    ...(byValue
      ? [{ key: 'observed', title: 'cohort_column_observed', format: 'count' } as const]
      : [{ key: 'period', title: 'cohort_column_period', format: { period: grain } }]),
    { key: 'state', title: 'cohort_column_state', format: 'message' },
    { key: 'customers', title: 'cohort_measure_customers', format: 'count' },
    { key: 'retention', title: 'cohort_measure_retention', format: 'percent' },
    ...measures.map((shown) => ({
      key: columnKey(shown),
      title: shownKey(shown),
      format: formatOf(shown),
    })),
    ...(against === 'earlier' ? againstColumns(result.measure) : []),
    ...(hasCosts ? paybackColumns(grain) : []),
  ];
  let rows: readonly Row[] | null = null;
  return {
    columns,
    // Thousands of rows, which only the tab of the table and an export ask for.
    get rows() {
      rows ??= cohorts.flatMap((cohort) => cohortRows(cohort, result, measures));
      return rows;
    },
  };
}

function cohortRows(cohort: Cohort, result: CohortResult, measures: readonly Shown[]): Row[] {
  const { by, against, hasCosts } = result;
  const byValue = by.kind === 'value';
  return cohort.cells.flatMap((cell, age): Row[] => {
    if (cell === undefined) return [];
    return [
      {
        cohort: byValue ? valueText(cohort) : cohort.index,
        size: cohort.size,
        age,
        ...(byValue ? { observed: cell.base } : { period: cohort.index + age }),
        state: cell.incomplete ? 'cohort_state_incomplete' : 'cohort_state_complete',
        customers: cell.customers,
        retention: measured(cell, { measure: 'retention', mode: 'total' }),
        ...Object.fromEntries(measures.map((shown) => [columnKey(shown), measured(cell, shown)])),
        ...(against === 'earlier' ? { earlier: cell.earlier, difference: difference(cell) } : {}),
        ...(hasCosts ? paybackRow(cohort) : {}),
      },
    ];
  });
}

function columnKey({ measure, mode }: Shown): string {
  return mode === 'total' ? measure : `${measure}_${mode}`;
}

/** A cell's value less the mean of the earlier cohorts; null where one of the two is not known. */
export function difference({ value, earlier }: CohortCell): number | null {
  return value === null || earlier === null ? null : value - earlier;
}

/** The value of a cohort, or the key of the word that stands for it. */
export function valueText({ value }: Pick<Cohort, 'value'>): string {
  if (value === undefined) return 'cohort_others';
  return value ?? 'cohort_blank';
}

function againstColumns(measure: CohortMeasure): Column[] {
  const format = measure === 'retention' ? 'percent' : isMoney(measure) ? 'money' : 'number';
  return [
    { key: 'earlier', title: 'cohort_column_earlier', format },
    { key: 'difference', title: 'cohort_column_difference', format },
  ];
}

function paybackColumns(grain: CohortResult['grain']): Column[] {
  return [
    { key: 'cost', title: 'cohort_column_cost', format: 'money' },
    { key: 'payback', title: `cohort_payback_${grain}`, format: 'count' },
    { key: 'payback_state', title: 'cohort_column_payback', format: 'message' },
  ];
}

function paybackRow({ payback }: Cohort): Row {
  return {
    cost: payback?.cost ?? null,
    payback: payback?.age ?? null,
    payback_state: payback === null ? null : `cohort_payback_${payback.state}`,
  };
}
