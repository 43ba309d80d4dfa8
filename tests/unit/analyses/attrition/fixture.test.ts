import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { attrition } from '../../../../src/analyses/attrition/index.ts';
import { formatDay, parseDay } from '../../../../src/core/calendar.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { customersOf, runAttrition } from './run.ts';

let db: TestDb;

beforeAll(async () => {
  db = await openDuckDB();
});

afterAll(() => {
  db.close();
});

const START = parseDay('2024-02-01');
const at = (day: number) => formatDay(START + day);
const buys = (customer: string, ...days: readonly (readonly [number, number | null])[]) =>
  days.map(([day, amount]): TestOrder => ({ customer, at: at(day), amount }));

/*
 * Eighteen orders in 41 days, 1 February (day 0, over the leap day) to 12 March 2024 (day 40).
 * L = ln 2, r = return.
 *
 *      purchase days         gaps    in L    mean  silent
 *   a  0 4 4 8                4  4   2 2     2     32 = 5 L
 *   b  0 16 32, r36          16 16   4 4     4      8 = 3 L
 *   c  12 16 32, r14          4 16   2 4     3      8 = 3 L
 *   d  38                                           2
 *   e  30 30                                       10
 *   f  10                                          30
 *   g  40                                           0
 *   h  r20                   no sale: no customer
 *
 * within customers   2 L² ÷ (6 − 3) = 2/3 L²
 * between customers  (2 (1 + 1 + 0) − 2 × 2/3) ÷ (6 − 12/6) = 2/3 L²;  k = 1; the shop's mean is 3 L
 * typical gap        a (4 + 3) ÷ 3 = 7/3 L, b (8 + 3) ÷ 3 = 11/3 L, c 3 L, spread √(1 + 1/3)
 * gaps that ended, by the other gap of the customer and the shop, spread √(1 + 1/2):
 *   a  2 − (2 + 3)/2 = −1/2 twice;  b  4 − (4 + 3)/2 = 1/2 twice;  c  2 − 7/2 = −3/2, 4 − 5/2 = 3/2
 *   in hundredths: −28 −28, 28 28, −85 85
 * silences  a  5 − 7/3 = 8/3 L ÷ √(4/3) = 160;  b  3 − 11/3 = −2/3 L ÷ √(4/3) = −40;  c  0
 *
 * Kaplan–Meier of nine   −85      −40   −28             0   28       85      160
 *   at risk                9        8     7             5    4        2        1
 *   S                    8/9      8/9   40/63       40/63   20/63   10/63   10/63 = never
 * chance (S − 10/63) ÷ 53/63: b 46/53, c 30/53, a 0
 *
 * Days to the second purchase: a 4, b 16, c 4; without one d 2, e 10, f 30, g 0
 *   0: 1 of 7 at risk    4: S = 1 − 2/5 = 3/5    16: S = 3/5 × 1/2 = 3/10 = never
 * chance (S − .3) ÷ .7: g and d 1, e 3/7, f 0
 */
const orders: TestOrder[] = [
  ...buys('a', [0, 10], [4, 20], [4, 5], [8, 30]),
  ...buys('b', [0, 100], [16, 50], [32, 50]),
  { customer: 'b', at: at(36), amount: -20, kind: 'return' },
  ...buys('c', [12, 7], [16, 7], [32, 7]),
  { customer: 'c', at: at(14), amount: -1, kind: 'return' },
  ...buys('d', [38, 15]),
  ...buys('e', [30, 25], [30, 5]),
  ...buys('f', [10, 40]),
  ...buys('g', [40, 12]),
  { customer: 'h', at: at(20), amount: -3, kind: 'return' },
];

describe('eighteen orders worked by hand', () => {
  let facts: DatasetFacts;
  beforeAll(() => {
    facts = canonicalFrom(db, orders);
  });

  it('tell the shop’s rhythm, and how much it counts', () => {
    const { shop } = runAttrition(db, facts);
    expect(shop.gaps).toBe(6);
    expect(shop.k).toBeCloseTo(1, 9);
    expect(shop.typical).toBeCloseTo(8, 9);
  });

  it('tell how long gaps last', () => {
    const { longer, waits } = runAttrition(db, facts);
    expect(longer.map(({ times }) => Math.round(100 * Math.log(times)))).toEqual([
      -85, -40, -28, 0, 28, 85, 160,
    ]);
    const survival = [56, 56, 40, 40, 20, 10, 10].map((part) => (100 * part) / 63);
    longer.forEach((point, i) => {
      expect(point.survival).toBeCloseTo(survival[i] ?? NaN, 9);
    });
    expect(waits.map(({ days }) => days)).toEqual([0, 2, 4, 10, 16, 30]);
    [100, 100, 60, 60, 30, 30].forEach((share, i) => {
      expect(waits[i]?.survival).toBeCloseTo(share, 9);
    });
  });

  const listed = (kind: 'repeat' | 'once') =>
    customersOf(db, facts, {
      kind: 'bands',
      of: kind,
      bands: ['on_time', 'little', 'late', 'very', 'gone', 'unknown'],
    });

  it('judge repeat customers by their own rhythm', () => {
    expect(listed('repeat')).toEqual([
      {
        customer_id: 'b',
        customer_key: expect.any(Number) as number,
        silent_days: 8,
        typical_gap: 12.7,
        days_late: 0,
        chance_percent: 86.79,
        to_come_percent: 82.14,
        year_revenue: 180,
      },
      {
        customer_id: 'a',
        customer_key: expect.any(Number) as number,
        silent_days: 32,
        typical_gap: 5,
        days_late: 27,
        chance_percent: 0,
        to_come_percent: 0,
        year_revenue: 65,
      },
      {
        customer_id: 'c',
        customer_key: expect.any(Number) as number,
        silent_days: 8,
        typical_gap: 8,
        days_late: 0,
        chance_percent: 56.6,
        to_come_percent: 75,
        year_revenue: 20,
      },
    ]);
  });

  it('judge customers of one purchase by when others came back', () => {
    expect(
      listed('once').map((row) => [
        row['customer_id'],
        row['silent_days'],
        row['typical_gap'],
        row['chance_percent'],
        row['to_come_percent'],
      ]),
    ).toEqual([
      ['f', 30, null, 0, 0],
      ['e', 10, null, 42.86, 50],
      ['d', 2, null, 100, 70],
      ['g', 0, null, 100, 70],
    ]);
  });

  it('fill the bands', () => {
    const limits = { little: 60, late: 50, very: 5, gone: 1 };
    const { bands } = runAttrition(db, facts, { limits });
    const told = (kind: 'repeat' | 'once') =>
      bands[kind].map((row) => [row.band, row.customers, row.value, row.silent]);
    expect(told('repeat')).toEqual([
      ['on_time', 1, 180, 8],
      ['little', 1, 20, 8],
      ['late', 0, null, null],
      ['very', 0, null, null],
      ['gone', 1, 65, 32],
    ]);
    expect(told('once')).toEqual([
      ['on_time', 2, 27, 1],
      ['little', 0, null, null],
      ['late', 1, 30, 10],
      ['very', 0, null, null],
      ['gone', 1, 40, 30],
    ]);
    // S falls to 20/63 at 28 hundredths: chance 10/53; and below 1 at 85.
    expect(bands.repeat.map(({ start }) => (start === null ? null : Math.log(start)))).toEqual([
      -Infinity,
      expect.closeTo(-0.28, 9),
      expect.closeTo(0.28, 9),
      expect.closeTo(0.85, 9),
      expect.closeTo(0.85, 9),
    ]);
    expect(bands.once.map(({ start }) => start)).toEqual([0, 4, 4, 16, 16]);
    expect(bands.repeat[0]?.shareOfValue).toBeCloseTo((100 * 180) / 265, 9);
  });

  it('find the churn window and who is beyond it', () => {
    const { shop } = runAttrition(db, facts);
    expect([shop.window, shop.beyond]).toEqual([16, { customers: 2, value: 105 }]);
    expect(
      customersOf(db, facts, { kind: 'beyond', days: 16 }).map((row) => row['customer_id']),
    ).toEqual(['a', 'f']);
    expect(runAttrition(db, facts, { quantile: 50 }).shop.window).toBe(4);
  });

  it('are judged once more from day 30, to see who came back', () => {
    const result = runAttrition(db, facts);
    expect(result.checkDay).toBe(START + 30);
    const total = (kind: 'repeat' | 'once') => {
      const all = result.bands[kind].map(({ returned }) => returned);
      return [
        all.reduce((sum, one) => sum + (one?.customers ?? 0), 0),
        all.reduce((sum, one) => sum + (one?.back ?? 0), 0),
      ];
    };
    // a, b and c had bought twice; b and c bought on day 32. e and f had bought once.
    expect(total('repeat')).toEqual([3, 2]);
    expect(total('once')).toEqual([2, 0]);
  });

  it('make one table, and are too few to speak of', () => {
    const result = runAttrition(db, facts);
    const { rows, columns } = attrition.table(result);
    expect(rows).toHaveLength(10);
    expect(columns.map(({ key }) => key)).toEqual(Object.keys(rows[0] ?? {}));
    expect(attrition.findings(result)).toEqual([]);
  });
});

describe('at the edges', () => {
  it('one customer and one order: nothing to compare with', () => {
    const result = runAttrition(db, canonicalFrom(db, buys('a', [0, 10])));
    expect(result.bands.once.map(({ band, customers }) => [band, customers])).toEqual([
      ['on_time', 0],
      ['little', 0],
      ['late', 0],
      ['very', 0],
      ['gone', 0],
      ['unknown', 1],
    ]);
    expect(result.shop).toMatchObject({ gaps: 0, typical: null, k: null, window: null });
    expect(result.checkDay).toBeNull();
  });

  it('everyone once and on one day', () => {
    const orders = ['a', 'b', 'c'].flatMap((customer) => buys(customer, [0, 1]));
    const result = runAttrition(db, canonicalFrom(db, orders));
    expect(result.bands.once.at(-1)).toMatchObject({ band: 'unknown', customers: 3 });
    expect(result.longer).toEqual([]);
  });

  it('one repeat customer is judged by the shop, which is the customer', () => {
    const result = runAttrition(
      db,
      canonicalFrom(db, [
        ...buys('a', [0, 1], [10, 1], [20, 1]),
        { customer: 'b', at: at(25), amount: -1, kind: 'return' },
      ]),
    );
    expect(result.shop.k).toBeNull();
    expect(result.shop.typical).toBeCloseTo(10, 9);
    expect(result.bands.repeat.reduce((sum, { customers }) => sum + customers, 0)).toBe(1);
  });

  it('who bought on the last day is on time', () => {
    const orders = [...buys('a', [0, 1], [1, 1], [90, 1]), ...buys('b', [0, 1], [5, 1])];
    const facts = canonicalFrom(db, orders);
    const onTime = customersOf(db, facts, { kind: 'bands', of: 'repeat', bands: ['on_time'] });
    expect(onTime.map((row) => [row['customer_id'], row['chance_percent']])).toContainEqual([
      'a',
      100,
    ]);
  });

  it('only returns: nobody', () => {
    const result = runAttrition(
      db,
      canonicalFrom(db, [{ customer: 'a', at: at(0), amount: -10, kind: 'return' }]),
    );
    expect(result.customers).toBe(0);
    expect(result.bands.once.every(({ customers }) => customers === 0)).toBe(true);
    expect(attrition.findings(result)).toEqual([]);
  });

  it('the value is that of the last year only, and unknown without amounts', () => {
    const facts = canonicalFrom(db, buys('a', [0, 1000], [100, 7], [465, 5], [800, null]));
    // The year up to day 800 begins on day 436.
    expect(customersOf(db, facts, { kind: 'beyond', days: -1 })[0]?.['year_revenue']).toBe(5);
    const bare = canonicalFrom(db, buys('a', [0, null], [9, null]));
    const result = runAttrition(db, bare);
    expect(result.hasMoney).toBe(false);
    expect(attrition.table(result).columns.map(({ key }) => key)).not.toContain('value');
    expect(customersOf(db, bare, { kind: 'beyond', days: -1 })[0]?.['year_revenue']).toBeNull();
  });
});
