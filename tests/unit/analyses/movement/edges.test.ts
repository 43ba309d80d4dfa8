import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { movement } from '../../../../src/analyses/movement/index.ts';
import { CUT_CHOICES, MOVEMENT_SCORINGS } from '../../../../src/analyses/movement/settings.ts';
import { parseDay } from '../../../../src/core/calendar.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { counted, runMovement } from './run.ts';
import { expectWhole } from './whole.ts';

const sale = (customer: string, at: string, amount: number | null = 10): TestOrder => ({
  customer,
  at,
  amount,
});
const days = (at: string, count: number) =>
  Array.from({ length: count }, (_, i) => sale(`c${i}`, at, i));

const EDGES: Readonly<Record<string, readonly TestOrder[]>> = {
  'one customer with one order': [sale('a', '2024-01-01')],
  'one customer with many orders': [
    sale('a', '2024-01-01'),
    sale('a', '2024-02-29'),
    sale('a', '2025-03-01'),
  ],
  'one order each': Array.from({ length: 9 }, (_, i) => sale(`c${i}`, `2024-0${i + 1}-10`)),
  'all on one day': days('2024-02-29', 8),
  'only returns': [
    { customer: 'a', at: '2024-01-01', amount: -5, kind: 'return' },
    { customer: 'b', at: '2024-05-01', amount: -5, kind: 'return' },
  ],
  'no amount known': [sale('a', '2024-01-01', null), sale('b', '2024-05-01', null)],
  'amounts of 0': [
    sale('a', '2024-01-01', 0),
    sale('b', '2024-02-01', 0),
    sale('a', '2024-04-01', 0),
  ],
  'nobody after the start': [...days('2023-01-01', 5), ...days('2023-12-31', 1)],
  'ties in everything': [...days('2024-12-30', 6), ...days('2025-01-05', 6)],
};

describe('data at the edge', () => {
  let db: TestDb;
  beforeAll(async () => {
    db = await openDuckDB();
  });
  afterAll(() => {
    db.close();
  });

  it.each(Object.entries(EDGES))('%s', (_, orders) => {
    const facts = canonicalFrom(db, orders);
    for (const scoring of MOVEMENT_SCORINGS) {
      for (const cuts of CUT_CHOICES) {
        const result = runMovement(db, facts, { scoring, cuts, view: 'months' });
        expectWhole(result);
        expect(movement.findings(result)).toEqual([]);
        expect(movement.table(result).rows).toHaveLength(
          result.months?.length ?? result.flows.length,
        );
      }
    }
  });

  it('says nothing where nobody was a customer at the start, whose cut points would be kept', () => {
    const facts = canonicalFrom(db, [sale('a', '2024-03-01'), sale('b', '2024-04-01')]);
    const patch = { from: parseDay('2024-02-01'), view: 'months' } as const;
    const result = runMovement(db, facts, patch);
    expect(result).toMatchObject({ start: 0, came: 0, flows: [], outlook: null, months: null });
    // With new cut points at the end, those who came have a place there.
    const anew = runMovement(db, facts, { ...patch, cuts: 'each' });
    expect(anew).toMatchObject({ start: 0, came: 2, outlook: null });
    expect(anew.moves.find(({ move }) => move === 'up')?.share).toBeNull();
  });

  it('counts who ordered on the first date as a customer then, and who ordered a day later as new', () => {
    const facts = canonicalFrom(db, [
      sale('a', '2024-02-28'),
      sale('b', '2024-02-29'),
      sale('c', '2024-03-01'),
    ]);
    const result = runMovement(db, facts, { from: parseDay('2024-02-29') });
    expect(result).toMatchObject({ start: 2, came: 1, span: 1 });
  });

  it('marks the month that goes on, and no month that is over', () => {
    const facts = canonicalFrom(db, [sale('a', '2023-12-15'), sale('b', '2024-02-29')]);
    const over = runMovement(db, facts, { view: 'months' }).months ?? [];
    expect(over.map(({ incomplete }) => incomplete)).toEqual([false, false, false]);
    const open = runMovement(db, facts, { view: 'months', to: facts.lastDay - 1 }).months ?? [];
    expect(open.map(({ incomplete }) => incomplete)).toEqual([false, false, true]);
  });

  it('looks at 24 months at most', () => {
    const facts = canonicalFrom(db, [sale('a', '2020-01-01'), sale('a', '2024-02-10')]);
    const result = runMovement(db, facts, { view: 'months' });
    expect(result.months).toHaveLength(24);
    expect(Object.keys(counted(result, result.months?.[0]?.mix ?? []))).toHaveLength(1);
  });
});
