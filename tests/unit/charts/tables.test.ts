import { describe, expect, it } from 'vitest';
import type { TableModel } from '../../../src/analyses/analysis.ts';
import { cellData, cellText, columnTitle } from '../../../src/charts/cell-format.ts';
import { exportName } from '../../../src/charts/export.ts';
import { tableCsvText } from '../../../src/charts/table-csv.ts';
import { dayOf, periodIndex } from '../../../src/core/calendar.ts';

const day = dayOf(2010, 12, 1);
const table: TableModel = {
  columns: [
    { key: 'cohort', title: 'cohort_column_cohort', format: { period: 'month' } },
    { key: 'day', title: 'customers_first_day', format: 'day' },
    { key: 'share', title: 'cohort_measure_retention', suffix: '1', format: 'percent' },
    { key: 'name', title: 'customers_customer_id', format: 'text' },
  ],
  rows: [
    { cohort: periodIndex(day, 'month'), day, share: 36.61016949, name: '=1+1' },
    { cohort: periodIndex(day, 'month'), day, share: null, name: 'a,"b"' },
  ],
};

describe('a table', () => {
  it('as CSV: bare numbers, plain periods and days, blanks for unknown, no formulas', () => {
    expect(tableCsvText(table)).toBe(
      '\ufeffFirst order,First order,"Customers, % of the cohort 1",Customer\r\n' +
        "2010-12,2010-12-01,36.61016949,'=1+1\r\n" +
        '2010-12,2010-12-01,,"a,""b"""\r\n',
    );
  });

  it('on the page: formatted, with an empty cell for unknown', () => {
    expect(cellText(36.61016949, 'percent')).toBe('36.6\u00a0%');
    expect(cellText(1234567, 'count')).toBe('1,234,567');
    expect(cellText(null, 'money')).toBe('');
    expect(cellText('cohort_state_incomplete', 'message')).toBe('not over');
    expect(cellData('cohort_state_incomplete', 'message')).toBe('not over');
    expect(columnTitle({ key: 'a', title: 'customers_orders', format: 'count' })).toBe('Orders');
  });
});

describe('the name of a saved file', () => {
  it.each([
    [['Shop', 'Cohorts by age: Orders'], 'Shop-Cohorts-by-age-Orders.csv'],
    [['../../etc/passwd\u0000'], 'etc-passwd.csv'],
    [['주문 내역', 'RFM'], '주문-내역-RFM.csv'],
    [['...'], 'dangol.csv'],
  ])('of %j', (parts, name) => {
    expect(exportName(parts, 'csv')).toBe(name);
  });
});
