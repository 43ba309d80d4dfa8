import { axisX, axisY, dot, gridX, pointerY, ruleX, ruleY, tip } from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatCount, formatMoney, formatPercent } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { outcomeName, valueText } from './charts.ts';
import type { Estimate, FirstResult, FirstRow, Verdict } from './first-result.ts';

/** The items drawn and listed beside the chart: those with the most customers. */
export const MOST_SHOWN = 30;
const ROW_HEIGHT = 22;

/** A row with an estimate. */
export interface FirstDot extends FirstRow {
  readonly estimate: Estimate;
}

/** The items with the most customers, sorted by the outcome; without those nobody was observed of. */
export function firstDots({ rows }: FirstResult): readonly FirstDot[] {
  return rows
    .slice(0, MOST_SHOWN)
    .flatMap((row): FirstDot[] =>
      row.estimate === null ? [] : [{ ...row, estimate: row.estimate }],
    )
    .sort((x, y) => y.estimate.value - x.estimate.value || (x.item < y.item ? -1 : 1));
}

/** The colour of a verdict. */
export function verdictColour(verdict: Verdict, theme: ChartTheme): string {
  if (verdict === 'unclear') return theme.faint;
  return verdict === 'above' ? theme.accent : theme.alert;
}

/** The outcome of each first item with its interval, against all customers. */
export function firstFigure(result: FirstResult): Figure {
  const dots = firstDots(result);
  const { outcome, allEstimate, horizon } = result;
  const name = outcomeName(outcome, horizon);
  return {
    title: m.products_first_title({ outcome: name }),
    description: m.products_first_description({
      count: formatCount(dots.length),
      outcome: name,
      all: valueText(allEstimate?.value ?? null, outcome),
    }),
    caption: m.products_first_caption({ all: valueText(allEstimate?.value ?? null, outcome) }),
    plot: (theme, width) => ({
      height: 46 + dots.length * ROW_HEIGHT,
      marginLeft: width < 560 ? 116 : 240,
      marginRight: 20,
      marginTop: 8,
      marginBottom: 38,
      style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
      x: { nice: true },
      y: { domain: dots.map(({ item }) => item), padding: 0.3 },
      marks: [
        gridX({ ticks: 5, stroke: theme.line, strokeOpacity: 1 }),
        axisX({
          label: name,
          labelAnchor: 'center',
          labelArrow: 'none',
          tickSize: 0,
          ticks: width < 560 ? 4 : 6,
          tickFormat: (value: number) =>
            outcome === 'repeat' ? formatPercent(value, 0) : formatMoney(Math.round(value)),
          fill: theme.soft,
        }),
        axisY({
          label: null,
          tickSize: 0,
          fill: theme.ink,
          lineWidth: width < 560 ? 8.5 : 18.5,
          textOverflow: 'ellipsis',
        }),
        ruleX(allEstimate === null ? [] : [allEstimate.value], {
          stroke: theme.ink,
          strokeDasharray: '4 3',
        }),
        ...dotMarks(dots, theme),
        tip(
          dots,
          pointerY({
            x: (row: FirstDot) => row.estimate.value,
            y: 'item',
            title: (row: FirstDot) => dotTitle(row, result),
            fill: theme.panel,
            stroke: theme.line,
            textPadding: 8,
          }),
        ),
      ],
    }),
  };
}

function dotMarks(dots: readonly FirstDot[], theme: ChartTheme) {
  const colour = ({ verdict }: FirstDot) => verdictColour(verdict, theme);
  return [
    ruleY(
      dots.filter(({ estimate }) => estimate.interval !== null),
      {
        x1: (row: FirstDot) => row.estimate.interval?.low ?? null,
        x2: (row: FirstDot) => row.estimate.interval?.high ?? null,
        y: 'item',
        stroke: colour,
        strokeWidth: 2,
        strokeOpacity: 0.55,
      },
    ),
    dot(dots, {
      x: (row: FirstDot) => row.estimate.value,
      y: 'item',
      r: 4.5,
      fill: (row: FirstDot) => (row.verdict === 'unclear' ? theme.panel : colour(row)),
      stroke: colour,
      strokeWidth: 2,
    }),
  ];
}

function dotTitle(row: FirstDot, { outcome, horizon }: FirstResult): string {
  return [
    row.item,
    `${outcomeName(outcome, horizon)}: ${valueText(row.estimate.value, outcome)} (${intervalText(row.estimate, outcome)})`,
    m.products_observed({ customers: formatCount(row.estimate.n) }),
    messageByKey(`products_verdict_${row.verdict}`),
  ].join('\n');
}

/** `31.2 % – 40.4 %`; a dash without an interval. */
export function intervalText({ interval }: Estimate, outcome: FirstResult['outcome']): string {
  if (interval === null) return '–';
  return `${valueText(interval.low, outcome)} – ${valueText(interval.high, outcome)}`;
}
