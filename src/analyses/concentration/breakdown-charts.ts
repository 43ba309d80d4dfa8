import { axisX, axisY, frame, lineY, link, text } from '@observablehq/plot';
import type { BreakdownPart, DrawBreakdown } from '../../charts/figure.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import { formatNumber } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { giniText, measureName, shareText } from './charts.ts';
import { curvePoints, EQUALITY } from './curve-charts.ts';
import type { ConcentrationResult } from './result.ts';

type Part = BreakdownPart<ConcentrationResult>;

const PANEL_WIDTH = 210;
const PANEL_HEIGHT = 190;
const TICKS = [0, 50, 100];

/** The curve of each part in a panel of its own, over those of the others in grey. */
export const concentrationBreakdown: DrawBreakdown<ConcentrationResult> = (parts) => {
  const measure = parts[0]?.result.measure ?? 'revenue';
  return {
    title: m.concentration_curve_title({ measure: measureName(measure) }),
    description: m.concentration_breakdown_description({
      parts: parts.map(partText).join('; '),
    }),
    caption: m.concentration_breakdown_caption(),
    plot: (theme, width) => panels(parts, theme, width),
  };
};

function partText({ name, result }: Part): string {
  const fifth = result.best.find(({ percent }) => percent === 20);
  return m.concentration_breakdown_part({
    name,
    share: shareText(fifth?.shareOfValue ?? null),
    gini: giniText(result.gini),
  });
}

function panels(parts: readonly Part[], theme: ChartTheme, width: number) {
  const columns = Math.max(1, Math.min(parts.length, Math.floor(width / PANEL_WIDTH)));
  const rows = Math.ceil(parts.length / columns);
  const place = (i: number) => ({ fx: i % columns, fy: Math.floor(i / columns) });
  // In no panel of its own, a line stands in all of them.
  const all = parts.flatMap(({ result }, part) =>
    curvePoints(result).map((point) => ({ ...point, part })),
  );
  const own = all.map((point) => ({ ...point, ...place(point.part) }));
  const heads = parts.map((part, i) => ({ ...place(i), ...headOf(part) }));
  const panel = { fx: 'fx', fy: 'fy' } as const;
  const head = { ...panel, frameAnchor: 'top-left', textAnchor: 'start' } as const;
  const greatest = Math.max(100, ...all.map(({ shareOfValue }) => shareOfValue));
  return {
    height: rows * PANEL_HEIGHT + 46,
    marginLeft: 46,
    marginRight: 14,
    marginTop: 40,
    marginBottom: 40,
    style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
    fx: { axis: null, paddingInner: 0.14, paddingOuter: 0 },
    fy: { axis: null, paddingInner: 0.32, paddingOuter: 0 },
    x: { domain: [0, 100] },
    y: { domain: [0, greatest] },
    marks: [
      frame({ stroke: theme.line }),
      axisX({
        label: m.concentration_axis_customers_percent(),
        labelAnchor: 'center',
        labelArrow: 'none',
        tickSize: 0,
        ticks: TICKS,
        // Bare numbers: the ends of neighbouring panels stand close together.
        tickFormat: (value: number) => formatNumber(value),
        fill: theme.soft,
      }),
      axisY({
        label: null,
        tickSize: 0,
        ticks: TICKS,
        tickFormat: (value: number) => shareText(value, 0),
        fill: theme.soft,
      }),
      link(EQUALITY, { x1: 'x1', y1: 'y1', x2: 'x2', y2: 'y2', stroke: theme.line }),
      lineY(all, {
        x: 'shareOfCustomers',
        y: 'shareOfValue',
        z: 'part',
        stroke: theme.faint,
        strokeOpacity: 0.4,
      }),
      lineY(own, {
        ...panel,
        x: 'shareOfCustomers',
        y: 'shareOfValue',
        z: 'part',
        stroke: theme.accent,
        strokeWidth: 2,
      }),
      text(heads, {
        ...head,
        text: 'name',
        dy: -30,
        lineWidth: 15,
        textOverflow: 'ellipsis',
        fontWeight: 600,
        fill: theme.ink,
      }),
      text(heads, { ...head, text: 'note', dy: -15, fill: theme.soft }),
    ],
  };
}

function headOf({ name, result }: Part) {
  const fifth = result.best.find(({ percent }) => percent === 20);
  const note = m.concentration_breakdown_head({
    share: shareText(fifth?.shareOfValue ?? null, 0),
    gini: giniText(result.gini),
  });
  return { name, note };
}
