import type { Figure } from '../../charts/figure.ts';
import { heatmapPlot } from '../../charts/heatmap-plot.ts';
import { formatDay, formatPeriod } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { curvesPlot } from './curves.ts';
import { cohortHeatmap, drawnAges, drawnCohorts } from './heatmap.ts';
import type { CohortResult } from './result.ts';
import { ageTitle, measureName } from './words.ts';

/** The heatmap as an image; on the page it is a table. */
export function heatmapFigure(result: CohortResult): Figure {
  const measure = measureName(result.measure);
  const model = cohortHeatmap(result);
  const cohorts = String(drawnCohorts(result).length);
  return {
    title: m.cohort_heatmap_label({ measure }),
    description: m.cohort_heatmap_description({ cohorts, measure }),
    caption: `${ageTitle(result.grain)}. ${incompleteNote(result)}`,
    plot: (theme) => heatmapPlot(model, theme, 'cohort'),
    // Room for a number in each cell, beside the row's label.
    width: Math.max(720, 230 + drawnAges(result).length * 58),
  };
}

/** The cohorts as lines by age. */
export function curvesFigure(result: CohortResult): Figure {
  return {
    title: m.cohort_curves_title({ measure: measureName(result.measure) }),
    description: m.cohort_curves_description({ cohorts: String(drawnCohorts(result).length) }),
    caption: m.cohort_curves_caption(),
    plot: (theme) => curvesPlot(result, theme),
  };
}

/** Why cells are hatched, or that none is. */
export function incompleteNote({ lastComplete, lastPeriod, lastDay, grain }: CohortResult): string {
  if (lastComplete) return m.cohort_complete_note();
  return m.cohort_hatched_note({
    period: formatPeriod(lastPeriod, grain, { long: true }),
    day: formatDay(lastDay),
  });
}
