import type { PairRow } from '../../charts/pair-bars.ts';
import { formatCount } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { className, limitText, meanText, shareName } from './charts.ts';
import type { ConcentrationSelection, Scheme } from './query.ts';
import type { ConcentrationResult } from './result.ts';
import type { ConcentrationMeasure } from './settings.ts';

export function classHeads(measure: ConcentrationMeasure) {
  return {
    name: m.concentration_column_group(),
    first: m.concentration_column_share_of_customers(),
    second: shareName(measure),
    columns: [m.concentration_column_customers(), m.concentration_column_mean()],
  };
}

/** The classes of a scheme, as bars of customers and of what they bring. */
export function classRows(
  result: ConcentrationResult,
  scheme: Scheme,
): readonly PairRow<ConcentrationSelection>[] {
  return result[scheme].map((row, i) => ({
    key: row.id,
    name: className(row.id),
    note: limitText(result.settings[scheme], i),
    first: row.shareOfCustomers,
    second: row.shareOfValue,
    columns: [formatCount(row.customers), meanText(row.mean, result.measure)],
    selection: row.customers > 0 ? row.selection : null,
  }));
}
