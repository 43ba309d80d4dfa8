import type { Figure } from '../../charts/figure.ts';
import type { HeatmapCell, HeatmapModel } from '../../charts/heatmap.ts';
import { heatmapPlot } from '../../charts/heatmap-plot.ts';
import { formatCount, formatPeriodShort } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { CohortSelection } from './query.ts';
import type { Cohort, CohortCell, CohortResult } from './result.ts';
import type { CohortMeasure } from './settings.ts';
import {
  ageTitle,
  cellValue,
  fullValue,
  incompleteNote,
  meanValue,
  measureName,
} from './charts.ts';

/** More are unreadable and slow to draw; the table has all. */
export const MOST_COHORTS = 60;
export const MOST_AGES = 60;

/**
 * Age 0 of the customers is the size of the cohort, which stands in a column of its own; of
 * orders and revenue it is a number like the others.
 */
export function firstAge(measure: CohortMeasure): 0 | 1 {
  return measure === 'retention' || measure === 'customers' ? 1 : 0;
}

/** The cohorts that are drawn: the latest 60. */
export function drawnCohorts({ cohorts }: CohortResult): readonly Cohort[] {
  return cohorts.slice(-MOST_COHORTS);
}

/** The ages that are drawn, from `firstAge`: as many as the earliest drawn cohort has, 60 at most. */
export function drawnAges(result: CohortResult): readonly number[] {
  const from = firstAge(result.measure);
  const longest = drawnCohorts(result)[0]?.cells.length ?? 0;
  return Array.from(
    { length: Math.max(0, Math.min(longest, MOST_AGES) - from) },
    (_, i) => from + i,
  );
}

/** Whether cohorts or ages are left out of the drawing. */
export function isCut(result: CohortResult): boolean {
  return result.cohorts.length > MOST_COHORTS || result.means.length > MOST_AGES;
}

export function cohortHeatmap(result: CohortResult): HeatmapModel<CohortSelection> {
  const ages = drawnAges(result);
  const weighted = result.measure === 'retention' || isPerCustomer(result.measure);
  return {
    corner: m.cohort_first_order(),
    sideTitles: [m.cohort_size()],
    columnsTitle: ageTitle(result.grain),
    columns: ages.map(String),
    rows: drawnCohorts(result).map((cohort) => ({
      label: formatPeriodShort(cohort.index, result.grain),
      side: [formatCount(cohort.size)],
      cells: ages.map((age) => {
        const cell = cohort.cells[age];
        return cell === undefined ? null : heatmapCell(result, cohort, cell, age);
      }),
    })),
    footer: [
      {
        label: weighted ? m.cohort_weighted_mean() : m.cohort_mean(),
        side: [formatCount(result.customers)],
        cells: ages.map((age) => meanValue(result.means[age]?.value ?? null, result.measure)),
      },
    ],
  };
}

function isPerCustomer(measure: CohortMeasure): boolean {
  return measure === 'revenue_per_customer' || measure === 'cumulative_revenue';
}

function heatmapCell(
  { grain, measure }: CohortResult,
  { index, size }: Cohort,
  { value, customers, incomplete }: CohortCell,
  age: number,
): HeatmapCell<CohortSelection> {
  const words = {
    cohort: formatPeriodShort(index, grain),
    age: String(age),
    period: formatPeriodShort(index + age, grain),
    value: fullValue(value, measure),
    active: formatCount(customers),
    size: formatCount(size),
  };
  return {
    value,
    text: cellValue(value, measure),
    label: incomplete ? m.cohort_cell_incomplete(words) : m.cohort_cell(words),
    incomplete,
    selection: customers === 0 ? null : { cohort: index, age },
  };
}

/** The heatmap as an image; on the page it is a table. */
export function heatmapFigure(result: CohortResult): Figure {
  const measure = measureName(result.measure);
  const model = cohortHeatmap(result);
  const cohorts = String(drawnCohorts(result).length);
  return {
    title: m.cohort_heatmap_label({ measure }),
    description: m.cohort_heatmap_description({ cohorts, measure }),
    caption: incompleteNote(result),
    plot: (theme) => heatmapPlot(model, theme, 'cohort'),
    // Room for a number in each cell, beside the row's label.
    width: Math.max(720, 230 + model.columns.length * 58),
  };
}
