import type { DatasetFacts, Row, Tables } from '../analysis.ts';
import { addAmounts, addKnown, type Amounts, type Measurable } from './measures.ts';

/** Customers who came in one period, followed by age: what all cohorts are made of. */
export interface Life {
  /** The period index that ages count from. */
  readonly start: number;
  readonly size: number;
  /** By age; undefined before the data begins. */
  readonly cells: readonly (Measurable | undefined)[];
}

/** A period of a life as the queries tell it. */
interface Sums {
  readonly customers: number;
  readonly amounts: Amounts;
}

/** Rows of one cohort by the period that ages count from, then by age. */
export type Sections = ReadonlyMap<number, ReadonlyMap<number, Sums>>;

/** Which periods the data has. */
export interface Observed {
  readonly firstPeriod: number;
  readonly lastPeriod: number;
}

export interface CohortRows {
  /** By cohort. */
  readonly sections: ReadonlyMap<number, Sections>;
  /** A period without any order: 0, or null where the data does not know the amount at all. */
  readonly nothing: Amounts;
}

/** Reads the rows of `cohortQuery` and `itemsQuery`. */
export function readRows(tables: Tables, { shape }: DatasetFacts): CohortRows {
  const rows = tables['cohorts'] ?? [];
  const items = new Map((tables['items'] ?? []).map((row) => [keyOf(row), known(row, 'items')]));
  const zeroWhere = (isKnown: boolean) => (isKnown ? 0 : null);
  const hasRevenue = rows.some((row) => known(row, 'revenue') !== null);
  const nothing: Amounts = {
    orders: 0,
    revenue: zeroWhere(hasRevenue),
    contribution: zeroWhere(hasRevenue && shape.cost),
    items: zeroWhere([...items.values()].some((value) => value !== null)),
  };
  const sections = new Map<number, Map<number, Map<number, Sums>>>();
  for (const row of rows) {
    const cohort = numberOf(row, 'cohort');
    const start = startOf(row);
    const section = sections.get(cohort) ?? new Map<number, Map<number, Sums>>();
    sections.set(cohort, section);
    const ages = section.get(start) ?? new Map<number, Sums>();
    section.set(start, ages);
    const revenue = known(row, 'revenue');
    const cost = known(row, 'cost');
    ages.set(numberOf(row, 'age'), {
      customers: numberOf(row, 'customers'),
      amounts: {
        orders: numberOf(row, 'orders'),
        revenue,
        contribution: addKnown(revenue, cost === null ? null : -cost),
        // A period with only returns sells nothing.
        items: items.has(keyOf(row)) ? (items.get(keyOf(row)) ?? null) : nothing.items,
      },
    });
  }
  return { sections, nothing };
}

/**
 * A life from its first period to the last of the data. Sums over ages are unknown where the
 * first of them lie before the data.
 */
export function lifeOf(
  start: number,
  size: number,
  ages: ReadonlyMap<number, Sums>,
  { firstPeriod, lastPeriod }: Observed,
  nothing: Amounts,
): Life {
  const cells: (Measurable | undefined)[] = [];
  let cumulative: Amounts = start < firstPeriod ? UNKNOWN : nothing;
  for (let age = 0; start + age <= lastPeriod; age += 1) {
    if (start + age < firstPeriod) {
      cells.push(undefined);
      continue;
    }
    const { customers, amounts } = ages.get(age) ?? { customers: 0, amounts: nothing };
    cumulative = addAmounts(cumulative, amounts);
    cells.push({ base: size, customers, amounts, cumulative });
  }
  return { start, size, cells };
}

const UNKNOWN: Amounts = { orders: null, revenue: null, contribution: null, items: null };

/** Several lives in one period together; undefined where there is none. */
export function together(cells: readonly Measurable[]): Measurable | undefined {
  if (cells.length < 2) return cells[0];
  return cells.reduce((sum, cell) => ({
    base: sum.base + cell.base,
    customers: sum.customers + cell.customers,
    amounts: addAmounts(sum.amounts, cell.amounts),
    cumulative: addAmounts(sum.cumulative, cell.cumulative),
  }));
}

function keyOf(row: Row): string {
  return `${row['cohort']} ${startOf(row)} ${row['age']}`;
}

function startOf(row: Row): number {
  return numberOf(row, 'acquired' in row ? 'acquired' : 'cohort');
}

export function numberOf(row: Row, key: string): number {
  return Number(row[key] ?? 0);
}

function known(row: Row, key: string): number | null {
  const value = row[key] ?? null;
  return value === null ? null : Number(value);
}
