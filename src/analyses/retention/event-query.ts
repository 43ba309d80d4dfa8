import { periodIndexSql } from '../../core/calendar.ts';
import { join, sql, type Sql, type Step } from '../../core/sql.ts';
import { activeBasis, type RetentionSettings } from './settings.ts';
import { activeBrackets, activeEvent, activeMinimum, activeReturn } from './variants.ts';

/**
 * Steps that end in `spans`, as those of calendar-query.ts, for returns that not every order is,
 * and for ranges of periods, which stand as ages 1, 2, 3 ….
 *
 * @param periods followed after the first
 */
export function eventSpanSteps(settings: RetentionSettings, periods: number): readonly Step[] {
  const brackets = activeBrackets(settings);
  const steps = [membersStep(settings), backStep(settings)];
  if (activeReturn(settings) === 'onOrAfter') return [...steps, lastReturnStep(periods)];
  if (brackets === null) return [...steps, agesStep('spans', periods)];
  const ranges = brackets.map(
    ({ from, to }, i) => sql`WHEN age BETWEEN ${from} AND ${to} THEN ${i + 1}`,
  );
  return [
    ...steps,
    agesStep('ages', periods),
    {
      name: 'spans',
      comment: 'the ranges that the ages lie in, each once a customer',
      body: sql`SELECT DISTINCT customer_key, cohort,
  CASE WHEN age = 0 THEN 0 ${join(ranges, '\n')} END AS age
FROM ages`,
    },
  ];
}

function membersStep(settings: RetentionSettings): Step {
  const { grain } = settings;
  return activeBasis(settings) === 'first'
    ? {
        name: 'members',
        comment: 'a row a customer: the period of the first sale',
        body: sql`SELECT customer_key, ${periodIndexSql(sql`first_day`, grain)} AS cohort
FROM customers
WHERE orders > 0`,
      }
    : {
        name: 'members',
        comment: 'a row a customer and period with a sale',
        body: sql`SELECT customer_key, ${periodIndexSql(sql`day`, grain)} AS cohort
FROM customer_days
WHERE orders > 0
GROUP BY ALL`,
      };
}

function backStep(settings: RetentionSettings): Step {
  const event = activeEvent(settings);
  const minimum = activeMinimum(settings);
  const period = periodIndexSql(sql`day`, settings.grain);
  const sales = sql`kind = 'sale' AND customer_key IS NOT NULL`;
  const grouped = (from: Sql, orders: Sql) => sql`SELECT customer_key, ${period} AS period
FROM ${from}
GROUP BY ALL
HAVING ${orders} >= ${minimum}`;
  const body = (): Sql => {
    switch (event.kind) {
      case 'any':
        return grouped(sql`customer_days WHERE orders > 0`, sql`sum(orders)`);
      case 'amount':
        return grouped(sql`orders WHERE ${sales} AND revenue >= ${event.amount}`, sql`count(*)`);
      case 'category':
        return grouped(
          sql`lines WHERE ${sales} AND category = ${event.value}`,
          sql`count(DISTINCT order_key)`,
        );
      case 'product':
        return grouped(
          sql`lines WHERE ${sales} AND product = ${event.value}`,
          sql`count(DISTINCT order_key)`,
        );
    }
  };
  return {
    name: 'back',
    comment: 'a row a customer and period with enough orders of the kind that counts',
    body: body(),
  };
}

function agesStep(name: string, periods: number): Step {
  return {
    name,
    comment: 'each customer of a cohort at age 0, and at each later age with such orders',
    body: sql`SELECT customer_key, cohort, 0 AS age FROM members
UNION ALL
SELECT customer_key, cohort, period - cohort FROM members JOIN back USING (customer_key)
WHERE period BETWEEN cohort + 1 AND cohort + ${periods}`,
  };
}

function lastReturnStep(periods: number): Step {
  return {
    name: 'spans',
    comment: 'each customer of a cohort with the age at the last of such orders, 0 without one',
    body: sql`SELECT customer_key, cohort,
  greatest(0, least(coalesce(max(period) - cohort, 0), ${periods})) AS age
FROM members LEFT JOIN back USING (customer_key)
GROUP BY customer_key, cohort`,
  };
}
