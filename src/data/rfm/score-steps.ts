import type { DatasetFacts } from '../../analyses/analysis.ts';
import { dateLiteral, type Day } from '../../core/calendar.ts';
import { ident, join, sql, type Sql, type Step } from '../../core/sql.ts';
import { DIMENSIONS, OTHERS, type Dimension, type ScoreRange, type SegmentRule } from './rules.ts';
import type { Frequency, ScoreSettings } from './scores.ts';

/** The column of a dimension's value, and the one of its score. */
export const SCORE_COLUMNS = {
  recency: { value: sql`recency`, score: sql`r` },
  frequency: { value: sql`frequency`, score: sql`f` },
  monetary: { value: sql`value`, score: sql`m` },
} as const satisfies Record<Dimension, { value: Sql; score: Sql }>;

export interface ScoreRequest {
  /** Recency counts the days to here; what came after it is left out. */
  readonly analysisDay: Day;
  readonly settings: ScoreSettings;
  readonly facts: DatasetFacts;
  /**
   * Ends the name of each step, so that the scores of several days stand in one query:
   * `_before` gives `people_before`, `cut_lists_before` … Default: none.
   */
  readonly suffix?: string;
  /**
   * The suffix of another day's steps, which come before these, whose cut points are used: so
   * a change of score is the customer's and not that of the others. Not for `ntile`, which has
   * no cut points. Default: these steps have their own.
   */
  readonly cutsOf?: string;
}

/**
 * From customers to scores on a day, as steps of a query. The last step, `scored`, has a row
 * a customer with a sale by then and a known amount: customer_key, recency INTEGER, orders
 * INTEGER, frequency INTEGER, monetary DECIMAL, value DOUBLE (the same), r, f, m INTEGER.
 * `people` also holds those without a known amount (monetary NULL); `cut_lists` (not for `ntile`)
 * is one row with the lists of cut points recency, frequency, monetary.
 */
export function scoreSteps(request: ScoreRequest): readonly Step[] {
  return [...rowsSteps(request), peopleStep(request), ...scoringSteps(request)];
}

/** Whose values are scored: `people` with the suffix, which a step before these holds. */
export interface ScoringRequest extends Pick<ScoreRequest, 'settings' | 'suffix' | 'cutsOf'> {
  /**
   * The column of `people` that sets several days apart, each with cut points (or groups) of its
   * own where `cutsOf` is not given. Default: all rows are of one day.
   */
  readonly by?: string;
}

/** The steps of `scoreSteps` after `people`, for values that come from elsewhere. */
export function scoringSteps(request: ScoringRequest): readonly Step[] {
  const { settings, cutsOf, suffix = '' } = request;
  const { bins, scoring } = settings;
  if (scoring === 'ntile') return [groupsStep(bins, suffix, request.by)];
  if (cutsOf !== undefined) return [scoresStep(settings, suffix, cutsOf)];
  // Own cut points are the same on each day.
  const by = scoring === 'custom' ? undefined : request.by;
  return [
    cutListsStep(settings, suffix, by),
    cutsStep(bins, suffix, by),
    scoresStep(settings, suffix, suffix, by),
  ];
}

/** The steps of `scoreSteps` that the cut points of a day need, without the scores. Not for `ntile`. */
export function cutSteps(request: Omit<ScoreRequest, 'cutsOf'>): readonly Step[] {
  const { settings, suffix = '' } = request;
  return [
    ...rowsSteps(request),
    peopleStep(request),
    cutListsStep(settings, suffix, undefined),
    cutsStep(settings.bins, suffix, undefined),
  ];
}

/** `segmented`: the rows of `scored` with the id of the first rule that matches, `others` for none. */
export function segmentStep(rules: readonly SegmentRule[], suffix = ''): Step {
  const whens = rules.map((rule) => {
    const ranges = DIMENSIONS.map((d) => within(SCORE_COLUMNS[d].score, rule[d]));
    return sql`\n    WHEN ${join(ranges, ' AND ')} THEN ${rule.id}`;
  });
  const segment =
    whens.length === 0 ? sql`${OTHERS}` : sql`CASE${tight(whens)}\n    ELSE ${OTHERS} END`;
  return {
    name: `segmented${suffix}`,
    comment: 'The segment of the first rule that matches',
    body: sql`SELECT *,\n  ${segment} AS segment\nFROM ${step('scored', suffix)}`,
  };
}

function step(name: string, suffix: string): Sql {
  return ident(`${name}${suffix}`);
}

/** Customers' rows of the file, where frequency counts them. */
function rowsSteps(request: ScoreRequest): readonly Step[] {
  const { analysisDay, settings, facts, suffix = '' } = request;
  if (settings.frequency !== 'rows') return [];
  const until = analysisDay >= facts.lastDay ? sql`` : sql` AND day <= ${dateLiteral(analysisDay)}`;
  return [
    {
      name: `sale_rows${suffix}`,
      comment: 'The rows of the file that make up a customer’s sales',
      body: sql`SELECT customer_key, sum(items)::INTEGER AS item_rows
FROM orders
WHERE kind = 'sale' AND customer_key IS NOT NULL${until}
GROUP BY customer_key`,
    },
  ];
}

/** From `customers` where no order is left out, else from the days up to the analysis day. */
function peopleStep({ analysisDay, settings, facts, suffix = '' }: ScoreRequest): Step {
  const day = dateLiteral(analysisDay);
  const { frequency } = settings;
  const whole = analysisDay >= facts.lastDay;
  const values = `recency in days, frequency in ${frequency}, monetary with returns taken off (value: the same as a floating-point number)`;
  const joined =
    frequency === 'rows' ? sql` JOIN ${step('sale_rows', suffix)} USING (customer_key)` : sql``;
  const name = `people${suffix}`;
  if (whole) {
    return {
      name,
      comment: `Customers with a sale: ${values}`,
      body: sql`SELECT customer_key, (${day} - last_day)::INTEGER AS recency, orders,
  ${FREQUENCY_COLUMNS[frequency].whole} AS frequency, revenue AS monetary, revenue::DOUBLE AS value
FROM customers${joined}
WHERE orders > 0`,
    };
  }
  return {
    name,
    comment: `Customers with a sale by the analysis day, without what came after it: ${values}`,
    body: sql`SELECT customer_key, (${day} - max(day) FILTER (WHERE orders > 0))::INTEGER AS recency,
  sum(orders)::INTEGER AS orders, ${FREQUENCY_COLUMNS[frequency].byDay} AS frequency,
  sum(revenue) AS monetary, sum(revenue)::DOUBLE AS value
FROM customer_days${joined}
WHERE day <= ${day}
GROUP BY customer_key
HAVING sum(customer_days.orders) > 0`,
  };
}

const FREQUENCY_COLUMNS = {
  orders: { whole: sql`orders`, byDay: sql`sum(orders)::INTEGER` },
  days: { whole: sql`active_days`, byDay: sql`(count(*) FILTER (WHERE orders > 0))::INTEGER` },
  rows: { whole: sql`item_rows`, byDay: sql`any_value(item_rows)` },
} as const satisfies Record<Frequency, { whole: Sql; byDay: Sql }>;

function cutListsStep(
  { scoring, bins, cuts }: ScoreSettings,
  suffix: string,
  by: string | undefined,
): Step {
  const name = `cut_lists${suffix}`;
  if (scoring === 'custom') {
    const columns = DIMENSIONS.map(
      (d) => sql`[${join(cuts[d].map((cut) => sql`${cut}::DOUBLE`))}] AS ${ident(d)}`,
    );
    return { name, comment: 'Own cut points', body: sql`SELECT ${join(columns, ',\n  ')}` };
  }
  const shares = sql`[${join(cutPositions(bins).map((i) => sql`${i}/${bins}`))}]`;
  const added = scoring === 'r' ? sql` + 1` : sql``;
  // DuckDB cuts whole numbers faster than floating-point ones, and amounts have four decimals.
  // Six decimals put a cut point that equals a customer's value back onto it, exactly.
  return {
    name,
    comment: `Cut points: type-7 quantiles${scoring === 'r' ? ' plus 1, as the R package rfm' : ''}`,
    body: sql`SELECT ${leading(by)}[round(q${added}, 6) FOR q IN quantile_cont(recency, ${shares})] AS recency,
  [round(q${added}, 6) FOR q IN quantile_cont(frequency, ${shares})] AS frequency,
  [round(q / 10000${added}, 6) FOR q IN quantile_cont((monetary * 10000)::BIGINT, ${shares})] AS monetary
FROM ${step('people', suffix)}
WHERE monetary IS NOT NULL${by === undefined ? sql`` : sql`\nGROUP BY ${ident(by)}`}`,
  };
}

/** The column as the first of a list; nothing for none. */
function leading(by: string | undefined): Sql {
  return by === undefined ? sql`` : sql`${ident(by)}, `;
}

function cutsStep(bins: number, suffix: string, by: string | undefined): Step {
  const columns = DIMENSIONS.map((d) =>
    join(cutPositions(bins).map((i) => sql`${ident(d)}[${i}] AS ${cut(d, i)}`)),
  );
  return {
    name: `cuts${suffix}`,
    comment: 'The same, a column each',
    body: sql`SELECT ${leading(by)}${join(columns, ',\n  ')}\nFROM ${step('cut_lists', suffix)}`,
  };
}

function scoresStep(
  { scoring, bins }: ScoreSettings,
  suffix: string,
  cutsOf: string,
  by?: string,
): Step {
  const below = scoring === 'quantile' ? sql`<=` : sql`<`;
  const columns = DIMENSIONS.map((d) => {
    const score = (position: number) => (d === 'recency' ? bins + 1 - position : position);
    const { value } = SCORE_COLUMNS[d];
    const whens = cutPositions(bins).map(
      (i) => sql`\n    WHEN ${value} ${below} ${cut(d, i)} THEN ${score(i)}`,
    );
    return sql`CASE${tight(whens)}\n    ELSE ${score(bins)} END AS ${SCORE_COLUMNS[d].score}`;
  });
  const holds = scoring === 'quantile' ? 'lower < x <= upper' : 'lower <= x < upper';
  const people = step('people', suffix);
  const cuts = step('cuts', cutsOf);
  const from =
    by === undefined ? sql`${people}, ${cuts}` : sql`${people} JOIN ${cuts} USING (${ident(by)})`;
  return {
    name: `scored${suffix}`,
    comment: `Scores from 1 to ${bins}, each holds ${holds}; recency reversed; without customers whose amounts are unknown`,
    body: sql`SELECT ${people}.*,
  ${join(columns, ',\n  ')}
FROM ${from}
WHERE monetary IS NOT NULL`,
  };
}

function groupsStep(bins: number, suffix: string, by: string | undefined): Step {
  const apart = by === undefined ? sql`` : sql`PARTITION BY ${ident(by)} `;
  const columns = DIMENSIONS.map((d) => {
    const { value, score } = SCORE_COLUMNS[d];
    const order = d === 'recency' ? sql`${value} DESC` : value;
    return sql`ntile(${bins}) OVER (${apart}ORDER BY ${order}, customer_key)::INTEGER AS ${score}`;
  });
  const people = step('people', suffix);
  return {
    name: `scored${suffix}`,
    comment: `Scores from 1 to ${bins}: groups of equal size, equal values by customer_key; recency reversed; without customers whose amounts are unknown`,
    body: sql`SELECT ${people}.*,
  ${join(columns, ',\n  ')}
FROM ${people}
WHERE monetary IS NOT NULL`,
  };
}

function within(score: Sql, { from, to }: ScoreRange): Sql {
  return from === to ? sql`${score} = ${from}` : sql`${score} BETWEEN ${from} AND ${to}`;
}

/** The positions of the cut points, from 1. */
export function cutPositions(bins: number): readonly number[] {
  return Array.from({ length: bins - 1 }, (_, i) => i + 1);
}

/** The column of a cut point: r1, r2 … f1 … m1 … */
function cut(dimension: Dimension, position: number): Sql {
  return ident(`${dimension.charAt(0)}${position}`);
}

function tight(parts: readonly Sql[]): Sql {
  return parts.reduce((all, part) => sql`${all}${part}`, sql``);
}
