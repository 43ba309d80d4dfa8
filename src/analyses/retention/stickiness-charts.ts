import {
  axisX,
  axisY,
  gridY,
  pointerX,
  rectY,
  ruleX,
  ruleY,
  text,
  tip,
  type PlotOptions,
} from '@observablehq/plot';
import type { Figure } from '../../charts/figure.ts';
import type { HeatmapCell, HeatmapModel } from '../../charts/heatmap.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatCount, formatNumber, formatPercent, formatPeriod } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { RetentionSelection } from './selection.ts';
import type { StickinessResult } from './stickiness.ts';

/** A bar: the customers active in so many periods, or in at least so many. */
export interface StickyBar {
  readonly periods: number;
  readonly customers: number;
  /** Of all customers active in any of the periods, 0–100. */
  readonly percent: number;
  readonly selection: RetentionSelection;
}

export function stickyBars(result: StickinessResult, least: boolean): readonly StickyBar[] {
  return result.counts.map(({ periods, exactly, atLeast }) => {
    const customers = least ? atLeast : exactly;
    return {
      periods,
      customers,
      percent: result.customers === 0 ? 0 : (100 * customers) / result.customers,
      selection: { kind: 'sticky', periods, least },
    };
  });
}

export function stickinessPlot(
  result: StickinessResult,
  theme: ChartTheme,
  width: number,
): PlotOptions {
  const least = result.settings.counting === 'atLeast';
  const bars = stickyBars(result, least);
  const every = Math.ceil(bars.length / Math.max(2, Math.floor(width / 44)));
  const means = least || result.mean === null ? [] : [result.mean];
  return {
    height: 310,
    marginLeft: 52,
    marginRight: 20,
    marginTop: 30,
    marginBottom: 40,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    x: { domain: [0.5, Math.max(1, result.span) + 0.5] },
    y: { zero: true, nice: true },
    marks: [
      gridY({ stroke: theme.line, strokeOpacity: 1 }),
      axisY({
        label: null,
        tickSize: 0,
        ticks: 5,
        tickFormat: (value: number) => formatPercent(value, Number.isInteger(value) ? 0 : 1),
        fill: theme.soft,
      }),
      axisX({
        label: messageByKey(`retention_sticky_axis_${result.grain}`, { span: String(result.span) }),
        labelAnchor: 'center',
        labelArrow: 'none',
        tickSize: 0,
        ticks: bars.map(({ periods }) => periods).filter((n) => (n - 1) % every === 0),
        tickFormat: String,
        fill: theme.soft,
      }),
      rectY(bars, {
        x1: ({ periods }: StickyBar) => periods - 0.42,
        x2: ({ periods }: StickyBar) => periods + 0.42,
        y: 'percent',
        fill: theme.scale[4] ?? theme.accent,
      }),
      ruleY([0], { stroke: theme.soft }),
      ruleX(means, { stroke: theme.ink, strokeWidth: 1.6 }),
      text(means, {
        x: (mean: number) => mean,
        frameAnchor: 'top',
        dy: -16,
        text: (mean: number) => m.retention_sticky_mean({ mean: formatNumber(mean) }),
        textAnchor: 'start',
        fill: theme.ink,
        fontWeight: 650,
      }),
      tip(
        bars,
        pointerX({
          x: 'periods',
          y: 'percent',
          title: (bar: StickyBar) => barText(bar, least),
          fill: theme.panel,
          stroke: theme.line,
          textPadding: 8,
        }),
      ),
    ],
  };
}

function barText({ periods, customers, percent }: StickyBar, least: boolean): string {
  const words = {
    periods: String(periods),
    customers: formatCount(customers),
    percent: formatPercent(percent),
  };
  return least ? m.retention_sticky_bar_least(words) : m.retention_sticky_bar(words);
}

export function stickinessFigure(result: StickinessResult): Figure {
  const words = {
    from: formatPeriod(result.from, result.grain),
    to: formatPeriod(result.to, result.grain),
    span: String(result.span),
  };
  const short = result.span < result.settings.span;
  return {
    title: m.retention_sticky_title(),
    description: m.retention_sticky_description(words),
    caption: short
      ? `${m.retention_sticky_caption(words)} ${m.retention_sticky_caption_short()}`
      : m.retention_sticky_caption(words),
    plot: (theme, width) => stickinessPlot(result, theme, width),
  };
}

/** The numbers of the bars, exactly and at least; each opens its customers. */
export function stickinessHeatmap(result: StickinessResult): HeatmapModel<RetentionSelection> {
  const cells = (bar: StickyBar | undefined, least: boolean) => {
    if (bar === undefined) return [null, null];
    const cell = (text: string): HeatmapCell<RetentionSelection> => ({
      value: null,
      text,
      label: barText(bar, least),
      selection: bar.customers === 0 ? null : bar.selection,
    });
    return [cell(formatCount(bar.customers)), cell(formatPercent(bar.percent))];
  };
  const [exactly, atLeast] = [stickyBars(result, false), stickyBars(result, true)];
  return {
    corner: m.retention_column_active_periods(),
    sideTitles: [],
    columns: [
      m.retention_column_exactly(),
      m.retention_column_share(),
      m.retention_column_at_least(),
      m.retention_column_share(),
    ],
    rows: result.counts.map(({ periods }, i) => ({
      label: String(periods),
      side: [],
      cells: [...cells(exactly[i], false), ...cells(atLeast[i], true)],
    })),
    footer: [],
  };
}
