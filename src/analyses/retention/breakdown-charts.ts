import type { BreakdownPart, Figure } from '../../charts/figure.ts';
import { partLinesPlot, type PartLines, type PartPoint } from '../../charts/part-lines.ts';
import { logRank } from '../../core/survival.ts';
import { formatCount, formatNumber, formatPercent } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { ageText, ageTitle, countsText } from './charts.ts';
import { drawnPoints } from './curve-charts.ts';
import { daysText } from './days-words.ts';
import { curveName, survivalPoints } from './next-charts.ts';
import { FEWEST_AT_RISK } from './next-purchase.ts';
import { pValueText } from './p-value.ts';
import { stickyBars } from './stickiness-charts.ts';
import type { ViewResult } from './view-result.ts';

type Parts = readonly BreakdownPart<ViewResult>[];

/** What a view's figure of several parts is made of. */
interface Drawn {
  readonly title: string;
  readonly caption: string | null;
  readonly lines: Omit<PartLines, 'parts' | 'yText'>;
}

/** The parts as one line each: of retention the mean by age, of the others their main curve. */
export function breakdownFigure(parts: Parts): Figure {
  const { title, caption, lines } = drawn(parts);
  const names = parts.map(({ name }) => name);
  return {
    title,
    description: m.retention_breakdown_description({ title, parts: String(parts.length) }),
    ...(caption === null ? {} : { caption }),
    legend: names,
    plot: (theme) =>
      partLinesPlot({ parts: names, ...lines, yText: (value) => formatPercent(value) }, theme),
  };
}

function drawn(parts: Parts): Drawn {
  const view = parts[0]?.result.view ?? 'retention';
  switch (view) {
    case 'retention':
      return retention(parts);
    case 'next':
      return nextPurchase(parts);
    case 'steps':
      return steps(parts);
    case 'stickiness':
      return stickiness(parts);
  }
}

function pointsOf(
  parts: Parts,
  points: (result: ViewResult) => readonly Omit<PartPoint, 'part'>[],
): readonly PartPoint[] {
  return parts.flatMap(({ name, result }) =>
    points(result).map((point) => ({ part: name, ...point })),
  );
}

function retention(parts: Parts): Drawn {
  const settings = parts[0]?.result.settings;
  return {
    title: m.retention_breakdown_title(),
    caption: settings === undefined ? null : countsText(settings),
    lines: {
      points: pointsOf(parts, (result) =>
        result.view === 'retention'
          ? drawnPoints(result).map(({ age, mean }) => ({ x: age, y: mean }))
          : [],
      ),
      xTitle: settings === undefined ? '' : ageTitle(settings),
      xText: (age) => (settings === undefined ? String(age) : ageText(age, settings)),
    },
  };
}

/** The time to the second purchase, whose customers are others in each part. */
function nextPurchase(parts: Parts): Drawn {
  const firsts = parts.map(({ result }) => (result.view === 'next' ? result.curves[0] : undefined));
  const test = logRank(firsts.map((curve) => curve?.counts ?? []));
  const note = m.retention_breakdown_next({
    curve: curveName(1),
    customers: String(FEWEST_AT_RISK),
  });
  return {
    title: m.retention_next_title(),
    caption:
      test === null
        ? note
        : `${note} ${m.retention_breakdown_test({
            p: pValueText(test.p),
            statistic: formatNumber(test.chiSquare, 1),
            df: String(test.df),
          })}`,
    lines: {
      points: pointsOf(parts, (result) => {
        const first = result.view === 'next' ? result.curves[0] : undefined;
        if (first === undefined) return [];
        return survivalPoints(first).map(({ days, share }) => ({ x: days, y: share }));
      }),
      xTitle: m.retention_next_axis(),
      xText: formatCount,
      curve: 'step-after',
    },
  };
}

function steps(parts: Parts): Drawn {
  const horizon = parts[0]?.result.settings.horizon ?? 90;
  return {
    title: m.retention_steps_share({ days: daysText(horizon) }),
    caption: m.retention_breakdown_steps({ customers: String(FEWEST_AT_RISK) }),
    lines: {
      points: pointsOf(parts, (result) =>
        result.view === 'steps'
          ? result.steps.flatMap(({ number, share }) =>
              share === null ? [] : [{ x: number, y: share }],
            )
          : [],
      ),
      xTitle: m.retention_steps_axis(),
      xText: (number) => `${number} → ${number + 1}`,
    },
  };
}

function stickiness(parts: Parts): Drawn {
  const settings = parts[0]?.result.settings;
  const least = settings?.counting === 'atLeast';
  const span = Math.max(
    ...parts.map(({ result }) => (result.view === 'stickiness' ? result.span : 0)),
    0,
  );
  return {
    title: m.retention_sticky_title(),
    caption: least ? m.retention_breakdown_least() : null,
    lines: {
      points: pointsOf(parts, (result) =>
        result.view === 'stickiness' && result.customers > 0
          ? stickyBars(result, least).map(({ periods, percent }) => ({ x: periods, y: percent }))
          : [],
      ),
      xTitle: messageByKey(`retention_sticky_axis_${settings?.grain ?? 'month'}`, {
        span: String(span),
      }),
      xText: String,
    },
  };
}
