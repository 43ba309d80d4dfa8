import fc from 'fast-check';
import { dayOf, type Day } from '../../src/core/calendar.ts';

/** A row of an order file, before anything is decided about how it is written. */
export interface TableRow {
  /** Text of digits, some with leading zeros or letters. */
  readonly order: string;
  /** Names one of the customers; null: a guest. */
  readonly customer: number | null;
  readonly day: Day;
  /** Since midnight. */
  readonly seconds: number;
  readonly quantity: number;
  /** In hundredths. */
  readonly amount: number;
  /** What the text is put together of: see `TEXT_PIECES` and the words of the writing. */
  readonly text: readonly number[];
}

export interface RandomTable {
  readonly rows: readonly TableRow[];
  /** How exact the moments are: finer parts of them are 0. */
  readonly precision: 'day' | 'minute' | 'second';
  /** The decimals that amounts have at most. */
  readonly decimals: 0 | 1 | 2;
}

/** What divides, quotes and breaks in one dialect or another. */
export const TEXT_PIECES = [
  ...[',', ';', '\t', '|', '^', '~'],
  ...['"', "'", '""', '\\', '\n', ' ', '  ', '#', '=1+1', '3.5', '"a"'],
] as const;

const FIRST = dayOf(2015, 1, 1);
const LAST = dayOf(2026, 12, 31);
const DAY_SECONDS = 86_400;
const ROUND = { day: DAY_SECONDS, minute: 60, second: 1 } as const;
const UNIT = { 0: 100, 1: 10, 2: 1 } as const;
const MOST_ROWS = 60;

const orderIds: fc.Arbitrary<(n: number) => string> = fc.constantFrom(
  (n) => String(n).padStart(6, '0'),
  (n) => String(100_000 + n),
  (n) => `A-${String(n)}`,
  (n) => `#${String(1000 + n)}`,
  (n) => `20240101-${String(n).padStart(7, '0')}`,
);

const row = fc.record({
  order: fc.nat(40_000),
  customer: fc.option(fc.nat(15), { freq: 20 }),
  day: fc.integer({ min: FIRST, max: LAST }),
  seconds: fc.nat(DAY_SECONDS - 1),
  quantity: fc.integer({ min: -3, max: 40 }),
  amount: fc.oneof(
    fc.integer({ min: -99_999, max: 999_999 }),
    fc.integer({ min: -100_000_000, max: 3_000_000_000 }),
  ),
  text: fc.array(fc.nat(60), { maxLength: 5, size: 'max' }),
});

/** Tables of orders from 2015 to 2026, of 1 to 60 rows, in order of time or not. */
export const randomTable: fc.Arbitrary<RandomTable> = fc
  .record({
    rows: fc.array(row, { minLength: 1, maxLength: MOST_ROWS, size: 'max' }),
    precision: fc.constantFrom('day', 'minute', 'second'),
    decimals: fc.constantFrom(0, 1, 2),
    orderId: orderIds,
    sorted: fc.boolean(),
  })
  .map(({ rows, precision, decimals, orderId, sorted }) => {
    const table = rows.map((one) => ({
      ...one,
      order: orderId(one.order),
      seconds: one.seconds - (one.seconds % ROUND[precision]),
      amount: one.amount - (one.amount % UNIT[decimals]),
    }));
    if (sorted) table.sort((a, b) => a.day - b.day || a.seconds - b.seconds);
    return { rows: table, precision, decimals };
  });
