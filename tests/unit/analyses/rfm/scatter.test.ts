import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logTicks, scatterFigure } from '../../../../src/analyses/rfm/scatter-charts.ts';
import { SCATTERS } from '../../../../src/analyses/rfm/settings.ts';
import { LIGHT_THEME } from '../../../../src/charts/theme.ts';
import { formatDay } from '../../../../src/core/calendar.ts';
import { PRESETS } from '../../../../src/data/rfm/presets.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { customersOf, runRfm } from './run.ts';

const FIRST_DAY = 19_700;

const order: fc.Arbitrary<TestOrder> = fc.record({
  customer: fc.integer({ min: 1, max: 40 }).map((i) => `c${i}`),
  at: fc.integer({ min: 0, max: 300 }).map((i) => formatDay(FIRST_DAY + i)),
  amount: fc.oneof(
    fc.constantFrom(0, 1, 10),
    fc.integer({ min: -2_000_000, max: 500_000_000 }).map((n) => n / 10_000),
  ),
});

describe('the bins of the scatter', () => {
  let db: TestDb;
  beforeAll(async () => {
    db = await openDuckDB();
  });
  afterAll(() => {
    db.close();
  });

  it('hold every scored customer once, and open as many as they count', () => {
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 1, maxLength: 60 }),
        fc.constantFrom(...SCATTERS),
        (orders, scatter) => {
          const facts = canonicalFrom(db, orders);
          const patch = { view: 'scatter', scatter, segments: PRESETS.map } as const;
          const result = runRfm(db, facts, patch);
          const bins = result.scatter?.bins ?? [];
          expect(bins.length).toBeLessThanOrEqual(2500);
          const sum = bins.reduce((all, { customers }) => all + customers, 0);
          expect(sum).toBe(result.scored.customers);
          const segments = new Map(
            result.segments.flatMap(({ id }) =>
              customersOf(db, facts, { kind: 'segment', id }, patch).map(
                (row) => [row['customer_id'], id] as const,
              ),
            ),
          );
          // Those whose mean is not a customer's own value are the ones to doubt.
          for (const bin of bins.slice(0, 4)) {
            const inside = customersOf(db, facts, bin.selection, patch);
            expect(inside).toHaveLength(bin.customers);
            const counts = PRESETS.map.rules.map(
              ({ id }) => inside.filter((row) => segments.get(row['customer_id']) === id).length,
            );
            const most = counts.indexOf(Math.max(...counts));
            expect(bin.segment).toBe(PRESETS.map.rules[most]?.id);
            for (const [mean, [from, to]] of [
              [bin.x, bin.selection.x],
              [bin.y, bin.selection.y],
            ] as const) {
              expect(mean).toBeGreaterThanOrEqual(from - 1e-6);
              expect(mean).toBeLessThanOrEqual(to + 1e-6);
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  it('are few however many customers there are', () => {
    const orders = Array.from({ length: 6000 }, (_, i) => ({
      customer: `c${i}`,
      at: formatDay(FIRST_DAY + (i % 300)),
      amount: (i * i) % 977,
    }));
    const facts = canonicalFrom(db, orders);
    const { scatter } = runRfm(db, facts, { view: 'scatter', scatter: 'rm' });
    const bins = scatter?.bins ?? [];
    expect(bins.length).toBeLessThanOrEqual(2500);
    expect(bins.reduce((all, { customers }) => all + customers, 0)).toBe(6000);
  });

  it('are one where all customers are alike, and none where nobody is scored', () => {
    const same = canonicalFrom(db, [
      { customer: 'A', at: '2024-01-01', amount: 5 },
      { customer: 'B', at: '2024-01-01', amount: 5 },
    ]);
    const alike = runRfm(db, same, { view: 'scatter' });
    expect(alike.scatter?.bins).toMatchObject([{ x: 0, y: 1, customers: 2 }]);
    const nobody = canonicalFrom(db, [{ customer: 'A', at: '2024-01-01', amount: null }]);
    const none = runRfm(db, nobody, { view: 'scatter' });
    expect(none.scatter?.bins).toEqual([]);
    for (const result of [alike, none]) {
      expect(scatterFigure(result)?.plot(LIGHT_THEME, 600).marks?.length).toBeGreaterThan(4);
    }
  });

  it('are not counted while they are not looked at', () => {
    const facts = canonicalFrom(db, [{ customer: 'A', at: '2024-01-01', amount: 5 }]);
    const result = runRfm(db, facts);
    expect(result.scatter).toBeNull();
    expect(scatterFigure(result)).toBeNull();
  });
});

describe('ticks of a logarithmic axis', () => {
  it('are 1, 2 and 5 times powers of ten, within the values', () => {
    expect(logTicks([1, 209])).toEqual([1, 2, 5, 10, 20, 50, 100, 200]);
    expect(logTicks([3, 280_000])).toEqual([10, 100, 1000, 10_000, 100_000]);
    expect(logTicks([-40, 6])).toEqual([-20, -10, -5, -2, -1, 0, 1, 2, 5]);
    expect(logTicks([0, 0.5])).toEqual([0]);
  });
});
