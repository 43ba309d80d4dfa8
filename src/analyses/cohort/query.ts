import { periodIndexSql } from '../../core/calendar.ts';
import { join, sql, withSteps, type Sql } from '../../core/sql.ts';
import type { DatasetFacts } from '../analysis.ts';
import { membersSteps, MOST_VALUES } from './members-query.ts';
import type { CohortSettings } from './settings.ts';

/** What of the settings decides the queries. */
export type QuerySettings = Pick<CohortSettings, 'grain' | 'by'>;

/**
 * One row for each cohort and age with any order: cohort (period index; where `by` is a value its
 * place by size, from 0), age (≥ 0), customers (with a sale), orders (sales), revenue (sales and
 * returns; NULL where no amount is known), where the data has costs cost (NULL unless it is known
 * of every order); where `by` is a value also acquired, the period index of the first sale. All
 * measures but items come from it, so that only period and cohort change the query.
 *
 * A customer is counted once a period without DISTINCT: on the day whose previous purchase day
 * lies in another period. Returns before the first sale have no age and are left out, and so are
 * the periods before a given date.
 */
export function cohortQuery(settings: QuerySettings, facts: DatasetFacts): Sql {
  const { grain, by } = settings;
  const acquired = by.kind === 'value';
  const { shape } = facts;
  return withSteps(
    [
      ...membersSteps(settings, facts),
      {
        name: 'days',
        comment: daysComment(settings),
        body: sql`
SELECT
  ${cohortColumns(settings)},
  ${periodIndexSql(sql`day`, grain)} AS period,
  ${periodIndexSql(sql`previous_day`, grain)} AS previous_period,
  orders,
  revenue${shape.cost ? sql`,\n  cost` : sql``}
FROM customer_days${joinMembers(by)}
WHERE day >= first_day`,
      },
    ],
    sql`-- A customer counts once a period: on the first day of it with a sale
SELECT
  ${keyColumns(acquired)},
  (COUNT(*) FILTER (orders > 0 AND previous_period IS DISTINCT FROM period))::INTEGER AS customers,
  SUM(orders)::INTEGER AS orders,
  SUM(revenue)::DOUBLE AS revenue${
    shape.cost
      ? sql`,\n  (CASE WHEN COUNT(cost) = COUNT(*) THEN SUM(cost) END)::DOUBLE AS cost`
      : sql``
  }
FROM days${notBefore(by)}
GROUP BY ALL
ORDER BY ${acquired ? sql`cohort, acquired, age` : sql`cohort, age`}`,
  );
}

/** As `cohortQuery`, with items (units sold where the data has quantities, else lines of sales). */
export function itemsQuery(settings: QuerySettings, facts: DatasetFacts): Sql {
  const { grain, by } = settings;
  const acquired = by.kind === 'value';
  return withSteps(
    [
      ...membersSteps(settings, facts),
      {
        name: 'sales',
        comment: `Each sale, with the ${grain} of the cohort and of the day`,
        body: sql`
SELECT
  ${cohortColumns(settings)},
  ${periodIndexSql(sql`day`, grain)} AS period,
  ${facts.shape.quantity ? sql`units` : sql`items`} AS items
FROM orders
JOIN customers USING (customer_key)${joinMembers(by)}
WHERE kind = 'sale'`,
      },
    ],
    sql`-- Items by cohort and age
SELECT
  ${keyColumns(acquired)},
  SUM(items)::DOUBLE AS items
FROM sales${notBefore(by)}
GROUP BY ALL
ORDER BY ${acquired ? sql`cohort, acquired, age` : sql`cohort, age`}`,
  );
}

/**
 * Who is in the cohorts, whether active or not: cohort, customers; by value also value (NULL:
 * blank; of all others together NULL too, their cohort is `MOST_VALUES`). By date the row whose
 * cohort is NULL counts the customers without a date that can be read, or with one after the data.
 */
export function sizesQuery(settings: QuerySettings, facts: DatasetFacts): Sql {
  const byValue = settings.by.kind === 'value';
  return withSteps(
    membersSteps(settings, facts),
    byValue
      ? sql`-- Customers by value; of the last cohort, which holds all others, no value is named
SELECT cohort, CASE WHEN cohort < ${MOST_VALUES} THEN MIN(value) END AS value, COUNT(*)::INTEGER AS customers
FROM members
GROUP BY cohort
ORDER BY cohort`
      : sql`-- Customers by period of their date
SELECT cohort::INTEGER AS cohort, COUNT(*)::INTEGER AS customers
FROM members
GROUP BY cohort
ORDER BY cohort NULLS LAST`,
  );
}

function daysComment({ grain, by }: QuerySettings): string {
  if (by.kind === 'date')
    return `Each customer and day, with its ${grain} and that of the purchase before`;
  return `Each customer and day, with the ${grain} of the first sale, of the day and of the purchase before`;
}

function cohortColumns({ grain, by }: QuerySettings): Sql {
  switch (by.kind) {
    case 'first_order':
      return sql`${periodIndexSql(sql`first_day`, grain)} AS cohort`;
    case 'value':
      return sql`cohort,\n  ${periodIndexSql(sql`first_day`, grain)} AS acquired`;
    case 'date':
      return sql`cohort`;
  }
}

function joinMembers({ kind }: CohortSettings['by']): Sql {
  return kind === 'first_order' ? sql`` : sql`\nJOIN members USING (customer_key)`;
}

/** A given date may come after the first order: the periods before it have no age. */
function notBefore({ kind }: CohortSettings['by']): Sql {
  return kind === 'date' ? sql`\nWHERE period >= cohort` : sql``;
}

function keyColumns(acquired: boolean): Sql {
  const since = acquired ? sql`acquired` : sql`cohort`;
  return join(
    [
      sql`cohort::INTEGER AS cohort`,
      ...(acquired ? [sql`acquired::INTEGER AS acquired`] : []),
      sql`(period - ${since})::INTEGER AS age`,
    ],
    ',\n  ',
  );
}
