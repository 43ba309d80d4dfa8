import { dateLiteral, periodIndexSql } from '../../core/calendar.ts';
import { ident, join, sql, type Sql, type Step } from '../../core/sql.ts';
import type { DimensionId } from '../../data/filter.ts';
import { firstValuesSql } from '../../data/slice.ts';
import type { DatasetFacts } from '../analysis.ts';
import type { CohortSettings } from './settings.ts';

/** Values with a cohort of their own; all others share one, whose place is this number. */
export const MOST_VALUES = 20;

/**
 * The steps up to `members`: customer_key, cohort; by value also value. None where cohorts are by
 * the first order, which customer_days knows itself.
 */
export function membersSteps(
  { grain, by }: Pick<CohortSettings, 'grain' | 'by'>,
  facts: DatasetFacts,
): readonly Step[] {
  switch (by.kind) {
    case 'first_order':
      return [];
    case 'value':
      return valueSteps(by.dimension, facts);
    case 'date':
      return [
        ...dateSteps(by.dimension),
        {
          name: 'members',
          comment: `The ${grain} of the date; NULL where there is none up to the end of the data`,
          body: sql`
SELECT
  customer_key,
  CASE WHEN date BETWEEN ${EARLIEST} AND ${dateLiteral(facts.lastDay)} THEN ${periodIndexSql(sql`date`, grain)} END AS cohort
FROM dated`,
        },
      ];
  }
}

/** Earlier dates are gaps that were filled (1899-12-30, 0001-01-01). */
const EARLIEST = sql`DATE '1900-01-01'`;

function valueSteps(id: DimensionId, { shape }: DatasetFacts): readonly Step[] {
  return [
    {
      name: 'firsts',
      comment: 'Each customer with the value that makes the cohort',
      body: firstValuesSql(null, shape, id),
    },
    {
      name: 'places',
      comment: `Values by how many customers have them; all after the first ${MOST_VALUES} are one cohort`,
      body: sql`
SELECT value,
  LEAST(row_number() OVER (ORDER BY COUNT(*) DESC, value NULLS LAST) - 1, ${MOST_VALUES})::INTEGER AS cohort
FROM firsts
GROUP BY value`,
    },
    {
      name: 'members',
      comment: 'Each customer with the cohort',
      body: sql`
SELECT customer_key, cohort, firsts.value
FROM firsts JOIN places ON firsts.value IS NOT DISTINCT FROM places.value`,
    },
  ];
}

/** `dated`: customer_key, date (NULL where the text is none that can be read). */
export function dateSteps(id: DimensionId): readonly Step[] {
  return [
    {
      name: 'written',
      comment: 'The date as it is written, without a time of day',
      body: sql`
SELECT customer_key, regexp_replace(trim(${ident(id)}), '[T ]+[0-9]{1,2}:[0-9]{2}.*$', '') AS text
FROM customers`,
    },
    {
      name: 'dated',
      comment:
        'As a date; 5/1/2024 has its day first where another date can only be read so (25/1/2024)',
      body: sql`
SELECT customer_key, COALESCE(
  TRY_CAST(text AS DATE),
  try_strptime(text, ${formats(YEAR_FIRST)})::DATE,
  CASE WHEN (SELECT COALESCE(bool_or(regexp_matches(text, '^(1[3-9]|2[0-9]|3[01])[/-][0-9]')), FALSE) FROM written)
    THEN try_strptime(text, ${formats(DAY_FIRST)})::DATE
    ELSE try_strptime(text, ${formats(MONTH_FIRST)})::DATE
  END
) AS date
FROM written`,
    },
  ];
}

// Dots have the day first wherever they are written.
const YEAR_FIRST = [
  '%Y.%m.%d',
  '%Y. %m. %d.',
  '%Y. %m. %d',
  '%Y%m%d',
  '%Y년 %m월 %d일',
  '%d.%m.%Y',
];
const DAY_FIRST = ['%d/%m/%Y', '%d-%m-%Y'];
const MONTH_FIRST = ['%m/%d/%Y', '%m-%d-%Y'];

function formats(all: readonly string[]): Sql {
  return sql`[${join(all.map((each) => sql`${each}`))}]`;
}
