import type { TableFile } from './readers/table-file.ts';

/** All columns are read unless they are more than so many times those that are needed, … */
const MOST_TIMES = 3;
/** … or those that are not needed hold more than this part of the bytes, … */
const MOST_SHARE = 0.5;
/** … and so many bytes are spared. Below, the time is not worth what the whole rows tell. */
const LEAST_SPARED = 16_000_000;

/**
 * Which columns of a typed table to read, by their positions. A row is told from its repetition by
 * the hash of all that it holds, as in a file of text, and so all columns are read, but for a file
 * that is for the most part columns without a role.
 *
 * @param bytes of the file, by which columns are weighed that do not tell their own size
 * @param isNeeded whether the column at a position has a role
 */
export function neededColumns(
  { columns }: Pick<TableFile, 'columns'>,
  bytes: number,
  isNeeded: (position: number) => boolean,
): readonly number[] {
  const sizes = columns.map((column) => column.bytes ?? bytes / columns.length);
  const all = columns.map((_, position) => position);
  const needed = all.filter(isNeeded);
  const whole = sum(sizes);
  const spared = whole - sum(needed.map((position) => sizes[position] ?? 0));
  const isWide = columns.length > MOST_TIMES * needed.length || spared > MOST_SHARE * whole;
  return isWide && spared >= LEAST_SPARED ? needed : all;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
