import { describe, expect, it } from 'vitest';
import { neededColumns } from '../../../workers/needed-columns.ts';

const MB = 1_000_000;

/** Columns of these sizes in megabytes; null where the file does not tell. */
function table(...sizes: readonly (number | null)[]) {
  return {
    columns: sizes.map((size, i) => ({
      name: `column ${i}`,
      type: 'text' as const,
      ...(size !== null && { bytes: size * MB }),
    })),
  };
}

describe('the columns that are read of a typed table', () => {
  it('are all, where most of it has roles', () => {
    const file = table(10, 10, 10, 10);
    expect(neededColumns(file, 20 * MB, (i) => i < 2)).toEqual([0, 1, 2, 3]);
  });

  it('are those with roles, where the others hold more than half of the bytes', () => {
    const file = table(10, 12, 10, 10);
    expect(neededColumns(file, 20 * MB, (i) => i > 1)).toEqual([2, 3]);
    expect(neededColumns(table(10, 10, 10, 10), 20 * MB, (i) => i > 1)).toEqual([0, 1, 2, 3]);
  });

  it('are those with roles, where there are more than three times as many', () => {
    const even = Array.from({ length: 12 }, () => null);
    expect(neededColumns(table(...even), 60 * MB, (i) => i < 4)).toEqual([0, 1, 2, 3]);
    expect(neededColumns(table(...even), 60 * MB, (i) => i < 6)).toHaveLength(12);
    const heavy = [30, 30, 30, ...Array.from({ length: 10 }, () => 4)];
    expect(neededColumns(table(...heavy), 60 * MB, (i) => i < 3)).toEqual([0, 1, 2]);
    expect(neededColumns(table(...heavy), 60 * MB, (i) => i < 5)).toHaveLength(13);
  });

  it('are all of a small file: the whole rows tell more', () => {
    expect(neededColumns(table(1, 1, 13), 5 * MB, (i) => i < 2)).toEqual([0, 1, 2]);
    expect(neededColumns(table(1, 1, 16), 5 * MB, (i) => i < 2)).toEqual([0, 1]);
  });
});
