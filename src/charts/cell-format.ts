import type { CellFormat, Row, TableModel } from '../analyses/analysis.ts';
import { formatDay as isoDay } from '../core/calendar.ts';
import {
  formatCount,
  formatDay,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPeriodShort,
} from '../i18n/format.ts';
import { hasMessage, messageByKey } from '../i18n/message.ts';

type Value = Row[string];
export type TableColumn = TableModel['columns'][number];

/** A column's title in the user's language. */
export function columnTitle(column: TableColumn): string {
  const title = messageByKey(column.title);
  return column.suffix === undefined ? title : `${title} ${column.suffix}`;
}

/** Whether the values of a format are lined up on the right. */
export function isNumeric(format: CellFormat): boolean {
  return format === 'count' || format === 'number' || format === 'percent' || format === 'money';
}

/** A value as it is shown in a table; '' for an unknown one. */
export function cellText(value: Value, format: CellFormat): string {
  if (value === null) return '';
  if (typeof format === 'object') return formatPeriodShort(Number(value), format.period);
  switch (format) {
    case 'count':
      return formatCount(Number(value));
    case 'number':
      return formatNumber(Number(value));
    case 'percent':
      return formatPercent(Number(value));
    case 'money':
      return formatMoney(Number(value));
    case 'day':
      return formatDay(Number(value));
    case 'message':
      // A segment that the user named is its own text.
      return hasMessage(String(value)) ? messageByKey(String(value)) : String(value);
    case 'text':
      return String(value);
  }
}

/**
 * A value as it is written to CSV: numbers bare, days as `YYYY-MM-DD`, periods as in the table
 * (`2010-12`), null as null.
 */
export function cellData(value: Value, format: CellFormat): string | number | null {
  if (value === null) return null;
  if (typeof format === 'object') return formatPeriodShort(Number(value), format.period);
  if (format === 'day') return isoDay(Number(value));
  if (isNumeric(format)) return Number(value);
  return cellText(value, format);
}
