import type { Day } from '../../core/calendar.ts';
import type { DatasetFacts, Row, Tables } from '../analysis.ts';
import type { Frequency, Scoring } from '../../data/rfm/scores.ts';
import { OTHERS, type Dimension, type SegmentRule } from '../../data/rfm/rules.ts';
import type { RfmSelection } from './query.ts';
import {
  activeRules,
  analysisDayOf,
  type AreaMeasure,
  type BarMeasure,
  type HeatmapMeasure,
  type RfmSettings,
  type RfmView,
  type ScatterAxes,
} from './settings.ts';

/** A group of customers. Revenue has returns taken off. */
export interface Group {
  readonly customers: number;
  readonly orders: number;
  readonly revenue: number;
}

/** What a score holds, in the order of the values: for recency the highest score comes first. */
export interface Bound {
  readonly score: number;
  /** Null: no limit (own cut points), or no customer (`ntile`). */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly customers: number;
  readonly revenue: number;
}

/** The customers of one score for recency and frequency. */
export interface Cell extends Group {
  readonly recency: number;
  readonly frequency: number;
  /** Mean monetary value; null without customers. */
  readonly monetary: number | null;
}

export interface SegmentRow extends Group {
  /** The rule's id; `others` for the customers who match none. */
  readonly id: string;
  /** The user's own name; null for the message `rfm_segment_<id>`. */
  readonly name: string | null;
  /** 1 to `SEGMENT_COLOURS`; null for `others`. */
  readonly colour: number | null;
  /** The user's own words on what to do; null for the suggested ones. */
  readonly action: string | null;
  /** Null for `others`. */
  readonly rule: SegmentRule | null;
  /** Revenue per order; null without customers. */
  readonly averageOrder: number | null;
  readonly medianRecency: number | null;
  readonly medianFrequency: number | null;
  readonly medianMonetary: number | null;
  /** Per cent of the scored customers; null when nobody is scored. */
  readonly shareOfCustomers: number | null;
  /** Per cent of their revenue; null where that is not above zero. */
  readonly shareOfRevenue: number | null;
}

/** Customers who lie close to each other on a scatter. */
export interface ScatterBin {
  /** Their means. */
  readonly x: number;
  readonly y: number;
  readonly customers: number;
  /** The id of the segment that most of them have. */
  readonly segment: string;
  readonly selection: Extract<RfmSelection, { kind: 'bin' }>;
}

export interface RfmResult {
  readonly analysisDay: Day;
  readonly bins: number;
  readonly scoring: Scoring;
  readonly frequency: Frequency;
  /** What the charts show. */
  readonly bars: BarMeasure;
  readonly heatmap: HeatmapMeasure;
  readonly view: RfmView;
  readonly area: AreaMeasure;
  /** Every customer with a sale by the analysis day and a known amount. */
  readonly scored: Group;
  /** Customers with a sale by then, but without any known amount: not scored. */
  readonly unscored: number;
  /** Customers whose first sale came after the analysis day. */
  readonly later: number;
  readonly bounds: Readonly<Record<Dimension, readonly Bound[]>>;
  /** All bins × bins cells, recency and then frequency from 1. */
  readonly cells: readonly Cell[];
  /** In the order of the rules, then `others`; segments without customers have zeros. */
  readonly segments: readonly SegmentRow[];
  /** Customers by their number of orders, ascending. */
  readonly orderCounts: readonly { readonly orders: number; readonly customers: number }[];
  /** Every scored customer in one bin; null while the scatter is not looked at. */
  readonly scatter: { readonly axes: ScatterAxes; readonly bins: readonly ScatterBin[] } | null;
}

const NOBODY: Group = { customers: 0, orders: 0, revenue: 0 };
const SCORE_COLUMN = { recency: 'r', frequency: 'f', monetary: 'm' } as const;

/** Shapes the rows of the query (query.ts says what they hold). */
export function rfmResult(tables: Tables, settings: RfmSettings, facts: DatasetFacts): RfmResult {
  const rows = tables['rfm'] ?? [];
  const part = (name: string) => rows.filter((row) => row['part'] === name);
  const [total] = part('total');
  const scored = groupOf(total);
  const unscored = number(part('unscored')[0], 'customers') ?? 0;
  return {
    analysisDay: analysisDayOf(settings, facts),
    bins: settings.bins,
    scoring: settings.scoring,
    frequency: settings.frequency,
    bars: settings.bars,
    heatmap: settings.heatmap,
    view: settings.view,
    area: settings.area,
    scored,
    unscored,
    later: Math.max(0, facts.customers - scored.customers - unscored),
    bounds: boundsOf(settings, total, part('score'), part('cut')),
    cells: cellsOf(settings.bins, part('cell')),
    segments: segmentsOf(activeRules(settings), part('segment'), scored),
    orderCounts: part('orders')
      .map((row) => ({ orders: number(row, 'orders') ?? 0, customers: groupOf(row).customers }))
      .sort((a, b) => a.orders - b.orders),
    scatter: scatterOf(settings, tables['scatter']),
  };
}

function number(row: Row | undefined, column: string): number | null {
  const value = row?.[column] ?? null;
  return value === null ? null : Number(value);
}

function groupOf(row: Row | undefined): Group {
  return {
    customers: number(row, 'customers') ?? 0,
    orders: number(row, 'orders') ?? 0,
    revenue: number(row, 'revenue') ?? 0,
  };
}

function scatterOf(
  { view, scatter: axes }: RfmSettings,
  rows: readonly Row[] | undefined,
): RfmResult['scatter'] {
  if (view !== 'scatter' || rows === undefined) return null;
  const bins = rows.map((row): ScatterBin => {
    const at = (column: string) => Number(row[column]);
    return {
      x: at('x'),
      y: at('y'),
      customers: at('customers'),
      segment: String(row['segment']),
      selection: {
        kind: 'bin',
        axes,
        x: [at('min_x'), at('max_x')],
        y: [at('min_y'), at('max_y')],
      },
    };
  });
  return { axes, bins };
}

function boundsOf(
  settings: RfmSettings,
  total: Row | undefined,
  scores: readonly Row[],
  cuts: readonly Row[],
): RfmResult['bounds'] {
  const sorted = [...cuts].sort((a, b) => Number(a['r']) - Number(b['r']));
  const of = (dimension: Dimension) => {
    const column = SCORE_COLUMN[dimension];
    return Array.from({ length: settings.bins }, (_, i): Bound => {
      const score = dimension === 'recency' ? settings.bins - i : i + 1;
      const row = scores.find((each) => each[column] === score);
      const { customers, revenue } = groupOf(row);
      const limits = limitsOf(dimension, i, settings, total, row, sorted);
      return { score, ...limits, customers, revenue };
    });
  };
  return { recency: of('recency'), frequency: of('frequency'), monetary: of('monetary') };
}

/** The limits as the R package prints them: from the least value to the greatest, there plus 1. */
function limitsOf(
  dimension: Dimension,
  position: number,
  { scoring, bins }: RfmSettings,
  total: Row | undefined,
  score: Row | undefined,
  cuts: readonly Row[],
): Pick<Bound, 'lower' | 'upper'> {
  const [least, greatest] = [`min_${dimension}`, `max_${dimension}`];
  if (scoring === 'ntile') return { lower: number(score, least), upper: number(score, greatest) };
  const cut = (i: number) => number(cuts[i], dimension);
  const open = scoring === 'custom';
  const top = open ? null : number(total, greatest);
  return {
    lower: position > 0 ? cut(position - 1) : open ? null : number(total, least),
    upper: position < bins - 1 ? cut(position) : top === null || scoring !== 'r' ? top : top + 1,
  };
}

function cellsOf(bins: number, rows: readonly Row[]): readonly Cell[] {
  const byScores = new Map(rows.map((row) => [`${row['r']} ${row['f']}`, row]));
  return Array.from({ length: bins * bins }, (_, i): Cell => {
    const [recency, frequency] = [Math.floor(i / bins) + 1, (i % bins) + 1];
    const group = groupOf(byScores.get(`${recency} ${frequency}`));
    const monetary = group.customers === 0 ? null : group.revenue / group.customers;
    return { recency, frequency, ...group, monetary };
  });
}

function segmentsOf(
  rules: readonly SegmentRule[],
  rows: readonly Row[],
  scored: Group,
): readonly SegmentRow[] {
  const byId = new Map(rows.map((row) => [row['segment'], row]));
  const segment = (id: string, rule: SegmentRule | null): SegmentRow => {
    const row = byId.get(id);
    const group = row === undefined ? NOBODY : groupOf(row);
    return {
      id,
      name: rule?.name ?? null,
      colour: rule?.colour ?? null,
      action: rule?.action ?? null,
      rule,
      ...group,
      averageOrder: group.orders === 0 ? null : group.revenue / group.orders,
      medianRecency: number(row, 'recency'),
      medianFrequency: number(row, 'frequency'),
      medianMonetary: number(row, 'monetary'),
      shareOfCustomers: percent(group.customers, scored.customers),
      shareOfRevenue: percent(group.revenue, scored.revenue),
    };
  };
  return [...rules.map((rule) => segment(rule.id, rule)), segment(OTHERS, null)];
}

function percent(part: number, whole: number): number | null {
  return whole > 0 ? (100 * part) / whole : null;
}
