import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { retention } from '../../../../src/analyses/retention/index.ts';
import type { RetentionSelection } from '../../../../src/analyses/retention/selection.ts';
import { selectionTitle } from '../../../../src/analyses/retention/selection-words.ts';
import type { RetentionSettings } from '../../../../src/analyses/retention/settings.ts';
import {
  stickinessFigure,
  stickinessHeatmap,
  stickyBars,
} from '../../../../src/analyses/retention/stickiness-charts.ts';
import {
  stickinessResult,
  type StickinessResult,
} from '../../../../src/analyses/retention/stickiness.ts';
import { LIGHT_THEME } from '../../../../src/charts/theme.ts';
import { GRAINS, periodEnd, periodIndex, periodStart } from '../../../../src/core/calendar.ts';
import { findingText } from '../../../../src/i18n/finding.ts';
import { locale, useLocale } from '../../../../src/i18n/locale.svelte.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { salesByCustomer } from './naive.ts';
import { CALENDAR_DAYS, moment, ordersOn, tablesOf } from './run.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

const sticky: RetentionSettings = { ...CALENDAR_DAYS, view: 'stickiness', grain: 'month', span: 3 };
const resultOf = (facts: DatasetFacts, settings = sticky): StickinessResult =>
  stickinessResult(tablesOf(db, settings, facts), settings, facts);

function namesOf(selection: RetentionSelection, settings: RetentionSettings, facts: DatasetFacts) {
  const { text } = retention.customers(selection, settings, facts);
  return db
    .rows(`SELECT customer_id FROM customers WHERE customer_key IN (${text})`)
    .map((row) => String(row['customer_id']))
    .sort();
}

const on = (customer: string, ...days: readonly string[]): TestOrder[] =>
  days.map((at) => ({ customer, at, amount: 1 }));

describe('twenty orders by hand', () => {
  // The data runs from 15 January to 15 May: February, March and April are whole.
  //   a  in all three, twice in March     b  in February and April
  //   c  in April only, four times        d  only in January and May: not looked at
  //   e  before, in March                 f  a return in April, a sale in February
  const data: TestOrder[] = [
    ...on('a', '2020-01-15', '2020-02-01', '2020-03-01', '2020-03-31', '2020-04-30'),
    ...on('b', '2020-02-29', '2020-04-01'),
    ...on('c', '2020-04-01', '2020-04-01', '2020-04-10', '2020-04-30'),
    ...on('d', '2020-01-20', '2020-01-31', '2020-05-01', '2020-05-15'),
    ...on('e', '2020-01-31', '2020-03-15', '2020-05-02'),
    ...on('f', '2020-02-10'),
    { customer: 'f', at: '2020-04-10', amount: -1, kind: 'return' },
  ];
  let facts: DatasetFacts;
  beforeAll(() => {
    facts = canonicalFrom(db, data);
  });

  it('counts the whole months in which customers bought', () => {
    const result = resultOf(facts);
    expect(result.counts).toEqual([
      { periods: 1, exactly: 3, atLeast: 5 },
      { periods: 2, exactly: 1, atLeast: 2 },
      { periods: 3, exactly: 1, atLeast: 1 },
    ]);
    expect(result.customers).toBe(5);
    expect(result.mean).toBeCloseTo((3 + 2 + 3) / 5, 12);
  });

  it('looks at no more periods than are whole', () => {
    const wide = resultOf(facts, { ...sticky, span: 12 });
    expect(wide.span).toBe(3);
    expect(wide.from).toBe(periodIndex(0, 'month') + 50 * 12 + 1);
    expect(resultOf(facts, { ...sticky, span: 2 }).counts).toEqual([
      { periods: 1, exactly: 3, atLeast: 4 },
      { periods: 2, exactly: 1, atLeast: 1 },
    ]);
    expect(resultOf(facts, { ...sticky, grain: 'year' })).toMatchObject({
      span: 0,
      customers: 0,
      mean: null,
    });
  });

  it('has the customers of each bar', () => {
    const of = (periods: number, least: boolean) =>
      namesOf({ kind: 'sticky', periods, least }, sticky, facts);
    expect(of(1, false)).toEqual(['c', 'e', 'f']);
    expect(of(2, true)).toEqual(['a', 'b']);
    expect(of(1, true)).toEqual(['a', 'b', 'c', 'e', 'f']);
  });
});

const order = fc.record({
  customer: fc.integer({ min: 1, max: 8 }).map((n) => `c${n}`),
  at: fc.integer({ min: 0, max: 24 * 400 }).map(moment),
  amount: fc.constant(1),
  kind: fc.constantFrom('sale', 'sale', 'sale', 'return'),
}) satisfies fc.Arbitrary<TestOrder>;

it('agrees with a count customer by customer, for every period, and so do the customers', () => {
  fc.assert(
    fc.property(
      fc.array(order, { minLength: 1, maxLength: 60 }),
      fc.constantFrom(...GRAINS),
      fc.integer({ min: 2, max: 20 }),
      (data, grain, span) => {
        const facts = canonicalFrom(db, data);
        const settings: RetentionSettings = { ...sticky, grain, span };
        const result = resultOf(facts, settings);
        const days = [...salesByCustomer(data)].map(([customer, times]) => ({
          customer,
          periods: new Set(times.map((time) => periodIndex(Math.floor(time / 86_400_000), grain))),
        }));
        const whole: number[] = [];
        for (let p = periodIndex(facts.lastDay, grain); whole.length < span; p--) {
          if (periodStart(p, grain) < facts.firstDay) break;
          if (periodEnd(p, grain) <= facts.lastDay) whole.push(p);
        }
        const active = (periods: Set<number>) => whole.filter((p) => periods.has(p)).length;
        expect(result.span).toBe(whole.length);
        for (const { periods, exactly, atLeast } of result.counts) {
          const who = days.filter((each) => active(each.periods) === periods);
          expect(exactly).toBe(who.length);
          expect(atLeast).toBe(days.filter((each) => active(each.periods) >= periods).length);
          if (periods === 1) {
            expect(namesOf({ kind: 'sticky', periods, least: false }, settings, facts)).toEqual(
              who.map(({ customer }) => customer).sort(),
            );
          }
        }
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);

describe('what is said and drawn', () => {
  const facts = { firstDay: 0, lastDay: 364 } as DatasetFacts;
  const settings = { ...sticky, span: 4 };
  const result = stickinessResult(
    {
      stickiness: [
        { periods: 1, customers: 50 },
        { periods: 2, customers: 30 },
        { periods: 4, customers: 20 },
      ],
    },
    settings,
    facts,
  );

  it('has the numbers of the table', () => {
    const findings = retention.findings(result);
    expect(findings.map(({ key }) => key)).toEqual([
      'retention_sticky_found_mean_month',
      'retention_sticky_found_once',
      'retention_sticky_found_regular',
    ]);
    expect(findings[0]?.values['mean']).toEqual({ kind: 'number', value: 1.9 });
    const { rows } = retention.table(result);
    expect(rows).toHaveLength(4);
    expect(findings[1]?.values['percent']).toEqual({
      kind: 'percent',
      value: rows[0]?.['exactlyPercent'],
    });
    expect(findings[2]?.values['regular']).toEqual({ kind: 'count', value: rows[1]?.['atLeast'] });
  });

  it('draws bars, exactly or at least', () => {
    expect(stickyBars(result, false).map(({ percent }) => percent)).toEqual([50, 30, 0, 20]);
    expect(stickyBars(result, true).map(({ percent }) => percent)).toEqual([100, 50, 20, 20]);
    expect(stickinessHeatmap(result).rows[2]?.cells.map((cell) => cell?.selection ?? null)).toEqual(
      [
        null,
        null,
        { kind: 'sticky', periods: 3, least: true },
        { kind: 'sticky', periods: 3, least: true },
      ],
    );
  });

  it('says where the data is too short or the customers too few', () => {
    const of = (found: StickinessResult) => retention.findings(found).map(({ key }) => key);
    expect(of(stickinessResult({}, settings, { ...facts, lastDay: 20 }))).toEqual([
      'retention_sticky_found_short',
    ]);
    expect(of(stickinessResult({}, settings, facts))).toEqual(['retention_sticky_found_few']);
  });

  it.each(['en', 'ko'] as const)('has its words in %s', (language) => {
    const before = locale();
    useLocale(language);
    for (const grain of GRAINS) {
      const told = { ...result, grain };
      const figure = stickinessFigure(told);
      expect(figure.plot(LIGHT_THEME, 600).marks?.length).toBeGreaterThan(5);
      expect(`${figure.title} ${figure.description} ${figure.caption ?? ''}`).not.toMatch(/[{}]/);
      for (const finding of retention.findings(told)) expect(findingText(finding)).toMatch(/\.$/);
    }
    for (const least of [true, false]) {
      expect(selectionTitle({ kind: 'sticky', periods: 2, least }, result)).not.toMatch(/[{}]/);
    }
    useLocale(before);
  });
});

it('has no bar of one customer with one order on one day that is no whole period', () => {
  const facts = canonicalFrom(db, ordersOn({ a: [0] }));
  expect(resultOf(facts)).toMatchObject({ span: 0, customers: 0, counts: [] });
  expect(resultOf(facts, { ...sticky, grain: 'day' })).toMatchObject({
    span: 1,
    customers: 1,
    mean: 1,
  });
});
