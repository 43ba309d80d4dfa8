import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindingValue } from '../../../../src/analyses/analysis.ts';
import type { CohortSelection } from '../../../../src/analyses/cohort/customers-query.ts';
import { LEAST_CUSTOMERS } from '../../../../src/analyses/cohort/finding-parts.ts';
import { cohort } from '../../../../src/analyses/cohort/index.ts';
import {
  COHORT_MEASURES,
  COHORT_MODES,
  type CohortCell,
} from '../../../../src/analyses/cohort/measures.ts';
import type { CohortResult } from '../../../../src/analyses/cohort/result.ts';
import {
  COHORT_AGAINST,
  COHORT_GRAINS,
  type CohortBy,
  type CohortSettings,
} from '../../../../src/analyses/cohort/settings.ts';
import { dayOf, formatDay, parseDay } from '../../../../src/core/calendar.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { customersOf, naiveCohorts, naiveValues, type NaiveCell } from './naive.ts';
import { runCohort, settingsFor } from './run.ts';

let db: TestDb;

beforeAll(async () => {
  db = await openDuckDB();
});

afterAll(() => {
  db.close();
});

const start = dayOf(2019, 12, 20);

/** The dates of customers, as the file has them and as they are. */
const JOINED: Readonly<Record<string, { readonly text: string; readonly date?: string }>> = {
  a: { text: '2019-06-30', date: '2019-06-30' },
  b: { text: '20200229', date: '2020-02-29' },
  c: { text: '2020. 1. 5.', date: '2020-01-05' },
  d: { text: '25/12/2019 10:30', date: '2019-12-25' },
  e: { text: 'unknown' },
  f: { text: '2031-01-01', date: '2031-01-01' },
  z: { text: '2020년 3월 1일', date: '2020-03-01' },
};

const FIRST: TestOrder = {
  customer: 'z',
  at: formatDay(start),
  amount: 10,
  cost: 4,
  quantity: 2,
  channel: 'web',
  customerAttributes: { joined: JOINED['z']?.text ?? '' },
};

const order = fc
  .record({
    customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    day: fc.integer({ min: 0, max: 500 }),
    amount: fc.integer({ min: 0, max: 1000 }),
    returned: fc.integer({ min: 0, max: 3 }).map((value) => value === 0),
    channel: fc.constantFrom('web', 'shop', 'fair'),
    cost: fc.option(fc.integer({ min: 0, max: 500 }), { nil: undefined, freq: 9 }),
  })
  .map(({ customer, day, amount, returned, channel, cost }): TestOrder => ({
    customer,
    at: formatDay(start + day),
    amount: returned ? -amount : amount,
    kind: returned ? 'return' : 'sale',
    channel,
    quantity: 1 + (amount % 3),
    customerAttributes: { joined: JOINED[customer]?.text ?? '' },
    ...(cost === undefined ? {} : { cost }),
  }));

const CHOICES: readonly CohortBy[] = [
  { kind: 'first_order' },
  { kind: 'value', dimension: 'channel' },
  { kind: 'date', dimension: 'customer_attribute_1' },
];

/** A cell of a result as the naive version has it. */
function plain(cell: CohortCell | undefined): NaiveCell | undefined {
  if (cell === undefined) return undefined;
  const { base, customers, amounts, cumulative } = cell;
  return {
    base,
    customers,
    orders: amounts.orders ?? 0,
    revenue: amounts.revenue ?? 0,
    contribution: amounts.contribution,
    items: amounts.items ?? 0,
    cumulative: cumulative.revenue ?? NaN,
  };
}

const shop = fc.array(order, { minLength: 1, maxLength: 50 }).map((orders): TestOrder[] =>
  // So that the columns are always there, and always something is sold.
  [{ ...FIRST, customer: 'z' }, ...orders],
);
const grains = fc.constantFrom(...COHORT_GRAINS);

describe('the cohorts of any orders', () => {
  it('are those that one counts on paper', () => {
    fc.assert(
      fc.property(shop, grains, (orders, grain) => {
        const facts = canonicalFrom(db, orders);
        const result = runCohort(db, facts, { grain, measure: 'items' });
        const counted = new Map(
          result.cohorts.map(({ index, cells }) => [index, cells.map(plain)]),
        );
        expect(counted).toEqual(naiveCohorts(orders, grain));
      }),
      { numRuns: 20 },
    );
  });

  it('by value are those of the first order, followed as long as each customer was', () => {
    fc.assert(
      fc.property(shop, grains, (orders, grain) => {
        const facts = canonicalFrom(db, orders);
        const by = { kind: 'value', dimension: 'channel' } as const;
        const result = runCohort(db, facts, { grain, by, measure: 'items' });
        const counted = new Map(
          result.cohorts.map(({ value, size, cells, calendar }) => [
            value,
            { size, ages: cells.map(plain), calendar: calendar.map(plain) },
          ]),
        );
        expect(counted).toEqual(naiveValues(orders, grain, ({ channel = '' }) => channel));
        expect(result.customers).toBe(facts.customers);
      }),
      { numRuns: 15 },
    );
  });

  it('by date hold all customers with one, and begin to be known with the data', () => {
    fc.assert(
      fc.property(shop, grains, (orders, grain) => {
        const facts = canonicalFrom(db, orders);
        const by = { kind: 'date', dimension: 'customer_attribute_1' } as const;
        const result = runCohort(db, facts, { grain, by, measure: 'items' });
        const last =
          orders
            .map(({ at }) => at)
            .toSorted()
            .at(-1) ?? '';
        const dates = new Map(orders.map(({ customer }) => [customer, JOINED[customer]?.date]));
        const naive = naiveCohorts(orders, grain, ({ own }) => {
          const date = dates.get(own[0]?.customer ?? '');
          return date !== undefined && date <= last ? date : undefined;
        });
        const counted = new Map(
          result.cohorts.map(({ index, cells }) => [
            index,
            cells.map((cell) => plain(cell)?.customers),
          ]),
        );
        expect(counted).toEqual(
          new Map(
            [...naive].map(([index, cells]) => [index, cells.map((cell) => cell?.customers)]),
          ),
        );
        const sizes = new Map(result.cohorts.map(({ index, size }) => [index, size]));
        expect(sizes).toEqual(
          new Map([...naive].map(([index, cells]) => [index, cells.findLast(Boolean)?.base])),
        );
        expect(result.customers + result.undated).toBe(dates.size);
      }),
      { numRuns: 15 },
    );
  });

  it('list as many customers behind a cell as it counts', () => {
    fc.assert(
      fc.property(shop, grains, fc.constantFrom(...CHOICES), (orders, grain, by) => {
        const facts = canonicalFrom(db, orders);
        const settings = settingsFor(facts, { grain, by });
        const result = runCohort(db, facts, settings);
        const listed = (selection: CohortSelection) =>
          db.rows(cohort.customers(selection, settings, facts)).length;
        for (const { key, cells, calendar } of result.cohorts.slice(0, 2)) {
          cells.slice(0, 3).forEach((cell, age) => {
            if (cell !== undefined) expect(listed({ cohort: key, age })).toBe(cell.customers);
          });
          const at = calendar.findLastIndex((cell) => cell !== undefined);
          const cell = calendar[at];
          if (cell !== undefined) {
            expect(listed({ cohort: key, period: result.firstPeriod + at })).toBe(cell.customers);
          }
        }
      }),
      { numRuns: 8 },
    );
  });
});

describe('what holds of all cohorts', () => {
  it('sizes come to the customers, and revenue to that since the first sales', () => {
    fc.assert(
      fc.property(shop, grains, (orders, grain) => {
        const facts = canonicalFrom(db, orders);
        const result = runCohort(db, facts, { grain });
        expect(result.customers).toBe(facts.customers);
        const own = result.cohorts.flatMap(({ cells }) => cells);
        const since = customersOf(orders).flatMap(({ own: all, first }) =>
          all.filter(({ at }) => first !== undefined && at >= first.at),
        );
        expect(sum(own.map((cell) => cell?.amounts.revenue))).toBe(
          sum(since.map(({ amount }) => amount)),
        );
        // The same cells stand in the calendar.
        const calendar = result.cohorts.flatMap((each) => each.calendar);
        expect(sum(calendar.map((cell) => cell?.customers ?? 0))).toBe(
          sum(own.map((cell) => cell?.customers)),
        );
      }),
      { numRuns: 10 },
    );
  });

  it('a shift by whole weeks changes no week, and the order of rows changes nothing', () => {
    fc.assert(
      fc.property(shop, fc.integer({ min: -60, max: 60 }), (orders, weeks) => {
        const run = (rows: readonly TestOrder[], settings: Partial<CohortSettings>) =>
          runCohort(db, canonicalFrom(db, rows), settings);
        const shifted = orders.map((each) => ({
          ...each,
          at: formatDay(parseDay(each.at) + 7 * weeks),
        }));
        const counts = (rows: readonly TestOrder[]) =>
          run(rows, { grain: 'week' }).cohorts.map(({ cells }) => cells);
        expect(counts(shifted)).toEqual(counts(orders));
        const by = { kind: 'value', dimension: 'customer_attribute_1' } as const;
        const settings = { grain: 'month', by } as const;
        expect(run(orders.toReversed(), settings)).toEqual(run(orders, settings));
        expect(run(orders.toReversed(), { grain: 'month' })).toEqual(
          run(orders, { grain: 'month' }),
        );
      }),
      { numRuns: 6 },
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
        fc.record({
          measure: fc.constantFrom(...COHORT_MEASURES),
          mode: fc.constantFrom(...COHORT_MODES),
          against: fc.constantFrom(...COHORT_AGAINST),
          cost: fc.option(fc.integer({ min: 0, max: 60 })),
        }),
        (cohorts, complete, patch) => {
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
          const result = cohort.result(
            { cohorts },
            settingsFor(facts, { grain: 'month', ...patch }),
            facts,
          );
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
    expect(row?.['revenue_cumulative_per_acquired']).toBe(number('money'));
    expect(of(first, Number(number('until')) - first + 1)).toBeUndefined();
  } else if (key.startsWith('cohort_finding_payback')) {
    const first = new Map(
      rows.flatMap((row) =>
        row['payback_state'] === 'cohort_payback_unknown' ? [] : [[row['cohort'], row]],
      ),
    );
    const paid = [...first.values()].filter((row) => row['payback'] !== null);
    expect(number('cohorts')).toBe(first.size);
    if (key === 'cohort_finding_payback_none') {
      expect(paid).toEqual([]);
      return;
    }
    expect(number('reached')).toBe(paid.length);
    const by = paid.filter((row) => Number(row['payback']) <= Number(number('age')));
    expect(by.length).toBeGreaterThanOrEqual(paid.length / 2);
    for (const row of paid) {
      const at = of(row['cohort'], Number(row['payback']));
      expect(Number(at?.['revenue_cumulative_per_acquired'])).toBeGreaterThanOrEqual(
        Number(row['cost']),
      );
    }
  } else {
    expect(key).toBe('cohort_finding_incomplete');
    expect(number('day')).toBe(result.lastDay);
  }
}

function sum(values: readonly unknown[]): number {
  return values.reduce<number>((total, value) => total + Number(value), 0);
}
