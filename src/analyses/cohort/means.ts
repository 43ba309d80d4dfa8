import {
  fractionOf,
  quotient,
  sumOfFractions,
  type CohortCell,
  type Fraction,
  type Shown,
} from './measures.ts';

/** The cells of some cohorts; undefined where a cohort has none. */
export type CellRows = readonly (readonly (CohortCell | undefined)[])[];

/** The mean of an age (or a period) over the cohorts whose cell is complete. */
export interface ColumnMean {
  /** Null where there is no such cohort, or the measure is not known or not defined. */
  readonly value: number | null;
  readonly cohorts: number;
  /** Customers of these cohorts. */
  readonly customers: number;
}

/**
 * The means of all columns: Σ over ÷ Σ under of the complete cells. So percentages and amounts
 * per customer are weighted by customers; counts and sums are means per cohort.
 *
 * @param total The sum in place of the mean, which only makes sense for counts and sums.
 */
export function columnMeans(rows: CellRows, shown: Shown, total = false): ColumnMean[] {
  const columns = Math.max(0, ...rows.map((cells) => cells.length));
  return Array.from({ length: columns }, (_, column): ColumnMean => {
    const cells = rows.flatMap((row) => {
      const cell = row[column];
      return cell === undefined || cell.incomplete ? [] : [cell];
    });
    const sum = sumOfFractions(cells.map((cell) => fractionOf(cell, shown)));
    return {
      value: cells.length === 0 ? null : quotient(total ? { ...sum, under: 1 } : sum),
      cohorts: cells.length,
      customers: cells.reduce((all, { base }) => all + base, 0),
    };
  });
}

/**
 * Of each cell the mean of the earlier rows at the same column, as `columnMeans` has it; null for
 * the first. The rows are ordered by time.
 */
export function earlierMeans(rows: CellRows, shown: Shown): (number | null)[][] {
  const sums: Fraction[] = [];
  return rows.map((cells) =>
    cells.map((cell, column) => {
      const sum = sums[column];
      if (cell !== undefined && !cell.incomplete) {
        const own = fractionOf(cell, shown);
        sums[column] = sum === undefined ? own : sumOfFractions([sum, own]);
      }
      return cell === undefined || sum === undefined ? null : quotient(sum);
    }),
  );
}
