import { formatMoney, formatNumber, formatPercent } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { ProductsSelection } from './query.ts';
import { groupKey } from './reach-result.ts';
import type { ProductsResult } from './result.ts';
import type { Horizon, ItemLevel, Outcome } from './settings.ts';

/** Names longer than this are cut in the heads of heatmaps. */
const HEAD_LENGTH = 18;

/** A name cut at the end with an ellipsis. */
export function cutName(name: string, most = HEAD_LENGTH): string {
  return name.length <= most ? name : `${name.slice(0, most - 1).trimEnd()}…`;
}

export function levelName(level: ItemLevel): string {
  return messageByKey(`products_level_${level}`);
}

/** The outcome with its horizon: `Repeat rate within 180 days`. */
export function outcomeName(outcome: Outcome, horizon: Horizon): string {
  return messageByKey(`products_outcome_within_${outcome}`, { days: String(horizon) });
}

/** A value of an outcome: per cent or money; a dash where it is unknown. */
export function valueText(value: number | null, outcome: Outcome): string {
  if (value === null) return '–';
  return outcome === 'repeat' ? formatPercent(value) : formatMoney(value);
}

/** How many times as often as by chance: `3.2 ×`. */
export function liftText(lift: number): string {
  return m.products_times({ value: formatNumber(lift, lift < 10 ? 2 : 1) });
}

/** A share; with two decimals where one would be 0.0. */
export function shareText(share: number): string {
  return formatPercent(share, share > 0 && share < 0.95 ? 2 : 1);
}

/** Names a selection, as the title of the list of its customers. */
export function selectionTitle(selection: ProductsSelection, result: ProductsResult): string {
  switch (selection.kind) {
    case 'first':
      return m.products_selection_first({ item: selection.item });
    case 'pair':
      return m.products_selection_pair({ a: selection.a, b: selection.b });
    case 'next':
      return m.products_selection_next({ from: selection.from, to: selection.to });
    case 'reach': {
      const { item, group } = selection;
      if (group === null) return m.products_selection_reach({ item });
      const grouping = result.view === 'reach' ? result.grouping : 'orders';
      return m.products_selection_reach_group({
        item,
        group: messageByKey(groupKey(group, grouping)),
      });
    }
  }
}

/** `A + B`, `A → B`. */
export function pairName(a: string, b: string): string {
  return `${a} + ${b}`;
}

export function stepName(from: string, to: string): string {
  return `${from} → ${to}`;
}
