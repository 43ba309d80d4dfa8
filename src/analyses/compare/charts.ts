import { axisX, axisY, dot, pointerY, ruleX, ruleY, tip } from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import { formatMoney, formatNumber, formatPercent } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { TableModel } from '../analysis.ts';
import type { Compared, Comparison, CompareMeasure } from './result.ts';
import type { Window } from './settings.ts';

export function measureName(measure: CompareMeasure, window: Window): string {
  return messageByKey(`compare_measure_${measure}`, { days: String(window) });
}

/** A value in its unit. */
export function valueText(value: number | null, measure: CompareMeasure): string {
  if (value === null) return '–';
  switch (measure) {
    case 'repeat':
    case 'returned':
      return formatPercent(value);
    case 'orders':
    case 'gap':
      return formatNumber(value, 2);
    default:
      return formatMoney(value);
  }
}

/** A difference with its sign; of shares in percentage points. */
export function differenceText(value: number, measure: CompareMeasure): string {
  const sign = value > 0 ? '+' : '';
  const points = measure === 'repeat' || measure === 'returned';
  return (
    sign +
    (points ? m.compare_points({ value: formatNumber(value, 1) }) : valueText(value, measure))
  );
}

interface Mark {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly clear: boolean;
}

/** The differences as shares of A, with their intervals, so that all measures fit one scale. */
export function differencesFigure(rows: readonly Comparison[], window: Window): Figure {
  const marks = rows.flatMap(({ measure, a, difference, verdict }): Mark[] => {
    if (a === null || a === 0 || difference === null) return [];
    const share = (value: number) => (value / Math.abs(a)) * 100;
    return [
      {
        name: measureName(measure, window),
        value: share(difference.difference),
        low: share(difference.interval.low),
        high: share(difference.interval.high),
        clear: verdict === 'clear',
      },
    ];
  });
  return {
    title: m.compare_chart_title(),
    description: m.compare_chart_description(),
    caption: m.compare_chart_caption(),
    plot: (theme, width) => ({
      height: 60 + marks.length * 34,
      marginLeft: width < 560 ? 150 : 240,
      marginRight: 20,
      marginBottom: 36,
      style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
      x: { nice: true },
      y: { domain: marks.map(({ name }) => name), padding: 0.4 },
      marks: [
        axisX({
          label: null,
          tickSize: 0,
          ticks: 6,
          tickFormat: (value: number) => formatPercent(value, 0),
          fill: theme.soft,
        }),
        axisY({ label: null, tickSize: 0, fill: theme.ink, lineWidth: width < 560 ? 11 : 19 }),
        ruleX([0], { stroke: theme.soft }),
        ruleY(marks, {
          x1: 'low',
          x2: 'high',
          y: 'name',
          stroke: (mark: Mark) => (mark.clear ? theme.accent : theme.faint),
          strokeWidth: 2,
        }),
        dot(marks, {
          x: 'value',
          y: 'name',
          r: 5,
          fill: (mark: Mark) => (mark.clear ? theme.accent : theme.panel),
          stroke: (mark: Mark) => (mark.clear ? theme.accent : theme.faint),
          strokeWidth: 2,
        }),
        tip(
          marks,
          pointerY({
            x: 'value',
            y: 'name',
            title: ({ name, value, low, high }: Mark) =>
              `${name}\n${formatPercent(value)} (${formatPercent(low)} – ${formatPercent(high)})`,
            fill: theme.panel,
            stroke: theme.line,
            textPadding: 8,
          }),
        ),
      ],
    }),
  };
}

/** The comparison as a flat table, for the CSV. */
export function comparisonTable({ a, rows }: Pick<Compared, 'a' | 'rows'>): TableModel {
  return {
    columns: [
      { key: 'measure', title: 'compare_measure', format: 'text' },
      { key: 'a', title: 'compare_a', format: 'number' },
      { key: 'b', title: 'compare_b', format: 'number' },
      { key: 'difference', title: 'compare_difference', format: 'number' },
      { key: 'low', title: 'compare_low', format: 'number' },
      { key: 'high', title: 'compare_high', format: 'number' },
      { key: 'p', title: 'compare_p', format: 'number' },
      { key: 'verdict', title: 'compare_verdict', format: 'message' },
    ],
    rows: rows.map(({ measure, difference, verdict, ...values }) => ({
      measure: measureName(measure, a.window),
      a: values.a,
      b: values.b,
      difference: difference?.difference ?? null,
      low: difference?.interval.low ?? null,
      high: difference?.interval.high ?? null,
      p: difference?.p ?? null,
      verdict: `compare_verdict_${verdict}`,
    })),
  };
}
