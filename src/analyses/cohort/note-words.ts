import { formatCount } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { isCut, MOST_AGES, MOST_COHORTS } from './heatmap-charts.ts';
import type { CohortResult } from './result.ts';

/** Whether the heatmap has cells of the period that is not over. */
export function isHatched({ lastComplete, by, align }: CohortResult): boolean {
  return !lastComplete && (by.kind !== 'value' || align === 'calendar');
}

/** How many lines of costs that name no cohort are told. */
const MOST_TOLD = 3;

/** What is to be known to read the heatmap, below it. */
export function heatmapNotes(result: CohortResult): readonly string[] {
  const { by, align, against, undated, column, basis, hasCosts, costProblems } = result;
  const strange = costProblems.filter(({ kind }) => kind === 'cohort');
  return [
    by.kind === 'value' && align === 'age' ? m.cohort_legend_observed() : m.cohort_legend_unknown(),
    ...(against === 'earlier' ? [m.cohort_legend_against()] : []),
    ...(hasCosts && basis !== null
      ? [m.cohort_legend_payback({ basis: messageByKey(`cohort_basis_${basis}`) })]
      : []),
    ...(undated > 0
      ? [m.cohort_legend_undated({ customers: formatCount(undated), column: column ?? '' })]
      : []),
    ...(isCut(result)
      ? [m.cohort_cut({ cohorts: String(MOST_COHORTS), ages: String(MOST_AGES) })]
      : []),
    ...strange
      .slice(0, MOST_TOLD)
      .map(({ line, text }) => m.cohort_cost_problem_cohort({ line: String(line), text })),
    ...(strange.length > MOST_TOLD
      ? [m.cohort_cost_problem_more({ count: String(strange.length - MOST_TOLD) })]
      : []),
  ];
}
