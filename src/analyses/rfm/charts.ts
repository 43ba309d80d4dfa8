import { formatCount, formatMoney, formatNumber } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { RfmSelection } from './query.ts';
import type { RfmResult, SegmentRow } from './result.ts';
import type { GridCell } from '../../data/rfm/coverage.ts';
import {
  DIMENSIONS,
  isNamedSegment,
  OTHERS,
  type Dimension,
  type ScoreRange,
  type SegmentRule,
} from '../../data/rfm/rules.ts';
import { slicesOf } from './grid.ts';
import type { Frequency } from '../../data/rfm/scores.ts';
import { SCATTER_AXES, type BarMeasure, type HeatmapMeasure } from './settings.ts';

/** A segment's own name, or its default one in the language of the page. */
export function segmentName({ id, name }: Pick<SegmentRule, 'id' | 'name'>): string {
  return name ?? messageByKey(`rfm_segment_${id}`);
}

/** What to do about a segment: the user's own words, or the suggested ones; '' where there are none. */
export function actionText({ id, action }: Pick<SegmentRule, 'id' | 'action'>): string {
  if (action !== null) return action;
  return isNamedSegment(id) || id === OTHERS ? messageByKey(`rfm_action_${id}`) : '';
}

/** Tells the winners of a cell of the editor's grid. */
export function cellLabel(cell: GridCell): string {
  const slices = slicesOf(cell);
  const name = (rule: SegmentRule | null) =>
    rule === null ? m.rfm_segment_others() : segmentName(rule);
  const segments = slices.map(({ rule, monetary }) =>
    slices.length === 1
      ? name(rule)
      : m.rfm_grid_slice({ segment: name(rule), monetary: rangeText(monetary) }),
  );
  return m.rfm_grid_cell({
    recency: String(cell.recency),
    frequency: String(cell.frequency),
    segments: segments.join('; '),
  });
}

export function dimensionName(dimension: Dimension): string {
  return messageByKey(`rfm_${dimension}`);
}

/** A dimension with the unit of its values: `Recency, days`. */
export function unitName(dimension: Dimension, frequency: Frequency): string {
  const unit = dimension === 'frequency' && frequency !== 'orders' ? `unit_${frequency}` : 'unit';
  return messageByKey(`rfm_${dimension}_${unit}`);
}

export function measureName(measure: BarMeasure | HeatmapMeasure): string {
  return messageByKey(`rfm_measure_${measure}`);
}

/** A segment's value of a measure; null where it has no customers to average over. */
export function barValue(segment: SegmentRow, measure: BarMeasure): number | null {
  return segment[measure];
}

/** A value of a measure as text; a dash where it is unknown. */
export function barText(value: number | null, measure: BarMeasure): string {
  if (value === null) return '–';
  return measure === 'customers' || measure === 'orders' ? formatCount(value) : formatMoney(value);
}

/** `4–5 · 3–5 · 1`: the ranges of recency, frequency and monetary. */
export function ruleText(rule: SegmentRule): string {
  return DIMENSIONS.map((dimension) => rangeText(rule[dimension])).join(' · ');
}

export function rangeText({ from, to }: ScoreRange): string {
  return from === to ? String(from) : `${from}–${to}`;
}

/** A limit of a score: days, orders or money. */
export function limitText(value: number | null, dimension: Dimension): string {
  if (value === null) return '–';
  return dimension === 'monetary' ? formatMoney(value) : formatNumber(value);
}

/** The least and the greatest value, once where they are alike. */
export function spanText([from, to]: readonly [number, number], dimension: Dimension): string {
  const [low, high] = [valueText(from, dimension), valueText(to, dimension)];
  return low === high ? low : `${low} – ${high}`;
}

/** A value of a dimension, rounded to whole days, counts and money. */
export function valueText(value: number, dimension: Dimension): string {
  return dimension === 'monetary' ? formatMoney(Math.round(value)) : formatNumber(value, 0);
}

/** Names a selection, as the title of the list of its customers. */
export function selectionTitle(selection: RfmSelection, { segments }: RfmResult): string {
  switch (selection.kind) {
    case 'segment': {
      const segment = segments.find(({ id }) => id === selection.id);
      return segment === undefined ? m.rfm_segment_others() : segmentName(segment);
    }
    case 'cell':
      return m.rfm_selection_cell({
        recency: String(selection.recency),
        frequency: String(selection.frequency),
      });
    case 'score':
      return m.rfm_selection_score({
        dimension: dimensionName(selection.dimension),
        score: String(selection.score),
      });
    case 'bin': {
      const [x, y] = SCATTER_AXES[selection.axes];
      const span = (dimension: Dimension, values: readonly [number, number]) =>
        `${dimensionName(dimension)} ${spanText(values, dimension)}`;
      return `${span(x, selection.x)} · ${span(y, selection.y)}`;
    }
    case 'orders':
      return m.rfm_selection_orders({
        count: selection.orders,
        shown: formatCount(selection.orders),
      });
  }
}
