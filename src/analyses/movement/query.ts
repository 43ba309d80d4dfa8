import { dateLiteral, type Day } from '../../core/calendar.ts';
import { join, sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import { cutSteps, scoreSteps, segmentStep } from '../../data/rfm/score-steps.ts';
import type { DatasetFacts } from '../analysis.ts';
import { monthsQuery, monthCustomers } from './months-query.ts';
import { moveOf, placesOf, type Move } from './places.ts';
import {
  activeRules,
  cutsAreKept,
  datesOf,
  holdoutDates,
  scoresOf,
  type Dates,
  type MovementSettings,
} from './settings.ts';

/** The customers behind a cell, a flow, a bar. */
export type MovementSelection =
  /** `from` null: those who were not yet customers. */
  | { readonly kind: 'flow'; readonly from: string | null; readonly to: string }
  /** All who stood in a segment at the start. */
  | { readonly kind: 'from'; readonly from: string | null }
  /** All who stood in a segment at the end. */
  | { readonly kind: 'to'; readonly to: string }
  | { readonly kind: 'moves'; readonly moves: readonly Move[] }
  /** Those in a segment at another date. */
  | { readonly kind: 'month'; readonly day: Day; readonly id: string };

/**
 * `movement` and, where the data are long enough, `holdout`: a row a pair of segments with
 * from_segment (NULL: not yet a customer), to_segment, customers; `movement` also the revenue
 * `before` and `after` the first date, and a row with to_segment NULL that counts all customers
 * with a sale by the end. `months` only while it is looked at: see months-query.ts.
 */
export function movementQueries(
  settings: MovementSettings,
  facts: DatasetFacts,
): Readonly<Record<string, Sql>> {
  const dates = datesOf(settings, facts);
  const holdout = holdoutDates(dates, facts.firstDay);
  return {
    movement: movementQuery(settings, facts, dates),
    ...(holdout === null
      ? {}
      : {
          holdout: withSteps(
            movedSteps(settings, facts, { ...holdout, cutsAt: dates.from }),
            sql`SELECT from_segment, to_segment, count(*)::INTEGER AS customers
FROM moved
GROUP BY from_segment, to_segment`,
          ),
        }),
    ...(settings.view === 'months' ? { months: monthsQuery(settings, facts) } : {}),
  };
}

function movementQuery(settings: MovementSettings, facts: DatasetFacts, dates: Dates): Sql {
  return withSteps(
    [...movedSteps(settings, facts, { ...dates, cutsAt: dates.from }), revenueStep(dates)],
    sql`SELECT from_segment, to_segment, count(*)::INTEGER AS customers,
  coalesce(sum(before), 0)::DOUBLE AS before, coalesce(sum(after), 0)::DOUBLE AS after
FROM moved LEFT JOIN revenue USING (customer_key)
GROUP BY from_segment, to_segment
UNION ALL BY NAME
SELECT count(*)::INTEGER AS customers FROM people_last`,
  );
}

/** The customers of a selection, those with the most revenue between the dates first. */
export function movementCustomers(
  selection: MovementSelection,
  settings: MovementSettings,
  facts: DatasetFacts,
): Sql {
  if (selection.kind === 'month') return monthCustomers(selection, settings, facts);
  const dates = datesOf(settings, facts);
  // From ten bins on, scores have two digits and need a mark between them.
  const mark = settings.bins > 9 ? '-' : '';
  const score = (r: Sql, f: Sql, m: Sql) => sql`${r} || ${mark} || ${f} || ${mark} || ${m}`;
  return withSteps(
    [...movedSteps(settings, facts, { ...dates, cutsAt: dates.from }), revenueStep(dates)],
    sql`SELECT moved.customer_key,
  ${score(sql`scored_first.r`, sql`scored_first.f`, sql`scored_first.m`)} AS score_first,
  ${score(sql`scored_last.r`, sql`scored_last.f`, sql`scored_last.m`)} AS score_last,
  coalesce(before, 0)::DOUBLE AS before_revenue, coalesce(after, 0)::DOUBLE AS after_revenue
FROM moved
JOIN scored_last ON scored_last.customer_key = moved.customer_key
LEFT JOIN scored_first ON scored_first.customer_key = moved.customer_key
LEFT JOIN revenue ON revenue.customer_key = moved.customer_key
WHERE ${condition(selection, settings)}
ORDER BY after_revenue DESC, moved.customer_key`,
  );
}

function condition(
  selection: Exclude<MovementSelection, { readonly kind: 'month' }>,
  settings: MovementSettings,
): Sql {
  switch (selection.kind) {
    case 'flow':
      return pair(selection.from, selection.to);
    case 'from':
      return sql`from_segment IS NOT DISTINCT FROM ${selection.from}`;
    case 'to':
      return sql`to_segment = ${selection.to}`;
    case 'moves': {
      const ids = placesOf(activeRules(settings)).map(({ id }) => id);
      const pairs = [null, ...ids].flatMap((from) =>
        ids.filter((to) => selection.moves.includes(moveOf(from, to))).map((to) => pair(from, to)),
      );
      return pairs.length === 0 ? sql`FALSE` : sql`(${join(pairs, ' OR ')})`;
    }
  }
}

function pair(from: string | null, to: string): Sql {
  return sql`(from_segment IS NOT DISTINCT FROM ${from} AND to_segment = ${to})`;
}

/** Two dates, and the date whose cut points hold at both where they are kept. */
interface MovedRequest {
  readonly from: Day;
  readonly to: Day;
  readonly cutsAt: Day;
}

/**
 * Scores and segments at both dates, each from the orders by then, and `moved`: a row a customer
 * at the second date with both segments.
 */
function movedSteps(
  settings: MovementSettings,
  facts: DatasetFacts,
  { from, to, cutsAt }: MovedRequest,
): readonly Step[] {
  const rules = activeRules(settings);
  const request = { settings: scoresOf(settings), facts };
  const kept = cutsAreKept(settings);
  const apart = kept && cutsAt !== from;
  const cutsOf = apart ? '_cut_day' : '_first';
  return [
    ...(apart ? cutSteps({ ...request, analysisDay: cutsAt, suffix: cutsOf }) : []),
    ...scoreSteps({
      ...request,
      analysisDay: from,
      suffix: '_first',
      ...(apart ? { cutsOf } : {}),
    }),
    segmentStep(rules, '_first'),
    ...scoreSteps({
      ...request,
      analysisDay: to,
      suffix: '_last',
      ...(kept ? { cutsOf } : {}),
    }),
    segmentStep(rules, '_last'),
    MOVED,
  ];
}

const MOVED: Step = {
  name: 'moved',
  comment:
    'Where each customer stood at both dates; from_segment is NULL for those who had not ordered by the first. Without those who had, but whose amounts were not known then',
  body: sql`SELECT segmented_last.customer_key, segmented_first.segment AS from_segment,
  segmented_last.segment AS to_segment
FROM segmented_last
LEFT JOIN segmented_first ON segmented_first.customer_key = segmented_last.customer_key
WHERE segmented_last.customer_key NOT IN (
  SELECT customer_key FROM people_first WHERE monetary IS NULL
)`,
};

function revenueStep({ before, from, to }: Dates): Step {
  const first = dateLiteral(from);
  return {
    name: 'revenue',
    comment: 'Revenue by customer before the first date and between the two, returns taken off',
    body: sql`SELECT customer_key, sum(revenue) FILTER (WHERE day <= ${first}) AS before,
  sum(revenue) FILTER (WHERE day > ${first}) AS after
FROM customer_days
WHERE day BETWEEN ${dateLiteral(before)} AND ${dateLiteral(to)}
GROUP BY customer_key`,
  };
}
