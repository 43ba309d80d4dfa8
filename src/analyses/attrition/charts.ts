import type { PairRow } from '../../charts/pair-bars.ts';
import { formatCount, formatMoney, formatNumber, formatPercent } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { AttritionSelection, Kind } from './query.ts';
import type { AttritionResult, BandRow } from './result.ts';
import type { Band } from './settings.ts';

export function bandName(band: Band): string {
  return messageByKey(`attrition_band_${band}`);
}

export function kindName(kind: Kind): string {
  return messageByKey(`attrition_kind_${kind}`);
}

export function daysText(days: number): string {
  return m.shell_days({ count: days, shown: formatNumber(days) });
}

/** Where a band begins: `from 2.4 times the usual gap`, `from 95 days`. */
export function startText({ kind, band, start }: BandRow): string {
  if (band === 'unknown') return '';
  if (start === null) return m.attrition_start_never();
  if (band === 'on_time') return m.attrition_start_first();
  return kind === 'repeat'
    ? m.attrition_start_times({ times: formatNumber(start, 1) })
    : m.attrition_start_days({ days: daysText(start) });
}

/** Words of the bars of a kind. */
export function bandHeads(result: AttritionResult) {
  return {
    name: m.attrition_column_band(),
    first: m.attrition_column_share_of_customers(),
    second: result.hasMoney ? m.attrition_column_share_of_value() : null,
    columns: [
      m.attrition_column_customers(),
      ...(result.hasMoney ? [m.attrition_column_value()] : []),
      m.attrition_column_silent_short(),
      ...(result.checkDay === null ? [] : [m.attrition_column_share_back()]),
    ],
  };
}

/** The bands of a kind, as bars of customers and of value at stake. */
export function bandBars(
  result: AttritionResult,
  kind: Kind,
): readonly PairRow<AttritionSelection>[] {
  return result.bands[kind].map((row) => {
    const back = row.returned?.share ?? null;
    return {
      key: row.band,
      name: bandName(row.band),
      note: startText(row),
      first: row.shareOfCustomers,
      second: row.shareOfValue,
      columns: [
        formatCount(row.customers),
        ...(result.hasMoney ? [row.value === null ? '–' : formatMoney(Math.round(row.value))] : []),
        row.silent === null ? '–' : formatNumber(row.silent),
        ...(result.checkDay === null ? [] : [back === null ? '–' : formatPercent(back)]),
      ],
      selection: row.customers > 0 ? row.selection : null,
    };
  });
}

/** Names a selection, as the title of the list of its customers. */
export function selectionTitle(selection: AttritionSelection): string {
  if (selection.kind === 'beyond') {
    return m.attrition_selection_beyond({ days: daysText(selection.days) });
  }
  return m.attrition_selection_bands({
    kind: kindName(selection.of),
    bands: selection.bands.map(bandName).join(' · '),
  });
}
