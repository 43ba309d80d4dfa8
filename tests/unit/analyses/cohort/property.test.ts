import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindingValue } from '../../../../src/analyses/analysis.ts';
import { cohort } from '../../../../src/analyses/cohort/index.ts';
import { LEAST_CUSTOMERS } from '../../../../src/analyses/cohort/findings.ts';
import type { CohortResult } from '../../../../src/analyses/cohort/result.ts';
import { COHORT_GRAINS, COHORT_MEASURES } from '../../../../src/analyses/cohort/settings.ts';
import { dayOf, formatDay } from '../../../../src/core/calendar.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { naiveCohorts } from './naive.ts';
import { runCohort } from './run.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';

let db: TestDb;

beforeAll(async () => {
  db = await openDuckDB();
});

afterAll(() => {
  db.close();
});

const start = dayOf(2019, 12, 20);
const order = fc
  .record({
    customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    day: fc.integer({ min: 0, max: 500 }),
    amount: fc.integer({ min: 0, max: 1000 }),
    returned: fc.integer({ min: 0, max: 3 }).map((value) => value === 0),
  })
  .map(({ customer, day, amount, returned }): TestOrder => ({
    customer,
    at: formatDay(start + day),
    amount: returned ? -amount : amount,
    kind: returned ? 'return' : 'sale',
  }));

describe('the cohorts of any orders', () => {
  it('are those that one counts on paper, in every period', () => {
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 60 }), (orders) => {
        const facts = canonicalFrom(db, orders);
        for (const grain of COHORT_GRAINS) {
          const result = runCohort(db, facts, { grain });
          const counted = new Map(
            result.cohorts.map(({ index, cells }) => [
              index,
              cells.map(({ customers, orders, revenue }) => ({
                customers,
                orders,
                revenue: revenue ?? 0,
              })),
            ]),
          );
          expect(counted).toEqual(naiveCohorts(orders, grain));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('list as many customers behind a cell as it counts', () => {
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(...COHORT_GRAINS),
        (orders, grain) => {
          const facts = canonicalFrom(db, orders);
          const result = runCohort(db, facts, { grain });
          for (const { index, cells } of result.cohorts.slice(0, 2)) {
            cells.slice(0, 4).forEach(({ customers }, age) => {
              const selection = { cohort: index, age };
              const query = cohort.customers(selection, { grain, measure: 'customers' }, facts);
              expect(db.rows(query)).toHaveLength(customers);
            });
          }
        },
      ),
      { numRuns: 10 },
    );
  });
});

/** Cohorts large enough to speak of: sizes and shares that came back, by hand-made rows. */
const cohortRows = fc
  .array(
    fc.record({
      size: fc.integer({ min: 1, max: 200 }),
      shares: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 9, maxLength: 9 }),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((cohorts) =>
    cohorts.flatMap(({ size, shares }, index) =>
      Array.from({ length: cohorts.length - index }, (_, age) => {
        const customers = age === 0 ? size : Math.floor(size * (shares[age - 1] ?? 0));
        return { cohort: 600 + index, age, customers, orders: customers, revenue: customers * 10 };
      }),
    ),
  );

describe('the sentences about cohorts', () => {
  it('give only numbers that the table has, whatever the measure', () => {
    fc.assert(
      fc.property(
        cohortRows,
        fc.boolean(),
        fc.constantFrom(...COHORT_MEASURES),
        (cohorts, complete, measure) => {
          const last = Math.max(...cohorts.map((row) => row.cohort));
          const lastDay = dayOf(1970, 1 + last + 1, 1) - (complete ? 1 : 10);
          const facts = {
            firstDay: dayOf(1970, 601, 1),
            lastDay,
            customers: 1,
            orders: 1,
            rows: 1,
            revenue: 1,
            hasTime: false,
            medianGapDays: 30,
            hasMoney: true,
            shape: PLAIN_SHAPE,
          };
          const result = cohort.result({ cohorts }, { grain: 'month', measure }, facts);
          const findings = cohort.findings(result);
          expect(findings.length).toBeLessThanOrEqual(5);
          for (const finding of findings) checkFinding(finding.key, finding.values, result);
        },
      ),
    );
  });
});

function checkFinding(
  key: string,
  values: Readonly<Record<string, FindingValue>>,
  result: CohortResult,
): void {
  const rows = cohort.table(result).rows.filter((row) => row['state'] === 'cohort_state_complete');
  const back = rows.filter((row) => row['age'] === 1);
  const of = (index: unknown, age: number) =>
    rows.find((row) => row['cohort'] === index && row['age'] === age);
  const number = (name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no ${name} in ${key}`);
    return 'index' in value ? value.index : 'value' in value ? value.value : value.key;
  };
  const pooled = (some: typeof rows) =>
    (100 * sum(some.map((row) => row['customers']))) / sum(some.map((row) => row['size']));
  if (key.startsWith('cohort_finding_first')) {
    const row = of(number('cohort'), 1);
    expect([row?.['size'], row?.['retention']]).toEqual([number('customers'), number('share')]);
    const later = back.filter((each) => each['cohort'] !== number('cohort'));
    if (later.length > 0) expect(number('mean')).toBeCloseTo(pooled(later), 9);
  } else if (key.startsWith('cohort_finding_best')) {
    const shares = back
      .filter(
        (row) => Number(row['size']) >= LEAST_CUSTOMERS && row['cohort'] !== rows[0]?.['cohort'],
      )
      .map((row) => Number(row['retention']));
    expect(number('best_share')).toBe(Math.max(...shares));
    expect(number('weakest_share')).toBe(Math.min(...shares));
    expect(of(number('best'), 1)?.['retention']).toBe(number('best_share'));
    expect(of(number('weakest'), 1)?.['retention']).toBe(number('weakest_share'));
  } else if (key.startsWith('cohort_finding_trend')) {
    const rest = back.slice(1);
    const half = Number(number('half'));
    expect(half).toBe(Math.floor(rest.length / 2));
    expect(number('earlier')).toBeCloseTo(pooled(rest.slice(0, half)), 9);
    expect(number('later')).toBeCloseTo(pooled(rest.slice(-half)), 9);
  } else if (key === 'cohort_finding_cumulative') {
    const first = Number(number('cohort'));
    const row = of(first, Number(number('until')) - first);
    expect(row?.['cumulative_revenue']).toBe(number('money'));
    expect(of(first, Number(number('until')) - first + 1)).toBeUndefined();
  } else {
    expect(key).toBe('cohort_finding_incomplete');
    expect(number('day')).toBe(result.lastDay);
  }
}

function sum(values: readonly unknown[]): number {
  return values.reduce<number>((total, value) => total + Number(value), 0);
}
