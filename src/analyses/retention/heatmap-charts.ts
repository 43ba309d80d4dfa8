import type { Figure } from '../../charts/figure.ts';
import type { HeatmapCell, HeatmapModel, HeatmapRow } from '../../charts/heatmap.ts';
import { heatmapPlot } from '../../charts/heatmap-plot.ts';
import { formatCount, formatNumber, formatPeriodShort } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import {
  ageText,
  ageTitle,
  heatmapTitle,
  meanName,
  percentText,
  pointText,
  unitName,
} from './charts.ts';
import { activeReference } from './variants.ts';
import type { RetentionCell, RetentionRow } from './cohort-rows.ts';
import type { RetentionResult } from './result.ts';
import type { RetentionSelection } from './selection.ts';

/** More are unreadable and slow to draw; the table has all. */
export const MOST_COHORTS = 60;
export const MOST_AGES = 60;

/** The cohorts that are drawn: the latest 60. */
export function drawnRows({ rows }: RetentionResult): readonly RetentionRow[] {
  return rows.slice(-MOST_COHORTS);
}

/** The ages that are drawn: from 1, as age 0 stands in the column of the size, 60 at most. */
export function drawnAges(result: RetentionResult): readonly number[] {
  const known = (age: number) =>
    result.curve[age]?.mean !== null ||
    drawnRows(result).some((row) => (row.cells[age] ?? null) !== null);
  const ages = Array.from(
    { length: Math.min(result.curve.length - 1, MOST_AGES) },
    (_, i) => i + 1,
  );
  return ages.filter(known);
}

export function isCut(result: RetentionResult): boolean {
  return result.rows.length > MOST_COHORTS || result.curve.length - 1 > MOST_AGES;
}

/** Cohorts by age in percent. The mean is the first row, so that its customers open as well. */
export function retentionHeatmap(result: RetentionResult): HeatmapModel<RetentionSelection> {
  const ages = drawnAges(result);
  return {
    corner:
      result.settings.basis === 'recurring' && result.settings.windows === 'calendar'
        ? m.retention_corner_active()
        : m.retention_corner_first(),
    sideTitles: [m.retention_size()],
    columnsTitle: ageTitle(result.settings),
    columns: ages.map((age) => ageText(age, result.settings)),
    rows: [
      meanRow(result, ages),
      ...drawnRows(result).map((row) => ({
        label: formatPeriodShort(row.cohort, result.cohortGrain),
        side: [formatCount(row.size)],
        cells: ages.map((age) => {
          const cell = row.cells[age] ?? null;
          return cell === null ? null : cohortCell(result, row.cohort, age, cell);
        }),
      })),
    ],
    footer: [],
  };
}

function meanRow(result: RetentionResult, ages: readonly number[]): HeatmapRow<RetentionSelection> {
  const size = result.rows.reduce((sum, row) => sum + row.size, 0);
  return {
    label: meanName(result.settings),
    side: [formatCount(size)],
    cells: ages.map((age) => {
      const point = result.curve[age];
      if (point === undefined || point.mean === null) return null;
      return {
        value: point.mean,
        text: formatNumber(point.mean, 1),
        label: `${m.retention_all_cohorts()}: ${pointText(point, result.settings)}`,
        selection: point.customers === 0 ? null : { kind: 'cell', cohort: null, age },
      };
    }),
  };
}

function cohortCell(
  result: RetentionResult,
  cohort: number,
  age: number,
  cell: RetentionCell,
): HeatmapCell<RetentionSelection> {
  const words = {
    cohort: formatPeriodShort(cohort, result.cohortGrain),
    unit: unitName(result.settings),
    age: ageText(age, result.settings),
    customers: formatCount(cell.customers),
    observed: formatCount(cell.observed),
    percent: percentText(cell.percent),
  };
  return {
    value: cell.percent,
    text: cell.percent === null ? '–' : formatNumber(cell.percent, 1),
    label: cellText(cell.incomplete, activeReference(result.settings) === 'previous')(words),
    incomplete: cell.incomplete,
    selection: cell.customers === 0 ? null : { kind: 'cell', cohort, age },
  };
}

function cellText(incomplete: boolean, previous: boolean) {
  if (previous)
    return incomplete ? m.retention_cell_previous_incomplete : m.retention_cell_previous;
  return incomplete ? m.retention_cell_incomplete : m.retention_cell;
}

/** The heatmap as an image; on the page it is a table. */
export function heatmapFigure(result: RetentionResult): Figure {
  const model = retentionHeatmap(result);
  return {
    title: heatmapTitle(result.settings),
    description: m.retention_heatmap_description({ cohorts: String(drawnRows(result).length) }),
    caption: ageTitle(result.settings),
    plot: (theme) => heatmapPlot(model, theme, 'retention'),
    // Room for a number in each cell, beside the row's label.
    width: Math.max(720, 260 + model.columns.length * 58),
  };
}
