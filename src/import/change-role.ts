import type { Role } from '../data/roles.ts';
import { sampleColumns } from './column-sample.ts';
import { suggestCurrency } from './suggest-currency.ts';
import type { Mapping, TableFacts } from './types.ts';

/** Roles whose columns tell in which currency an amount is. */
const MONEY: readonly Role[] = ['currency', 'amount', 'unitPrice'];

/**
 * The mapping with another role for a column, and with what follows from it: a column that becomes
 * the date brings its own format, and a column that tells currencies tells which one is counted in.
 */
export function changeRole(
  table: TableFacts,
  mapping: Mapping,
  column: number,
  role: Role,
): Mapping {
  const roles = mapping.roles.with(column, role);
  const own = role === 'date' ? (table.columns[column]?.dateFormat ?? null) : null;
  const former = mapping.roles[column] ?? 'ignore';
  const money = MONEY.includes(role) || MONEY.includes(former);
  return {
    ...mapping,
    roles,
    dateFormat: own ?? mapping.dateFormat,
    currency: money ? currencyOf(table, mapping, roles) : mapping.currency,
  };
}

/** The choice that was made, as long as the columns tell any currency at all. */
function currencyOf(
  { columns, rows }: TableFacts,
  { currency }: Mapping,
  roles: readonly Role[],
): Mapping['currency'] {
  const records = rows.map((row) => row.map((value) => value ?? ''));
  const samples = sampleColumns(records, columns.length).map((sample) => ({ sample }));
  const suggested = suggestCurrency(samples, roles);
  return suggested === null ? null : (currency ?? suggested);
}
