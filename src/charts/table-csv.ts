import type { TableModel } from '../analyses/analysis.ts';
import { CSV_BOM, csvLine } from '../core/csv.ts';
import { cellData, columnTitle } from './cell-format.ts';

/**
 * A table as CSV text: titles in the user's language, numbers bare, days as `YYYY-MM-DD`, empty
 * where unknown. Text that a spreadsheet would run as a formula is made harmless by `csvLine`.
 */
export function tableCsvText(table: TableModel): string {
  const lines = [
    csvLine(table.columns.map(columnTitle)),
    ...table.rows.map((row) =>
      csvLine(table.columns.map(({ key, format }) => cellData(row[key] ?? null, format))),
    ),
  ];
  return CSV_BOM + lines.join('');
}

/** `tableCsvText` as a file. */
export function tableCsv(table: TableModel): Blob {
  return new Blob([tableCsvText(table)], { type: 'text/csv;charset=utf-8' });
}
