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
import type { HeatmapModel } from '../../charts/heatmap.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatCount, formatNumber, formatPercent } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { daysText } from './days-words.ts';
import type { GapBin, GapDistribution } from './gap-distribution.ts';
import type { RetentionSelection } from './selection.ts';

/** A bin with its place on the axis: the open one is drawn as wide as the others. */
export interface GapBar extends GapBin {
  readonly start: number;
  readonly end: number;
  readonly selection: RetentionSelection;
}

export function gapBars({ bins }: GapDistribution): readonly GapBar[] {
  const width = (bins[0]?.to ?? 1) - (bins[0]?.from ?? 1) + 1;
  return bins.map((bin) => ({
    ...bin,
    start: bin.from - 1,
    end: bin.to ?? bin.from - 1 + width,
    selection: { kind: 'gap', from: bin.from, to: bin.to },
  }));
}

export function gapsPlot(gaps: GapDistribution, theme: ChartTheme, width: number): PlotOptions {
  const bars = gapBars(gaps);
  const [low, middle, high] = gaps.quartiles ?? [0, 0, 0];
  const [, , pale = theme.wash, , tone = theme.accent] = theme.scale;
  return {
    height: 290,
    marginLeft: 60,
    marginRight: 20,
    marginTop: 30,
    marginBottom: 40,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    x: { domain: [0, bars.at(-1)?.end ?? 1] },
    y: { nice: true },
    marks: [
      gridY({ stroke: theme.line, strokeOpacity: 1 }),
      axisY({ label: null, tickSize: 0, ticks: 5, tickFormat: formatCount, fill: theme.soft }),
      axisX({
        label: m.retention_gaps_axis(),
        labelAnchor: 'center',
        labelArrow: 'none',
        tickSize: 0,
        ticks: Math.max(2, Math.floor(width / 90)),
        tickFormat: formatCount,
        fill: theme.soft,
      }),
      rectY(bars, {
        x1: 'start',
        x2: 'end',
        y: 'gaps',
        fill: ({ to }: GapBar) => (to === null ? pale : tone),
        insetRight: 1,
      }),
      ruleY([0], { stroke: theme.soft }),
      ruleX([low, high], { stroke: theme.ink, strokeDasharray: '2 3' }),
      ruleX([middle], { stroke: theme.ink, strokeWidth: 1.6 }),
      text([middle], {
        x: (days: number) => days,
        frameAnchor: 'top',
        dy: -16,
        text: () => m.retention_gaps_median({ days: daysText(middle) }),
        textAnchor: middle > (bars.at(-1)?.end ?? 1) * 0.7 ? 'end' : 'start',
        fill: theme.ink,
        fontWeight: 650,
      }),
      tip(
        bars,
        pointerX({
          x: ({ start, end }: GapBar) => (start + end) / 2,
          y: 'gaps',
          title: (bar: GapBar) => barText(bar, gaps),
          fill: theme.panel,
          stroke: theme.line,
          textPadding: 8,
        }),
      ),
    ],
  };
}

/** "8–14 days", "1 day", "over 365 days". */
export function binText({ from, to }: Pick<GapBin, 'from' | 'to'>): string {
  if (to === null) return m.retention_gaps_over({ days: daysText(from - 1) });
  if (from === to) return daysText(from);
  return m.shell_days({ count: to, shown: `${formatNumber(from)}–${formatNumber(to)}` });
}

function barText(bin: GapBin, { gaps }: GapDistribution): string {
  return m.retention_gaps_bar({
    days: binText(bin),
    gaps: formatCount(bin.gaps),
    percent: formatPercent((100 * bin.gaps) / gaps),
  });
}

/** The times between two purchase days with their quartiles. */
export function gapsFigure(gaps: GapDistribution): Figure {
  const [low, middle, high] = gaps.quartiles ?? [0, 0, 0];
  return {
    title: m.retention_gaps_title(),
    description: m.retention_gaps_description({
      gaps: formatCount(gaps.gaps),
      low: daysText(low),
      median: daysText(middle),
      high: daysText(high),
    }),
    caption: m.retention_gaps_caption({ low: daysText(low), high: daysText(high) }),
    plot: (theme, width) => gapsPlot(gaps, theme, width),
  };
}

/** The bins as a table; each opens the customers with such a gap. */
export function gapsHeatmap(gaps: GapDistribution): HeatmapModel<RetentionSelection> {
  return {
    corner: m.retention_gaps_axis(),
    sideTitles: [],
    columns: [m.retention_column_gaps(), m.retention_column_share()],
    rows: gapBars(gaps).map((bar) => {
      const selection = bar.gaps === 0 ? null : bar.selection;
      const label = barText(bar, gaps);
      return {
        label: binText(bar),
        side: [],
        cells: [
          { value: null, text: formatCount(bar.gaps), label, selection },
          {
            value: null,
            text: formatPercent((100 * bar.gaps) / gaps.gaps),
            label,
            selection,
          },
        ],
      };
    }),
    footer: [],
  };
}
