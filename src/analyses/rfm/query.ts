import { dateLiteral } from '../../core/calendar.ts';
import { ident, join, sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import type { DatasetFacts } from '../analysis.ts';
import { DIMENSIONS, OTHERS, type Dimension, type ScoreRange, type SegmentRule } from './rules.ts';
import { activeRules, type RfmSettings } from './settings.ts';

/** The customers behind a bar, a cell or a score. */
export type RfmSelection =
  | { readonly kind: 'segment'; readonly id: string }
  | { readonly kind: 'cell'; readonly recency: number; readonly frequency: number }
  | { readonly kind: 'score'; readonly dimension: Dimension; readonly score: number }
  | { readonly kind: 'orders'; readonly orders: number };

/** The column of a dimension's value, and the one of its score. */
const COLUMNS = {
  recency: { value: sql`recency`, score: sql`r` },
  frequency: { value: sql`frequency`, score: sql`f` },
  monetary: { value: sql`value`, score: sql`m` },
} as const satisfies Record<Dimension, { value: Sql; score: Sql }>;

/**
 * One query, so that the scores are computed once. `part` says what a row is; columns that do
 * not belong to the part are NULL:
 * - `total`, `score` (one of r, f, m) and `cell` (r and f): customers, orders, revenue, and the
 *   least and greatest value of each dimension
 * - `segment`: customers, orders, revenue, and the medians recency, frequency, monetary
 * - `orders`: customers by frequency
 * - `cut`: the cut points recency, frequency, monetary at position r (none for `ntile`)
 * - `unscored`: customers without a known amount
 */
export function rfmQueries(settings: RfmSettings, facts: DatasetFacts): { rfm: Sql } {
  const parts = [
    sql`SELECT CASE grouping(r, f, m) WHEN 7 THEN 'total' WHEN 1 THEN 'cell' ELSE 'score' END AS part,
  r, f, m, sum(customers)::INTEGER AS customers, sum(orders)::DOUBLE AS orders,
  sum(revenue)::DOUBLE AS revenue,
  min(min_recency) AS min_recency, max(max_recency) AS max_recency,
  min(min_frequency) AS min_frequency, max(max_frequency) AS max_frequency,
  min(min_monetary) AS min_monetary, max(max_monetary) AS max_monetary
FROM boxes GROUP BY GROUPING SETS ((r, f), (r), (f), (m), ())`,
    sql`SELECT 'segment' AS part, segment, count(*)::INTEGER AS customers,
  sum(frequency)::DOUBLE AS orders, sum(monetary)::DOUBLE AS revenue,
  median(recency) AS recency, median(frequency) AS frequency, median(value) AS monetary
FROM segmented GROUP BY segment`,
    sql`SELECT 'orders' AS part, frequency::DOUBLE AS frequency, count(*)::INTEGER AS customers
FROM people WHERE monetary IS NOT NULL GROUP BY frequency`,
    sql`SELECT 'unscored' AS part, count(*)::INTEGER AS customers
FROM people WHERE monetary IS NULL`,
    ...(settings.scoring === 'ntile' ? [] : [cutPart(settings.bins)]),
  ];
  const union = parts.reduce((query, part) => sql`${query}\nUNION ALL BY NAME\n${part}`);
  return { rfm: withSteps([...segmentedSteps(settings, facts), BOXES], union) };
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
      return sql`${COLUMNS[selection.dimension].score} = ${selection.score}`;
    case 'orders':
      return sql`frequency = ${selection.orders}`;
  }
}

function segmentedSteps(settings: RfmSettings, facts: DatasetFacts): readonly Step[] {
  return [
    peopleStep(settings, facts),
    ...(settings.scoring === 'ntile'
      ? [groupsStep(settings.bins)]
      : [cutListsStep(settings), cutsStep(settings.bins), scoresStep(settings)]),
    segmentStep(activeRules(settings)),
  ];
}

/** From `customers` where no order is left out, else from the days up to the analysis day. */
function peopleStep({ analysisDay }: RfmSettings, facts: DatasetFacts): Step {
  const day = dateLiteral(analysisDay);
  const values =
    'recency in days, frequency in orders, monetary with returns taken off (value: the same as a floating-point number)';
  if (analysisDay >= facts.lastDay) {
    return {
      name: 'people',
      comment: `Customers with a sale: ${values}`,
      body: sql`SELECT customer_key, (${day} - last_day)::INTEGER AS recency, orders AS frequency,
  revenue AS monetary, revenue::DOUBLE AS value
FROM customers
WHERE orders > 0`,
    };
  }
  return {
    name: 'people',
    comment: `Customers with a sale by the analysis day, without what came after it: ${values}`,
    body: sql`SELECT customer_key, (${day} - max(day) FILTER (WHERE orders > 0))::INTEGER AS recency,
  sum(orders)::INTEGER AS frequency, sum(revenue) AS monetary, sum(revenue)::DOUBLE AS value
FROM customer_days
WHERE day <= ${day}
GROUP BY customer_key
HAVING sum(orders) > 0`,
  };
}

function cutListsStep({ scoring, bins, cuts }: RfmSettings): Step {
  if (scoring === 'custom') {
    const columns = DIMENSIONS.map(
      (d) => sql`[${join(cuts[d].map((cut) => sql`${cut}::DOUBLE`))}] AS ${ident(d)}`,
    );
    return {
      name: 'cut_lists',
      comment: 'Own cut points',
      body: sql`SELECT ${join(columns, ',\n  ')}`,
    };
  }
  const shares = sql`[${join(positions(bins).map((i) => sql`${i}/${bins}`))}]`;
  const added = scoring === 'r' ? sql` + 1` : sql``;
  // DuckDB cuts whole numbers faster than floating-point ones, and amounts have four decimals.
  // Six decimals put a cut point that equals a customer's value back onto it, exactly.
  return {
    name: 'cut_lists',
    comment: `Cut points: type-7 quantiles${scoring === 'r' ? ' plus 1, as the R package rfm' : ''}`,
    body: sql`SELECT [round(q${added}, 6) FOR q IN quantile_cont(recency, ${shares})] AS recency,
  [round(q${added}, 6) FOR q IN quantile_cont(frequency, ${shares})] AS frequency,
  [round(q / 10000${added}, 6) FOR q IN quantile_cont((monetary * 10000)::BIGINT, ${shares})] AS monetary
FROM people
WHERE monetary IS NOT NULL`,
  };
}

function cutsStep(bins: number): Step {
  const columns = DIMENSIONS.map((d) =>
    join(positions(bins).map((i) => sql`${ident(d)}[${i}] AS ${cut(d, i)}`)),
  );
  return {
    name: 'cuts',
    comment: 'The same, a column each',
    body: sql`SELECT ${join(columns, ',\n  ')}\nFROM cut_lists`,
  };
}

function scoresStep({ scoring, bins }: RfmSettings): Step {
  const below = scoring === 'quantile' ? sql`<=` : sql`<`;
  const columns = DIMENSIONS.map((d) => {
    const score = (position: number) => (d === 'recency' ? bins + 1 - position : position);
    const { value } = COLUMNS[d];
    const whens = positions(bins).map(
      (i) => sql`\n    WHEN ${value} ${below} ${cut(d, i)} THEN ${score(i)}`,
    );
    return sql`CASE${tight(whens)}\n    ELSE ${score(bins)} END AS ${COLUMNS[d].score}`;
  });
  const holds = scoring === 'quantile' ? 'lower < x <= upper' : 'lower <= x < upper';
  return {
    name: 'scored',
    comment: `Scores from 1 to ${bins}, each holds ${holds}; recency reversed; without customers whose amounts are unknown`,
    body: sql`SELECT people.*,
  ${join(columns, ',\n  ')}
FROM people, cuts
WHERE monetary IS NOT NULL`,
  };
}

function groupsStep(bins: number): Step {
  const columns = DIMENSIONS.map((d) => {
    const { value, score } = COLUMNS[d];
    const order = d === 'recency' ? sql`${value} DESC` : value;
    return sql`ntile(${bins}) OVER (ORDER BY ${order}, customer_key)::INTEGER AS ${score}`;
  });
  return {
    name: 'scored',
    comment: `Scores from 1 to ${bins}: groups of equal size, equal values by customer_key; recency reversed; without customers whose amounts are unknown`,
    body: sql`SELECT people.*,
  ${join(columns, ',\n  ')}
FROM people
WHERE monetary IS NOT NULL`,
  };
}

function segmentStep(rules: readonly SegmentRule[]): Step {
  const whens = rules.map((rule) => {
    const ranges = DIMENSIONS.map((d) => within(COLUMNS[d].score, rule[d]));
    return sql`\n    WHEN ${join(ranges, ' AND ')} THEN ${rule.id}`;
  });
  const segment =
    whens.length === 0 ? sql`${OTHERS}` : sql`CASE${tight(whens)}\n    ELSE ${OTHERS} END`;
  return {
    name: 'segmented',
    comment: 'The segment of the first rule that matches',
    body: sql`SELECT *,\n  ${segment} AS segment\nFROM scored`,
  };
}

function within(score: Sql, { from, to }: ScoreRange): Sql {
  return from === to ? sql`${score} = ${from}` : sql`${score} BETWEEN ${from} AND ${to}`;
}

const BOXES: Step = {
  name: 'boxes',
  comment: 'Customers with the same three scores, summed',
  body: sql`SELECT r, f, m, count(*) AS customers, sum(frequency) AS orders, sum(monetary) AS revenue,
  min(recency) AS min_recency, max(recency) AS max_recency,
  min(frequency) AS min_frequency, max(frequency) AS max_frequency,
  min(value) AS min_monetary, max(value) AS max_monetary
FROM scored
GROUP BY r, f, m`,
};

function cutPart(bins: number): Sql {
  return sql`SELECT 'cut' AS part, unnest([${join(positions(bins).map((i) => sql`${i}`))}]) AS r,
  unnest(recency) AS recency, unnest(frequency) AS frequency, unnest(monetary) AS monetary
FROM cut_lists`;
}

/** The positions of the cut points, from 1. */
function positions(bins: number): readonly number[] {
  return Array.from({ length: bins - 1 }, (_, i) => i + 1);
}

/** The column of a cut point: r1, r2 … f1 … m1 … */
function cut(dimension: Dimension, position: number): Sql {
  return ident(`${dimension.charAt(0)}${position}`);
}

function tight(parts: readonly Sql[]): Sql {
  return parts.reduce((all, part) => sql`${all}${part}`);
}
