import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatasetFacts, Finding, Row } from '../../../../src/analyses/analysis.ts';
import { counterBranch, strongestBranch } from '../../../../src/analyses/overview/findings.ts';
import { overview } from '../../../../src/analyses/overview/index.ts';
import type { OverviewSettings } from '../../../../src/analyses/overview/settings.ts';
import { dayOf, periodIndex } from '../../../../src/core/calendar.ts';
import { PLAIN_SHAPE } from '../../../../src/data/staged-shape.ts';
import { findingText } from '../../../../src/i18n/finding.ts';

const january = periodIndex(dayOf(2024, 1, 1), 'month');
const facts: DatasetFacts = {
  firstDay: dayOf(2024, 1, 1),
  lastDay: dayOf(2024, 5, 10),
  customers: 100,
  orders: 300,
  rows: 300,
  revenue: 1,
  hasTime: true,
  medianGapDays: 30,
  hasMoney: true,
  shape: { ...PLAIN_SHAPE, quantity: true },
};
const settings: OverviewSettings = {
  grain: 'month',
  measure: 'revenue',
  comparison: 'previous',
  from: null,
  to: null,
};

interface Month {
  readonly customers: number;
  readonly acquired: number;
  readonly orders: number;
  readonly units: number;
  readonly amount: number;
  readonly share: number;
}

/** Months from January 2024; the fifth is not over. */
function resultOf(months: readonly Month[], patch: Partial<DatasetFacts> = {}) {
  const of = (row: (month: Month, period: number) => Row) =>
    months.map((month, i) => row(month, january + i));
  return overview.result(
    {
      periods: of(({ orders, units, amount }, period) => ({
        period,
        is_sale: true,
        is_named: true,
        orders,
        amount,
        lines: orders,
        units,
      })),
      lifecycle: of(({ customers, acquired, amount, share }, period) => ({
        period,
        new: acquired,
        returning: customers - acquired,
        resurrecting: 0,
        new_revenue: amount * share,
      })),
      week: [
        { weekday: 3, hour: 12, orders: 30, sales: 300 },
        { weekday: 5, hour: 9, orders: 10, sales: 900 },
      ],
    },
    settings,
    { ...facts, ...patch },
  );
}

const month = fc.record({
  customers: fc.integer({ min: 10, max: 100 }),
  acquired: fc.integer({ min: 0, max: 10 }),
  orders: fc.integer({ min: 1, max: 300 }),
  units: fc.integer({ min: 1, max: 900 }),
  amount: fc.integer({ min: 0, max: 9000 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('the sentences of the overview', () => {
  it('give only numbers that the table or the comparison has', () => {
    fc.assert(
      fc.property(fc.array(month, { minLength: 5, maxLength: 5 }), (months) => {
        const result = resultOf(months);
        const findings = overview.findings(result);
        expect(findings.length).toBeLessThanOrEqual(5);
        for (const finding of findings) checkFinding(finding, result);
      }),
    );
  });

  it('are these', () => {
    const steady = { customers: 20, acquired: 5, orders: 40, units: 80, amount: 800, share: 0.25 };
    const months = [steady, steady, steady, { ...steady, orders: 80, units: 160, amount: 1600 }];
    const texts = overview.findings(resultOf([...months, steady])).map(findingText);
    expect(texts).toEqual([
      'Sales of April 2024 came to 1,600, 100.0\u00a0% more than in March 2024 (+800). What raised them most was orders per customer: +800.',
      'The strongest month was April 2024 (Revenue: 1,600), the weakest March 2024 (800).',
      '5 of the 20 customers of April 2024 bought for the first time; they brought 25.0\u00a0% of its revenue.',
      'Most orders come on Wednesday, 12:00–13:00: 30 orders, 75.0\u00a0% of all.',
      'The data ends on 10 May 2024, before May 2024 is over: it is shown open and compared with nothing.',
    ]);
  });

  it('tell what worked against a change', () => {
    const before = { customers: 20, acquired: 5, orders: 40, units: 80, amount: 800, share: 0 };
    const after = { ...before, orders: 80, amount: 1000 };
    const result = resultOf([before, before, before, after]);
    // Orders per customer double, units per order halve, the price rises by a quarter.
    const [first] = overview.findings(result);
    expect(first?.key).toBe('overview_found_sales_up_against');
    expect(first?.values['against']).toEqual({
      kind: 'message',
      key: 'overview_driver_basket_units',
    });
  });

  it('say which periods are not whole', () => {
    const steady = { customers: 20, acquired: 5, orders: 40, units: 80, amount: 800, share: 0.25 };
    const last = (patch: Partial<DatasetFacts>) =>
      overview.findings(resultOf([steady, steady, steady, steady, steady], patch)).at(-1)?.key;
    const begun = { firstDay: dayOf(2024, 1, 2) };
    const over = { lastDay: dayOf(2024, 5, 31) };
    expect(last({})).toBe('overview_found_running');
    expect(last(begun)).toBe('overview_found_both');
    expect(last({ ...begun, ...over })).toBe('overview_found_begun');
    expect(last(over)).toBe('overview_found_hour');
  });
});

type Result = ReturnType<typeof resultOf>;

function checkFinding({ key, values, selection }: Finding<unknown>, result: Result): void {
  const number = (name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no ${name} in ${key}`);
    return 'index' in value ? value.index : Number('value' in value ? value.value : NaN);
  };
  const rows = overview.table(result).rows;
  const row = (name: string) => rows.find((each) => each['period'] === number(name));
  const complete = rows.filter((each) => each['state'] === 'overview_state_complete');
  if (key.startsWith('overview_found_sales')) {
    const { tree } = result;
    expect(number('sales')).toBe(row('to')?.['sales']);
    expect(selection).toEqual({ kind: 'period', period: number('to') });
    if (key.endsWith('same') || tree === null) return;
    const [from, to] = [Number(row('from')?.['sales']), Number(row('to')?.['sales'])];
    expect(number('change')).toBe(to - from);
    expect(number('percent')).toBeCloseTo(Math.abs(100 * (to / from - 1)), 9);
    if (key.endsWith('plain')) return;
    expect(number('effect')).toBe(strongestBranch(tree)?.effect);
    const effects = tree.branches.map(({ effect }) => (effect ?? 0) * Math.sign(to - from));
    expect(Math.abs(number('effect'))).toBe(Math.max(...effects));
    if (key.endsWith('against')) expect(number('counter')).toBe(counterBranch(tree)?.effect);
  } else if (key === 'overview_found_strongest') {
    const revenues = complete.map((each) => Number(each['revenue']));
    expect([number('high'), number('low')]).toEqual([Math.max(...revenues), Math.min(...revenues)]);
    expect([row('best')?.['revenue'], row('worst')?.['revenue']]).toEqual([
      number('high'),
      number('low'),
    ]);
  } else if (key.startsWith('overview_found_new')) {
    expect([number('new'), number('customers')]).toEqual([
      row('period')?.['new'],
      row('period')?.['customers'],
    ]);
    if (key.endsWith('plain')) return;
    const share = Number(row('period')?.['newRevenue']) / Number(row('period')?.['revenue']);
    expect(number('share')).toBeCloseTo(100 * share, 9);
  } else if (key === 'overview_found_hour') {
    expect([number('orders'), number('share')]).toEqual([30, 75]);
    expect(selection).toEqual({ kind: 'slot', weekday: 3, hour: 12 });
  } else {
    expect([key, number('to')]).toEqual(['overview_found_running', facts.lastDay]);
  }
}
