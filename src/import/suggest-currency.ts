import { currencyOf, normaliseCurrency } from '../data/currency.ts';
import type { Role } from '../data/roles.ts';
import type { RoleCandidate } from './role-candidate.ts';
import type { CurrencyChoice } from './types.ts';

/**
 * The currency that most rows of the sample are in, by the currency column or by the signs beside
 * the amounts. Null where the file tells none: then all amounts are taken for one currency.
 */
export function suggestCurrency(
  columns: readonly Pick<RoleCandidate, 'sample'>[],
  roles: readonly Role[],
): CurrencyChoice | null {
  const own = columns[roles.indexOf('currency')];
  const money = columns[roles.indexOf('amount')] ?? columns[roles.indexOf('unitPrice')];
  const told =
    own === undefined ? currencies(money, currencyOf) : currencies(own, normaliseCurrency);
  const [most] = [...told].toSorted((a, b) => b[1] - a[1]);
  return most === undefined ? null : { target: most[0], rates: {} };
}

function currencies(
  column: Pick<RoleCandidate, 'sample'> | undefined,
  read: (text: string) => string | null,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const [value, count] of column?.sample.counts ?? []) {
    const currency = read(value);
    if (currency !== null) found.set(currency, (found.get(currency) ?? 0) + count);
  }
  return found;
}
