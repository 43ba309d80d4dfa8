import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concentrationBreakdown } from '../../../../src/analyses/concentration/breakdown-charts.ts';
import { selectionTitle } from '../../../../src/analyses/concentration/charts.ts';
import { curveFigure } from '../../../../src/analyses/concentration/curve-charts.ts';
import { FEWEST_CUSTOMERS } from '../../../../src/analyses/concentration/findings.ts';
import { concentration } from '../../../../src/analyses/concentration/index.ts';
import { ordersFigure } from '../../../../src/analyses/concentration/orders-charts.ts';
import { LIGHT_THEME } from '../../../../src/charts/theme.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { runConcentration } from './run.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

/** Customer i of n brings i in one order; the last fifth of them in three. */
function shop(n: number): TestOrder[] {
  return Array.from({ length: n }, (_, i) => {
    const times = i >= n * 0.8 ? 3 : 1;
    return Array.from({ length: times }, () => ({
      customer: `c${i + 1}`,
      at: '2024-05-01',
      amount: (i + 1) / times,
    }));
  }).flat();
}

describe('findings', () => {
  it('tell the best fifth first, each with its customers', () => {
    const result = runConcentration(db, canonicalFrom(db, shop(20)));
    const findings = concentration.findings(result);
    expect(findings.map(({ key, selection }) => [key, selection])).toEqual([
      ['concentration_finding_best_revenue', { kind: 'best', customers: 4 }],
      ['concentration_finding_a_revenue', { kind: 'class', scheme: 'abc', id: 'a' }],
      ['concentration_finding_light_revenue', { kind: 'class', scheme: 'usage', id: 'light' }],
      ['concentration_finding_once_revenue', { kind: 'orders', orders: 1 }],
      ['concentration_finding_largest_revenue', { kind: 'best', customers: 1 }],
    ]);
    // 20 + 19 + 18 + 17 of 210
    expect(findings[0]?.values['valueShare']).toMatchObject({
      value: expect.closeTo(35.238, 3) as number,
    });
  });

  it('are silent of fewer customers than shares can be told of', () => {
    const result = runConcentration(db, canonicalFrom(db, shop(FEWEST_CUSTOMERS - 1)));
    expect(concentration.findings(result)).toEqual([]);
  });

  it('repeat only numbers of the table', () => {
    const amounts = fc.array(fc.integer({ min: -20, max: 500 }), {
      minLength: FEWEST_CUSTOMERS,
      maxLength: 60,
    });
    fc.assert(
      fc.property(amounts, (all) => {
        const orders = all.map((amount, i) => ({ customer: `c${i}`, at: '2024-05-01', amount }));
        const result = runConcentration(db, canonicalFrom(db, orders));
        const cells = concentration.table(result).rows.flatMap((row) => Object.values(row));
        for (const { key, values } of concentration.findings(result)) {
          if (key.includes('largest')) continue;
          for (const [name, value] of Object.entries(values)) {
            if ('value' in value) expect(cells, name).toContain(value.value);
          }
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe('figures', () => {
  it('draw at every width, also of parts that nobody is in', () => {
    const some = runConcentration(db, canonicalFrom(db, shop(30)));
    const none = runConcentration(
      db,
      canonicalFrom(db, [{ customer: 'a', at: '2024-05-01', amount: -1, kind: 'return' }]),
    );
    const parts = [some, none, some].map((result, i) => ({ name: `part ${i}`, result }));
    for (const width of [320, 700, 1100]) {
      for (const figure of [
        curveFigure(some),
        ordersFigure(some),
        ordersFigure(none),
        concentrationBreakdown(parts),
        concentrationBreakdown([]),
      ]) {
        expect(figure.plot(LIGHT_THEME, width).height).toBeGreaterThan(0);
        expect(figure.description).not.toBe('');
      }
    }
    expect(concentrationBreakdown(parts).description).toContain('part 0: the best 20 % bring');
  });

  it('name what they open', () => {
    const result = runConcentration(db, canonicalFrom(db, shop(30)));
    const title = (selection: Parameters<typeof selectionTitle>[0]) =>
      selectionTitle(selection, result);
    expect(title({ kind: 'best', customers: 6 })).toBe('The best 6 customers');
    expect(title({ kind: 'class', scheme: 'abc', id: 'a' })).toBe('A customers · Revenue');
    expect(title({ kind: 'orders', orders: 1 })).toBe('Customers with 1 order');
    expect(title({ kind: 'orders', orders: 20 })).toBe('Customers with 20+ orders');
  });
});
