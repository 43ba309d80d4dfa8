import type { Row } from '../analysis.ts';

/** A number of a row; 0 where the row or its column is not there. */
export function numberOf(row: Row | undefined, column: string): number {
  return Number(row?.[column] ?? 0);
}

/** The rows of a part of a query's answer. */
export function partOf(rows: readonly Row[] | undefined, part: string): readonly Row[] {
  return (rows ?? []).filter((row) => row['part'] === part);
}

/** Per cent; null of nothing. */
export function percentOf(part: number, whole: number): number | null {
  return whole > 0 ? (100 * part) / whole : null;
}
