import type { BreakdownPart, Figure } from '../../charts/figure.ts';
import { partLinesPlot, type PartPoint } from '../../charts/part-lines.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { ageTitle, fullValue, measureName } from './charts.ts';
import type { CohortResult } from './result.ts';

/** The mean over the cohorts of each part, by age. */
export function breakdownFigure(parts: readonly BreakdownPart<CohortResult>[]): Figure {
  const { measure, mode, grain, by } = parts[0]?.result ?? {
    measure: 'retention',
    mode: 'total',
    grain: 'month',
    by: { kind: 'first_order' },
  };
  const shown = { measure, mode } as const;
  // Of retention the first period says nothing: it is 100 % by definition, but for given dates.
  const from = measure === 'retention' && by.kind !== 'date' ? 1 : 0;
  const points = parts.flatMap(({ name, result }) =>
    result.means.flatMap(({ value }, age): PartPoint[] =>
      value === null || age < from ? [] : [{ part: name, x: age, y: value }],
    ),
  );
  const words = { measure: measureName(shown) };
  return {
    title: m.cohort_breakdown_title(words),
    description: m.cohort_breakdown_description({ ...words, parts: String(parts.length) }),
    legend: parts.map(({ name }) => name),
    plot: (theme) =>
      partLinesPlot(
        {
          parts: parts.map(({ name }) => name),
          points,
          xTitle: ageTitle({ grain, by }),
          xText: String,
          yText: (value) => fullValue(value, shown),
        },
        theme,
      ),
  };
}
