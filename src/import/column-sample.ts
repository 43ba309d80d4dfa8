/** The values of one column within the sample. */
export interface ColumnSample {
  /** Values that are not blank, in file order. */
  readonly values: readonly string[];
  /** How often each of them stands there. */
  readonly counts: ReadonlyMap<string, number>;
  readonly empty: number;
}

/** The sample of each column. Records may be shorter or longer than the table is wide. */
export function sampleColumns(
  records: readonly (readonly string[])[],
  width: number,
): ColumnSample[] {
  return Array.from({ length: width }, (_, index) => {
    const values: string[] = [];
    const counts = new Map<string, number>();
    for (const fields of records) {
      const value = fields[index] ?? '';
      if (value.trim() === '') continue;
      values.push(value);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return { values, counts, empty: records.length - values.length };
  });
}

/**
 * The share of a column's values (0 to 1, repeated ones count each time) that pass a test; 0 for
 * a column without values. Columns of many values are judged by the first 500 distinct ones.
 */
export function share(sample: ColumnSample, test: (value: string) => boolean): number {
  let [passed, all, tried] = [0, 0, 0];
  for (const [value, count] of sample.counts) {
    all += count;
    if (test(value)) passed += count;
    if (++tried === 500) break;
  }
  return all === 0 ? 0 : passed / all;
}
