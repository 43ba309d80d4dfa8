import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { cohortHeatmap, drawnPeriods } from '../../../../src/analyses/cohort/heatmap-charts.ts';
import { cohort } from '../../../../src/analyses/cohort/index.ts';
import { layersOf, layersTable } from '../../../../src/analyses/cohort/layer-charts.ts';
import { heatmapNotes } from '../../../../src/analyses/cohort/note-words.ts';
import { availableMeasures } from '../../../../src/analyses/cohort/measures.ts';
import { heatmapDomain } from '../../../../src/charts/heatmap.ts';
import { dayOf, periodIndex } from '../../../../src/core/calendar.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { calendarCells, cells, runCohort } from './run.ts';

let db: TestDb;

beforeAll(async () => {
  db = await openDuckDB();
});

afterAll(() => {
  db.close();
});

/*
 * Amount − cost of five customers, January to 15 April 2024 (April is not over); u = units.
 *
 *      joined       first by   Jan            Feb            Mar            Apr
 *   a  2023-12-20   web        100−40 u2      50−30 u1                      20−5 u1
 *   b  2024-01-31   shop       10−5 u1                       30−10 u3
 *   c  (none)       web                       60−20 u2       40−? u1
 *   d  2024/02/01   web                       20−10 u1, shop 10−5 u1
 *   e  5 Feb        shop                                     70−30 u4       10−4 u1
 *
 * by value, complete months only, k = 0, 1, 2 (Jan 0, Feb 1, Mar 2)
 *   web  (a, c, d; 3): k 0: 3 of 3 (100+60+30 = 190);  k 1: a, c, d followed: a Feb, c Mar = 2 (90)
 *                      k 2: only a: 0 of 1 (0)
 *   shop (b, e; 2):    k 0: 2 of 2 (80);  k 1: only b: 0 of 1;  k 2: b: 1 of 1 (30)
 * by date: 2023-12 (a): December is before the data, then 1 1 0 1;  2024-01 (b): 1 0 1 0;
 *   2024-02 (d): 1 0 0;  c and e have no date that can be read.
 */
const orders: TestOrder[] = [
  line('a', '2024-01-01', 100, 40, 2, 'web'),
  line('a', '2024-02-10', 50, 30, 1, 'shop'),
  line('a', '2024-04-15', 20, 5, 1, 'web'),
  line('b', '2024-01-31', 10, 5, 1, 'shop'),
  line('b', '2024-03-05', 30, 10, 3, 'web'),
  line('c', '2024-02-02', 60, 20, 2, 'web'),
  line('c', '2024-03-31', 40, undefined, 1, 'web'),
  line('d', '2024-02-29', 20, 10, 1, 'web'),
  line('d', '2024-02-29', 10, 5, 1, 'shop'),
  line('e', '2024-03-01', 70, 30, 4, 'shop'),
  line('e', '2024-04-02', 10, 4, 1, 'shop'),
];

function line(
  customer: string,
  at: string,
  amount: number,
  cost: number | undefined,
  quantity: number,
  channel: string,
): TestOrder {
  const joined = { a: '2023-12-20', b: '2024-01-31', c: '', d: '2024/02/01', e: '5 Feb' }[customer];
  return {
    customer,
    at,
    amount,
    quantity,
    channel,
    customerAttributes: { joined: joined ?? '' },
    ...(cost === undefined ? {} : { cost }),
  };
}

const january = periodIndex(dayOf(2024, 1, 1), 'month');

describe('cohorts worked by hand', () => {
  let facts: DatasetFacts;

  beforeAll(() => {
    facts = canonicalFrom(db, orders);
  });

  it('have contribution where all costs are known, and items by quantity', () => {
    const result = runCohort(db, facts, { grain: 'month', measure: 'items' });
    expect(cells(result, 0, 'contribution')).toEqual([65, 20, 20, 15]);
    expect(cells(result, 1, 'contribution')).toEqual([55, null, 0]);
    expect(cells(result, 0, 'items')).toEqual([3, 1, 3, 1]);
    const sums = runCohort(db, facts, {
      grain: 'month',
      measure: 'contribution',
      mode: 'cumulative_per_acquired',
    });
    expect(cells(sums, 0, 'value')).toEqual([32.5, 42.5, 52.5, 60]);
    expect(cells(sums, 1, 'value')).toEqual([27.5, null, null]);
    expect(availableMeasures(facts)).toContain('contribution');
  });

  it('by the value of the first order: each age counts who was followed so long', () => {
    const by = { kind: 'value', dimension: 'channel' } as const;
    const result = runCohort(db, facts, { grain: 'month', by });
    expect(result.cohorts.map(({ value, size }) => [value, size])).toEqual([
      ['web', 3],
      ['shop', 2],
    ]);
    expect(cells(result, 0, 'base')).toEqual([3, 3, 1]);
    expect(cells(result, 0, 'customers')).toEqual([3, 2, 0]);
    expect(cells(result, 0, 'revenue')).toEqual([190, 90, 0]);
    expect(cells(result, 1, 'base')).toEqual([2, 1, 1]);
    expect(cells(result, 1, 'customers')).toEqual([2, 0, 1]);
    expect(cells(result, 1, 'revenue')).toEqual([80, 0, 30]);
    expect(calendarCells(result, 0, 'base')).toEqual([1, 3, 3, 3]);
    expect(calendarCells(result, 0, 'customers')).toEqual([1, 3, 1, 1]);
    expect(heatmapNotes(result)[0]).toContain('followed so long');
    const label = cohortHeatmap(result).rows[1]?.cells[1]?.label;
    expect(label).toBe(
      'Channel shop, age 2: 100.0\u00a0%. 1 of the 1 customers followed so long were active.',
    );
  });

  it('by a given date: periods before the data are unknown, who has no date is counted', () => {
    const by = { kind: 'date', dimension: 'customer_attribute_1' } as const;
    const result = runCohort(db, facts, {
      grain: 'month',
      by,
      measure: 'revenue',
      mode: 'cumulative',
    });
    expect(result.cohorts.map(({ index, size }) => [index - january, size])).toEqual([
      [-1, 1],
      [0, 1],
      [1, 1],
    ]);
    expect(cells(result, 0, 'customers')).toEqual([null, 1, 1, 0, 1]);
    expect(cells(result, 0, 'value')).toEqual([null, null, null, null, null]);
    expect(cells(result, 1, 'customers')).toEqual([1, 0, 1, 0]);
    expect(cells(result, 1, 'value')).toEqual([10, 10, 40, 40]);
    expect(result.undated).toBe(2);
    expect(heatmapNotes(result).at(-1)).toMatch(/^2 customers are left out: joined/);
  });

  it('stand beside the calendar, with the totals of its periods', () => {
    const result = runCohort(db, facts, { grain: 'month', align: 'calendar', measure: 'revenue' });
    expect(calendarCells(result, 1, 'value')).toEqual([null, 90, 40, 0]);
    expect(result.calendarMeans.map(({ value }) => value)).toEqual([110, 140, 140, null]);
    expect(drawnPeriods(result)).toEqual([0, 1, 2, 3]);
    expect(cohortHeatmap(result).columns).toEqual(['2024-01', '2024-02', '2024-03', '2024-04']);
    expect(cohortHeatmap(result).rows[1]?.cells[3]?.selection).toBeNull();
  });

  it('against the weighted mean of the earlier ones at the same age', () => {
    const result = runCohort(db, facts, { grain: 'month', against: 'earlier' });
    // Age 1: January 1 of 2 = 50 %; February 1 of 2; both 2 of 4 = 50 %; March 1 of 1, not over.
    expect(cells(result, 0, 'earlier')).toEqual([null, null, null, null]);
    expect(cells(result, 1, 'earlier')).toEqual([100, 50, 50]);
    expect(cells(result, 2, 'earlier')).toEqual([100, 50]);
    const model = cohortHeatmap(result);
    expect(model.rows.map((row) => row.cells.map((cell) => cell?.text))).toEqual([
      ['–', '–', '–'],
      ['0.0', '−50.0', undefined],
      ['+50.0', undefined, undefined],
    ]);
    expect(model.diverging).toBe(true);
    const [low, high] = heatmapDomain(model);
    expect(low).toBe(-high);
    const row = cohort
      .table(result)
      .rows.find((each) => each['cohort'] === january + 1 && each['age'] === 2);
    expect([row?.['earlier'], row?.['difference']]).toEqual([50, -50]);
  });

  it('stacked over the calendar come to the whole of each period', () => {
    const result = runCohort(db, facts, { grain: 'month' });
    expect(layersOf(result).map(({ points }) => points.map(({ value }) => value))).toEqual([
      [2, 1, 1, 1],
      [2, 1, 0],
      [1, 1],
    ]);
    expect(layersTable(result).rows.map(({ total }) => total)).toEqual([2, 3, 3, 2]);
  });

  it('pay their acquisition back at the first complete age that reaches the cost', () => {
    const result = runCohort(db, facts, {
      grain: 'month',
      cost: 40,
      costs: '2024-02, 27.5\n2024-03, 41\n2024-05, 1\nx, 1',
    });
    // Per acquired customer January 32.5 42.5 …, February 27.5 ?, March 40 (April is not over).
    expect(result.basis).toBe('contribution');
    expect(result.cohorts.map(({ payback }) => payback)).toEqual([
      { cost: 40, state: 'reached', age: 1 },
      { cost: 27.5, state: 'reached', age: 0 },
      { cost: 41, state: 'open', age: null },
    ]);
    expect(cohortHeatmap(result).rows.map(({ side }) => side[1])).toEqual(['1', '0', 'not yet']);
    expect(result.costProblems.map(({ kind, line }) => [kind, line])).toEqual([
      ['cohort', 3],
      ['period', 4],
    ]);
    const finding = cohort.findings(result).find(({ key }) => key.includes('payback'));
    expect(finding?.values).toMatchObject({
      reached: { value: 2 },
      cohorts: { value: 3 },
      age: { value: 0 },
    });
  });
});

describe('cohorts by value and date at the edges', () => {
  it('give the 20 most frequent values a row each and all others one', () => {
    const many = Array.from({ length: 23 }, (_, i): TestOrder[] =>
      Array.from({ length: i < 2 ? 2 : 1 }, (_, n) => ({
        customer: `${i} ${n}`,
        at: '2024-01-31',
        amount: 1,
        channel: `c${String(i).padStart(2, '0')}`,
      })),
    ).flat();
    const facts = canonicalFrom(db, many);
    const by = { kind: 'value', dimension: 'channel' } as const;
    const result = runCohort(db, facts, { grain: 'month', by });
    expect(result.cohorts.map(({ value, size }) => [value, size])).toEqual([
      ...Array.from({ length: 20 }, (_, i) => [`c${String(i).padStart(2, '0')}`, i < 2 ? 2 : 1]),
      [undefined, 3],
    ]);
    expect(cohort.table(result).rows.at(-1)?.['cohort']).toBe('cohort_others');
    const { key } = result.cohorts[20] ?? { key: 0 };
    const query = cohort.customers(
      { cohort: key, age: 0 },
      { ...cohort.defaults(facts), grain: 'month', by },
      facts,
    );
    expect(db.rows(query)).toHaveLength(3);
  });

  it('have no cell where all is in one period that is not over, and none of only returns', () => {
    const by = { kind: 'value', dimension: 'channel' } as const;
    const open = canonicalFrom(db, [{ customer: 'a', at: '2024-02-28', amount: 0 }]);
    const result = runCohort(db, open, { grain: 'month', by });
    expect(result.cohorts.map(({ size, cells: own }) => [size, own.length])).toEqual([[1, 0]]);
    expect(result.cohorts[0]?.value).toBeNull();
    const returns = canonicalFrom(db, [
      { customer: 'a', at: '2024-01-31', amount: -1, kind: 'return' },
    ]);
    expect(runCohort(db, returns, { grain: 'month', by }).cohorts).toEqual([]);
  });

  it('fall back to the first order where the data has no such column', () => {
    const facts = canonicalFrom(db, [{ customer: 'a', at: '2024-01-31', amount: 1 }]);
    const by = { kind: 'date', dimension: 'customer_attribute_3' } as const;
    const result = runCohort(db, facts, { grain: 'month', by, measure: 'contribution' });
    expect([result.by.kind, result.measure]).toEqual(['first_order', 'retention']);
  });

  it.each([
    ['05/01/2024', '13/01/2024', [0, 0]],
    ['05/01/2024', '01/13/2024', [4, 0]],
    ['2024-01-05T10:00:00', '20240105', [0, 0]],
    ['2024년 5월 1일', '1.5.2024 09:30', [4, 4]],
  ] as const)('read %s beside %s', (one, other, months) => {
    const facts = canonicalFrom(db, [
      { customer: 'a', at: '2024-12-31', amount: 1, customerAttributes: { joined: one } },
      { customer: 'b', at: '2024-12-31', amount: 1, customerAttributes: { joined: other } },
    ]);
    const by = { kind: 'date', dimension: 'customer_attribute_1' } as const;
    const { cohorts } = runCohort(db, facts, { grain: 'month', by });
    expect(
      cohorts.flatMap(({ index, size }) => Array.from({ length: size }, () => index - january)),
    ).toEqual(months.toSorted((a, b) => a - b));
  });
});
