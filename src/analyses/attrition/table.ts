import type { TableModel } from '../analysis.ts';
import { allBands, type AttritionResult } from './result.ts';

/** One row a band, repeat customers first. */
export function attritionTable(result: AttritionResult): TableModel {
  const money = result.hasMoney
    ? ([
        { key: 'value', title: 'attrition_column_value', format: 'money' },
        { key: 'shareOfValue', title: 'attrition_column_share_of_value', format: 'percent' },
      ] as const)
    : [];
  const check =
    result.checkDay === null
      ? []
      : ([
          { key: 'checked', title: 'attrition_column_checked', format: 'count' },
          { key: 'back', title: 'attrition_column_back', format: 'count' },
          { key: 'shareBack', title: 'attrition_column_share_back', format: 'percent' },
        ] as const);
  return {
    columns: [
      { key: 'kind', title: 'attrition_column_kind', format: 'message' },
      { key: 'band', title: 'attrition_column_band', format: 'message' },
      { key: 'customers', title: 'attrition_column_customers', format: 'count' },
      { key: 'shareOfCustomers', title: 'attrition_column_share_of_customers', format: 'percent' },
      ...money,
      { key: 'silent', title: 'attrition_column_silent', format: 'number' },
      { key: 'typical', title: 'attrition_column_typical', format: 'number' },
      ...check,
    ],
    rows: allBands(result).map((row) => ({
      kind: `attrition_kind_${row.kind}`,
      band: `attrition_band_${row.band}`,
      customers: row.customers,
      shareOfCustomers: row.shareOfCustomers,
      ...(result.hasMoney ? { value: row.value, shareOfValue: row.shareOfValue } : {}),
      silent: row.silent,
      typical: row.typical,
      ...(result.checkDay === null
        ? {}
        : {
            checked: row.returned?.customers ?? null,
            back: row.returned?.back ?? null,
            shareBack: row.returned?.share ?? null,
          }),
    })),
  };
}
