/** A field that says that its record sums the records above; as TOTALS_FIELD of the flags. */
const TOTALS =
  /^[ *=-]*(?:(?:grand|sub|report|page)?[ -]?totals?|sum|합 *계|총 *계|소 *계|누 *계|총 *합계?|계|合計|小計|総計|合计|总计|小计|summe|gesamt)(?:[ :([].*|[ *=-]*)$/i;
/** Where more records than these look like totals, it is a word of the data. */
const MOST_TOTALS = 0.2;

/**
 * Records without lines of totals and without notes of one field at the end: they stay in the
 * data, but tell nothing of what a column holds.
 *
 * @param complete whether the last record is the last of the file
 */
export function withoutTotals(
  records: readonly (readonly string[])[],
  width: number,
  complete: boolean,
): readonly (readonly string[])[] {
  const table = complete && width > 2 ? records.slice(0, behindNotes(records)) : records;
  const kept = table.filter((fields) => !fields.some(isTotal));
  return kept.length >= table.length * (1 - MOST_TOTALS) || isFew(kept, table) ? kept : table;
}

/** In a short report one line of totals is more than a fifth. */
function isFew(kept: readonly unknown[], records: readonly unknown[]): boolean {
  return kept.length >= 1 && records.length - kept.length <= 2;
}

function isTotal(field: string): boolean {
  return field.length < 60 && TOTALS.test(field);
}

function behindNotes(records: readonly (readonly string[])[]): number {
  let end = records.length;
  while (end > 1 && filled(records[end - 1] ?? []) <= 1) end--;
  return end;
}

/** How many fields are not blank. */
export function filled(fields: readonly string[]): number {
  let count = 0;
  for (const field of fields) if (field.trim() !== '') count++;
  return count;
}
