import type { Figure } from '../../charts/figure.ts';
import type { HeatmapCell, HeatmapModel } from '../../charts/heatmap.ts';
import { segmentColour } from '../../charts/segment-palette.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import {
  formatCount,
  formatDay,
  formatDayShort,
  formatPercent,
  formatPeriod,
  formatPeriodShort,
} from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { customersText, placeName } from './charts.ts';
import { shareOf, sumOf, type Mix } from './outlook.ts';
import type { Place } from './places.ts';
import type { MovementSelection } from './query.ts';
import type { MonthMix, MovementResult } from './result.ts';
import { shareBarsPlot, type ShareBar } from './share-charts.ts';

/** A segment's colour; `others` in grey. */
function placeColour(theme: ChartTheme, { colour }: Place): string {
  return colour === null ? theme.faint : segmentColour(theme, colour);
}

interface MixBar {
  readonly name: string;
  readonly mix: Mix;
  readonly expected?: boolean;
  readonly incomplete?: boolean;
  /** What stands behind a segment's piece. */
  readonly selection?: (id: string) => MovementSelection;
}

function mixFigure(
  places: readonly Place[],
  bars: readonly MixBar[],
  words: Pick<Figure, 'title' | 'description'> & { readonly caption?: string },
  name: string,
): Figure {
  const used = places.filter((_, i) => bars.some(({ mix }) => (mix[i] ?? 0) > 0));
  return {
    ...words,
    plot: (theme, width) => {
      const legend = used.map((place) => ({
        name: placeName(place.id),
        colour: placeColour(theme, place),
        shape: 'square' as const,
      }));
      const shares = bars.map(({ mix, selection, ...bar }): ShareBar<MovementSelection> => ({
        ...bar,
        parts: places.map((place, i) => ({
          share: shareOf(mix, i) ?? 0,
          colour: placeColour(theme, place),
          label: `${placeName(place.id)}: ${formatPercent(shareOf(mix, i) ?? 0)}\n${customersText(Math.round(mix[i] ?? 0))}`,
          selection: (mix[i] ?? 0) > 0 ? (selection?.(place.id) ?? null) : null,
        })),
      }));
      return shareBarsPlot(
        shares,
        { legend, axis: m.movement_axis_customers(), name },
        theme,
        width,
      );
    },
  };
}

/** The mix of segments at each month's end; null while the months are not looked at. */
export function monthsFigure({ months, places }: MovementResult): Figure | null {
  if (months === null) return null;
  const incomplete = months.some((month) => month.incomplete);
  return mixFigure(
    places,
    months.map(({ day, month, mix, incomplete }) => ({
      name: formatPeriod(month, 'month'),
      mix,
      incomplete,
      selection: (id) => ({ kind: 'month', day, id }),
    })),
    {
      title: m.movement_months_title(),
      description: m.movement_months_description({ months: formatCount(months.length) }),
      ...(incomplete ? { caption: m.movement_months_incomplete() } : {}),
    },
    'movement-months',
  );
}

/** The same numbers as a table whose cells open their customers. */
export function monthsModel({ months, places }: MovementResult): HeatmapModel<MovementSelection> {
  return {
    corner: m.movement_column_month(),
    sideTitles: [m.movement_column_customers()],
    columns: places.map(({ id }) => placeName(id)),
    rows: (months ?? []).map((month) => ({
      label: formatPeriodShort(month.month, 'month'),
      side: [formatCount(sumOf(month.mix))],
      cells: places.map(({ id }, i) => monthCell(month, id, i)),
    })),
    footer: [],
  };
}

function monthCell(month: MonthMix, id: string, at: number): HeatmapCell<MovementSelection> | null {
  const share = shareOf(month.mix, at);
  if (share === null) return null;
  const customers = month.mix[at] ?? 0;
  return {
    value: share,
    text: formatPercent(share),
    label: m.movement_month_cell({
      segment: placeName(id),
      day: formatDay(month.day),
      customers: customersText(customers),
      share: formatPercent(share),
    }),
    incomplete: month.incomplete,
    selection: customers === 0 ? null : { kind: 'month', day: month.day, id },
  };
}

/** The mix at both dates, and the one expected after each period; null without rates. */
export function outlookFigure(result: MovementResult): Figure | null {
  const { outlook, places, starts, from, to, span } = result;
  if (outlook === null) return null;
  const [now = [], ...ahead] = outlook.mixes;
  return mixFigure(
    places,
    [
      { name: formatDayShort(from), mix: starts, selection: (id) => ({ kind: 'from', from: id }) },
      { name: formatDayShort(to), mix: now, selection: (id) => ({ kind: 'to', to: id }) },
      ...ahead.map((mix, i) => ({
        name: m.movement_ahead({ days: formatCount((i + 1) * span) }),
        mix,
        expected: true,
      })),
    ],
    {
      title: m.movement_outlook_title(),
      description: m.movement_outlook_description({
        periods: formatCount(ahead.length),
        days: formatCount(span),
      }),
      caption: m.movement_outlook_caption(),
    },
    'movement-outlook',
  );
}

/** What was expected for the end from earlier rates, and what came; null where the data are too short. */
export function holdoutFigure({ holdout, places, to }: MovementResult): Figure | null {
  if (holdout === null) return null;
  return mixFigure(
    places,
    [
      { name: m.movement_holdout_expected(), mix: holdout.expected, expected: true },
      {
        name: m.movement_holdout_observed(),
        mix: holdout.observed,
        selection: (id) => ({ kind: 'to', to: id }),
      },
    ],
    {
      title: m.movement_holdout_title({ day: formatDay(to) }),
      description: m.movement_holdout_description(),
    },
    'movement-holdout',
  );
}
