import type { Role } from '../data/roles.ts';
import { findCancelPrefix } from './cancel-prefix.ts';
import type { RoleCandidate } from './role-candidate.ts';
import { suggestCurrency } from './suggest-currency.ts';
import { suggestRoles } from './suggest-roles.ts';
import type { Mapping } from './types.ts';

/** How the columns are probably to be read; the user changes what is wrong. */
export function suggestMapping(
  columns: readonly RoleCandidate[],
  roles: readonly Role[] = suggestRoles(columns),
): Mapping {
  const date = columns[roles.indexOf('date')];
  const order = columns[roles.indexOf('order')];
  return {
    roles,
    dateFormat: date?.kind.dateFormat ?? 'iso',
    numberFormats: columns.map(({ kind }) => kind.numberFormat ?? 'plain'),
    cancelPrefix: order === undefined ? null : findCancelPrefix(order.sample),
    timeZone: null,
    currency: suggestCurrency(columns, roles),
    foldCustomers: false,
    mergeCustomers: false,
    margin: null,
  };
}
