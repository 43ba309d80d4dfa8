import { join, sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import type { Dimension } from '../../data/rfm/rules.ts';
import {
  cutPositions,
  SCORE_COLUMNS,
  scoreSteps,
  segmentStep,
} from '../../data/rfm/score-steps.ts';
import type { DatasetFacts } from '../analysis.ts';
import { scatterQuery } from './scatter-query.ts';
import {
  activeRules,
  analysisDayOf,
  SCATTER_AXES,
  type RfmSettings,
  type ScatterAxes,
} from './settings.ts';

/** The customers behind a bar, a cell or a score. */
export type RfmSelection =
  | { readonly kind: 'segment'; readonly id: string }
  | { readonly kind: 'cell'; readonly recency: number; readonly frequency: number }
  | { readonly kind: 'score'; readonly dimension: Dimension; readonly score: number }
  | { readonly kind: 'orders'; readonly orders: number }
  /** Customers close to each other, both ends included. */
  | {
      readonly kind: 'bin';
      readonly axes: ScatterAxes;
      readonly x: readonly [number, number];
      readonly y: readonly [number, number];
    };

/**
 * `scatter` (see scatter-query.ts), and `rfm`: one query, so that the scores are computed once.
 * Its `part` says what a row is; columns that do not belong to the part are NULL:
 * - `total`, `score` (one of r, f, m) and `cell` (r and f): customers, orders, revenue, and the
 *   least and greatest value of each dimension
 * - `segment`: customers, orders, revenue, and the medians recency, frequency, monetary
 * - `orders`: customers by their number of orders
 * - `cut`: the cut points recency, frequency, monetary at position r (none for `ntile`)
 * - `unscored`: customers without a known amount
 */
export function rfmQueries(
  settings: RfmSettings,
  facts: DatasetFacts,
): { readonly rfm: Sql; readonly scatter?: Sql } {
  const segmented = segmentedSteps(settings, facts);
  const parts = [
    sql`SELECT CASE grouping(r, f, m) WHEN 7 THEN 'total' WHEN 1 THEN 'cell' ELSE 'score' END AS part,
  r, f, m, sum(customers)::INTEGER AS customers, sum(orders)::DOUBLE AS orders,
  sum(revenue)::DOUBLE AS revenue,
  min(min_recency) AS min_recency, max(max_recency) AS max_recency,
  min(min_frequency) AS min_frequency, max(max_frequency) AS max_frequency,
  min(min_monetary) AS min_monetary, max(max_monetary) AS max_monetary
FROM boxes GROUP BY GROUPING SETS ((r, f), (r), (f), (m), ())`,
    sql`SELECT 'segment' AS part, segment, count(*)::INTEGER AS customers,
  sum(orders)::DOUBLE AS orders, sum(monetary)::DOUBLE AS revenue,
  median(recency) AS recency, median(frequency) AS frequency, median(value) AS monetary
FROM segmented GROUP BY segment`,
    sql`SELECT 'orders' AS part, orders::DOUBLE AS orders, count(*)::INTEGER AS customers
FROM people WHERE monetary IS NOT NULL GROUP BY orders`,
    sql`SELECT 'unscored' AS part, count(*)::INTEGER AS customers
FROM people WHERE monetary IS NULL`,
    ...(settings.scoring === 'ntile' ? [] : [cutPart(settings.bins)]),
  ];
  const union = parts.reduce((query, part) => sql`${query}\nUNION ALL BY NAME\n${part}`);
  const rfm = withSteps([...segmented, BOXES], union);
  // The bins are counted only while they are looked at.
  if (settings.view !== 'scatter') return { rfm };
  return { rfm, scatter: scatterQuery(settings.scatter, segmented, activeRules(settings)) };
}

/** The customers of a selection with their values and scores, the greatest amount first. */
export function rfmCustomers(
  selection: RfmSelection,
  settings: RfmSettings,
  facts: DatasetFacts,
): Sql {
  // From ten bins on, scores have two digits and need a mark between them.
  const mark = settings.bins > 9 ? '-' : '';
  return withSteps(
    segmentedSteps(settings, facts),
    sql`SELECT customer_key, recency, frequency, value AS monetary, r, f, m,
  r || ${mark} || f || ${mark} || m AS score
FROM segmented
WHERE ${condition(selection)}
ORDER BY value DESC, customer_key`,
  );
}

function condition(selection: RfmSelection): Sql {
  switch (selection.kind) {
    case 'segment':
      return sql`segment = ${selection.id}`;
    case 'cell':
      return sql`r = ${selection.recency} AND f = ${selection.frequency}`;
    case 'score':
      return sql`${SCORE_COLUMNS[selection.dimension].score} = ${selection.score}`;
    case 'orders':
      return sql`orders = ${selection.orders}`;
    case 'bin': {
      const [x, y] = SCATTER_AXES[selection.axes];
      return sql`${between(x, selection.x)} AND ${between(y, selection.y)}`;
    }
  }
}

function between(dimension: Dimension, [from, to]: readonly [number, number]): Sql {
  return sql`${SCORE_COLUMNS[dimension].value} BETWEEN ${from}::DOUBLE AND ${to}::DOUBLE`;
}

function segmentedSteps(settings: RfmSettings, facts: DatasetFacts): readonly Step[] {
  const analysisDay = analysisDayOf(settings, facts);
  return [...scoreSteps({ analysisDay, settings, facts }), segmentStep(activeRules(settings))];
}

const BOXES: Step = {
  name: 'boxes',
  comment: 'Customers with the same three scores, summed',
  body: sql`SELECT r, f, m, count(*) AS customers, sum(orders) AS orders, sum(monetary) AS revenue,
  min(recency) AS min_recency, max(recency) AS max_recency,
  min(frequency) AS min_frequency, max(frequency) AS max_frequency,
  min(value) AS min_monetary, max(value) AS max_monetary
FROM scored
GROUP BY r, f, m`,
};

function cutPart(bins: number): Sql {
  return sql`SELECT 'cut' AS part, unnest([${join(cutPositions(bins).map((i) => sql`${i}`))}]) AS r,
  unnest(recency) AS recency, unnest(frequency) AS frequency, unnest(monetary) AS monetary
FROM cut_lists`;
}
