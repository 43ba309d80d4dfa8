import type { Figure } from '../../charts/figure.ts';
import type { HeatmapCell, HeatmapModel } from '../../charts/heatmap.ts';
import { heatmapPlot } from '../../charts/heatmap-plot.ts';
import { formatCount, formatPeriodShort } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import {
  ageTitle,
  byName,
  cellDifference,
  cellValue,
  cohortName,
  fullDifference,
  fullValue,
  incompleteNote,
  meanValue,
  measureName,
} from './charts.ts';
import type { CohortSelection } from './customers-query.ts';
import { isAdditive, type CohortCell } from './measures.ts';
import type { Cohort, CohortResult } from './result.ts';
import { difference } from './table.ts';

/** More are unreadable and slow to draw; the table has all. */
export const MOST_COHORTS = 120;
export const MOST_AGES = 120;

/**
 * Whether age 0 says nothing: of the customers of a first order it is the size of the cohort,
 * which stands in a column of its own.
 */
function isTrivialStart({ measure, by }: CohortResult): boolean {
  return by.kind !== 'date' && (measure === 'retention' || measure === 'customers');
}

/** The cohorts that are drawn: the latest periods; all values. */
export function drawnCohorts({ cohorts }: CohortResult): readonly Cohort[] {
  return cohorts.slice(-MOST_COHORTS);
}

/** The ages that are drawn: from the first that any drawn cohort has and that says something. */
export function drawnAges(result: CohortResult): readonly number[] {
  const drawn = drawnCohorts(result).map(({ cells }) => cells);
  const longest = Math.max(0, ...drawn.map((cells) => cells.length));
  const observed = drawn
    .map((cells) => cells.findIndex((cell) => cell !== undefined))
    .filter((age) => age >= 0);
  const from = Math.max(isTrivialStart(result) ? 1 : 0, Math.min(longest, ...observed));
  return Array.from(
    { length: Math.max(0, Math.min(longest - from, MOST_AGES)) },
    (_, i) => from + i,
  );
}

/** The places in `calendar` that are drawn: the latest, from the first cohort that is drawn. */
export function drawnPeriods(result: CohortResult): readonly number[] {
  const { firstPeriod, lastPeriod, by } = result;
  const first = by.kind === 'value' ? firstPeriod : (drawnCohorts(result)[0]?.index ?? firstPeriod);
  const from = Math.max(first, firstPeriod, lastPeriod - MOST_AGES + 1);
  return Array.from(
    { length: Math.max(0, lastPeriod - from + 1) },
    (_, i) => from - firstPeriod + i,
  );
}

/** Whether cohorts or columns are left out of the drawing. */
export function isCut(result: CohortResult): boolean {
  const { align, means, firstPeriod, lastPeriod, cohorts } = result;
  const columns = align === 'age' ? means.length : lastPeriod - firstPeriod + 1;
  return cohorts.length > MOST_COHORTS || columns > MOST_AGES;
}

export function cohortHeatmap(result: CohortResult): HeatmapModel<CohortSelection> {
  const byAge = result.align === 'age';
  const columns = byAge ? drawnAges(result) : drawnPeriods(result);
  const cohorts = drawnCohorts(result);
  const rows = cohorts.map((cohort) => {
    const cells = byAge ? cohort.cells : cohort.calendar;
    return {
      label: cohortName(cohort, result),
      side: sideTexts(cohort, result),
      cells: columns.map((column) => {
        const cell = cells[column];
        return cell === undefined ? null : heatmapCell(result, cohort, cell, column);
      }),
    };
  });
  const model = {
    corner: byName(result),
    sideTitles: sideTitles(result),
    columnsTitle: byAge ? ageTitle(result) : messageByKey(`cohort_calendar_${result.grain}`),
    columns: columns.map((column) =>
      byAge ? String(column) : formatPeriodShort(result.firstPeriod + column, result.grain),
    ),
    rows,
    footer: [footer(result, columns)],
  };
  return result.against === 'earlier' ? { ...model, diverging: true } : model;
}

function sideTitles({ hasCosts, grain }: CohortResult): string[] {
  return [m.cohort_size(), ...(hasCosts ? [messageByKey(`cohort_payback_${grain}`)] : [])];
}

function sideTexts({ size, payback }: Cohort, { hasCosts }: CohortResult): string[] {
  if (!hasCosts) return [formatCount(size)];
  const texts = {
    reached: formatCount(payback?.age ?? 0),
    open: m.cohort_payback_open(),
    unknown: '–',
  };
  return [formatCount(size), payback === null ? '' : texts[payback.state]];
}

function footer(result: CohortResult, columns: readonly number[]) {
  const { align, against, hasCosts } = result;
  const totals = align === 'calendar' && isAdditive(result);
  const means = align === 'age' ? result.means : result.calendarMeans;
  const label = totals
    ? m.cohort_total()
    : isAdditive(result)
      ? m.cohort_mean()
      : m.cohort_weighted_mean();
  return {
    label: against === 'earlier' ? m.cohort_level({ mean: label }) : label,
    side: [formatCount(result.customers), ...(hasCosts ? [''] : [])],
    cells: columns.map((column) => {
      const value = means[column]?.value ?? null;
      return totals && value !== null ? cellValue(value, result) : meanValue(value, result);
    }),
  };
}

/** A cell whose words are made when they are asked for: a large heatmap draws its rows in turn. */
function heatmapCell(
  result: CohortResult,
  cohort: Cohort,
  cell: CohortCell,
  column: number,
): HeatmapCell<CohortSelection> {
  const { by, align, against } = result;
  const place = align === 'age' ? { age: column } : { period: result.firstPeriod + column };
  const age = 'age' in place ? place.age : place.period - cohort.index;
  const isValue = by.kind === 'value';
  const held = against === 'earlier';
  const shown = held ? difference(cell) : cell.value;
  const plain = !isValue && age === 0 && isTrivialStart(result);
  return {
    value: plain ? null : shown,
    get text() {
      return held ? cellDifference(shown, result) : cellValue(shown, result);
    },
    get label() {
      return cellLabel(result, cohort, cell, isValue ? place : { age });
    },
    incomplete: cell.incomplete,
    selection: cell.customers === 0 ? null : { cohort: cohort.key, ...(isValue ? place : { age }) },
  };
}

function cellLabel(
  result: CohortResult,
  cohort: Cohort,
  cell: CohortCell,
  place: { readonly age: number } | { readonly period: number },
): string {
  const { grain, by } = result;
  const gap = result.against === 'earlier' ? difference(cell) : null;
  const value = fullValue(cell.value, result);
  const words = {
    by: byName(result),
    cohort: cohortName(cohort, result),
    value:
      gap === null
        ? value
        : m.cohort_against_value({ value, difference: fullDifference(gap, result) }),
    active: formatCount(cell.customers),
    size: formatCount(cell.base),
  };
  if (by.kind === 'value' && 'age' in place) {
    return m.cohort_cell_observed({ ...words, age: formatCount(place.age) });
  }
  const index = 'age' in place ? cohort.index + place.age : place.period;
  const name = formatPeriodShort(index, grain);
  const period = cell.incomplete ? m.cohort_period_open({ period: name }) : name;
  return 'age' in place
    ? m.cohort_cell({ ...words, age: formatCount(place.age), period })
    : m.cohort_cell_period({ ...words, period });
}

/** What the heatmap shows, as its title has it. */
export function heatmapTitle(result: CohortResult): string {
  const name = measureName(result);
  const measure = result.against === 'earlier' ? m.cohort_against_measure({ measure: name }) : name;
  return result.by.kind === 'first_order'
    ? m.cohort_heatmap_label({ measure })
    : m.cohort_heatmap_label_by({ by: byName(result), measure });
}

/** The heatmap as an image; on the page it is a table. */
export function heatmapFigure(result: CohortResult): Figure {
  const model = cohortHeatmap(result);
  return {
    title: heatmapTitle(result),
    description: m.cohort_heatmap_description({
      cohorts: String(model.rows.length),
      by: byName(result),
      columns: model.columnsTitle ?? '',
      measure: measureName(result),
    }),
    caption:
      result.against === 'earlier'
        ? `${m.cohort_legend_against()} ${incompleteNote(result)}`
        : incompleteNote(result),
    plot: (theme) => heatmapPlot(model, theme, 'cohort'),
    // Room for a number in each cell, beside the row's label.
    width: Math.max(720, 230 + model.columns.length * 58),
  };
}
