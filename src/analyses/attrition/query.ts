import { dateLiteral, type Day } from '../../core/calendar.ts';
import { list, sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import type { DatasetFacts } from '../analysis.ts';
import { bandSteps } from './band-query.ts';
import type { AttritionSettings, Band } from './settings.ts';

/** Customers of several purchase days, and of one. */
export const KINDS = ['repeat', 'once'] as const;
export type Kind = (typeof KINDS)[number];

export type AttritionSelection =
  | { readonly kind: 'bands'; readonly of: Kind; readonly bands: readonly Band[] }
  /** Those silent for more days than the churn window. */
  | { readonly kind: 'beyond'; readonly days: number };

/**
 * `attrition` is one query, so that the customers are judged once. `check` judges them from an
 * earlier day (none where the data are too short): kind, band, customers, and how many of them
 * bought after it (back).
 *
 * `part` says what a row of `attrition` is; columns that do not belong to it are NULL:
 * - `band`: kind, band, customers, value (revenue of the year up to the last purchase), and the
 *   medians silent and typical (days)
 * - `shop`: gaps, typical (the shop's typical gap, days), k (own gaps that the shop counts as;
 *   NULL: endless), days (the churn window; NULL without gaps), and of those silent for longer
 *   customers and value
 * - `longer`: times (of the typical gap), survival (0–1, the share of gaps that had not ended), and
 *   chance (of those that end, per cent that take longer)
 * - `wait`: the same of customers by silent, the days since the first purchase
 */
export function attritionQueries(
  settings: AttritionSettings,
  facts: DatasetFacts,
): Readonly<Record<string, Sql>> {
  const parts = [
    sql`SELECT 'band' AS part, kind, band, count(*)::INTEGER AS customers, sum(year_revenue) AS value,
  median(silent)::DOUBLE AS silent, median(typical)::DOUBLE AS typical
FROM banded GROUP BY kind, band`,
    sql`SELECT 'shop' AS part, any_value(gaps)::INTEGER AS gaps, exp(any_value(shop_mean)) AS typical,
  any_value(k) AS k, any_value(days) AS days,
  (count(customer_key) FILTER (silent > days))::INTEGER AS customers,
  sum(year_revenue) FILTER (silent > days) AS value
FROM shop, churn_window LEFT JOIN banded ON TRUE`,
    sql`SELECT 'longer' AS part, exp(step / 100) AS times, survival, chance FROM longer`,
    sql`SELECT 'wait' AS part, days::DOUBLE AS silent, survival, chance FROM waiters`,
  ];
  const union = parts.reduce((query, part) => sql`${query}\nUNION ALL BY NAME\n${part}`);
  const checkDay = checkDayOf(facts);
  return {
    attrition: withSteps([...bandSteps(settings, facts), windowStep(settings)], union),
    ...(checkDay === null ? {} : { check: checkQuery(settings, facts, checkDay) }),
  };
}

/** A part of the observed days, and at most so many, are held out to see who came back. */
const HELD_OUT = { share: 1 / 4, most: 180, least: 7 };

/**
 * The day that the customers are judged from once more, to see who came back since: a quarter of
 * the observed days before the end, 180 days at most; null where that is less than a week.
 */
export function checkDayOf({ firstDay, lastDay }: DatasetFacts): Day | null {
  const days = Math.min(HELD_OUT.most, Math.floor((lastDay - firstDay + 1) * HELD_OUT.share));
  return days < HELD_OUT.least ? null : lastDay - days;
}

function checkQuery(settings: AttritionSettings, facts: DatasetFacts, asOf: Day): Sql {
  return withSteps(
    bandSteps(settings, facts, asOf),
    sql`SELECT kind, band, count(*)::INTEGER AS customers,
  (count(*) FILTER (last_day > ${dateLiteral(asOf)}))::INTEGER AS back
FROM banded JOIN customers USING (customer_key)
GROUP BY kind, band`,
  );
}

/** The customers of a selection, those who brought most in their last year first. */
export function attritionCustomers(
  selection: AttritionSelection,
  settings: AttritionSettings,
  facts: DatasetFacts,
): Sql {
  return withSteps(
    bandSteps(settings, facts),
    sql`SELECT customer_key, year_revenue, silent AS silent_days, round(typical, 1) AS typical_gap,
  greatest(0, round(silent - typical))::INTEGER AS days_late, round(chance, 2) AS chance_percent,
  round(to_come, 2) AS to_come_percent
FROM banded
WHERE ${condition(selection)}
ORDER BY year_revenue DESC NULLS LAST, orders DESC, customer_key`,
  );
}

function condition(selection: AttritionSelection): Sql {
  return selection.kind === 'bands'
    ? sql`kind = ${selection.of} AND band IN ${list(selection.bands)}`
    : sql`silent > ${selection.days}`;
}

function windowStep({ quantile }: AttritionSettings): Step {
  return {
    name: 'churn_window',
    comment: `${quantile} % of the gaps were not longer than this`,
    body: sql`SELECT quantile_disc(days, ${quantile / 100})::INTEGER AS days FROM gaps`,
  };
}
