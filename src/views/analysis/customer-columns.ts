import type { CellFormat, Row } from '../../analyses/analysis.ts';
import type { TableColumn } from '../../charts/cell-format.ts';

const FORMATS: Readonly<Record<string, CellFormat>> = {
  customer_id: 'text',
  orders: 'count',
  revenue: 'money',
  first_day: 'day',
  last_day: 'day',
};

/**
 * The columns of a list of customers: those that each list has, then those that the analysis
 * adds. Titles are the messages `customers_<column>`; a column's name tells its format (`_day`,
 * `_revenue`), else its first value does.
 */
export function customerColumns(row: Row): TableColumn[] {
  const added = Object.keys(row).filter((key) => !(key in FORMATS) && key !== 'customer_key');
  return [...Object.keys(FORMATS), ...added].map((key) => ({
    key,
    title: `customers_${key}`,
    format: FORMATS[key] ?? formatOf(key, row[key] ?? null),
  }));
}

function formatOf(key: string, value: Row[string]): CellFormat {
  if (key.endsWith('_day')) return 'day';
  if (key.endsWith('_revenue')) return 'money';
  return typeof value === 'string' ? 'text' : 'number';
}
