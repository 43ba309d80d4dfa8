import { formatCount, formatMoney, formatNumber, formatPercent } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { MOST_ORDERS, type ClassId, type ConcentrationSelection, type Scheme } from './query.ts';
import type { ConcentrationResult } from './result.ts';
import type { ConcentrationMeasure, Limits } from './settings.ts';

export function measureName(measure: ConcentrationMeasure): string {
  return messageByKey(`concentration_measure_${measure}`);
}

/** `Share of revenue`: the name of a share of the measure. */
export function shareName(measure: ConcentrationMeasure): string {
  return messageByKey(`concentration_share_of_${measure}`);
}

export function className(id: ClassId): string {
  return messageByKey(`concentration_class_${id}`);
}

/** A value of the measure; a dash where it is unknown. */
export function valueText(value: number | null, measure: ConcentrationMeasure): string {
  if (value === null) return '–';
  return measure === 'orders' ? formatCount(value) : formatMoney(value);
}

/** The mean of a customer: orders with decimals; a dash where there is nobody. */
export function meanText(value: number | null, measure: ConcentrationMeasure): string {
  if (value === null) return '–';
  return measure === 'orders' ? formatNumber(value, 1) : formatMoney(value);
}

/** Per cent; a dash where there is no total to be a share of. */
export function shareText(share: number | null, digits = 1): string {
  return share === null ? '–' : formatPercent(share, digits);
}

/** Three decimals; a dash where it is not defined. */
export function giniText(gini: number | null): string {
  return gini === null ? '–' : formatNumber(gini, 3);
}

/** What a class holds, from the limits: `up to 80 %`, `80–95 %`, `the rest`. */
export function limitText(limits: Limits, position: number): string {
  if (position === 0) return m.concentration_limit_first({ to: String(limits.first) });
  if (position === 1) {
    return m.concentration_limit_second({ from: String(limits.first), to: String(limits.second) });
  }
  return m.concentration_limit_rest();
}

export function schemeName(scheme: Scheme): string {
  return messageByKey(`concentration_scheme_${scheme}`);
}

export function ordersLabel(orders: number): string {
  const shown = formatCount(orders);
  return orders >= MOST_ORDERS ? m.concentration_orders_more({ orders: shown }) : shown;
}

/** Names a selection, as the title of the list of its customers. */
export function selectionTitle(
  selection: ConcentrationSelection,
  result: ConcentrationResult,
): string {
  switch (selection.kind) {
    case 'best': {
      const shown = formatCount(selection.customers);
      return m.concentration_selection_best({ count: selection.customers, shown });
    }
    case 'class':
      return m.concentration_selection_class({
        name: className(selection.id),
        measure: measureName(result.measure),
      });
    case 'orders':
      return m.concentration_selection_orders({
        count: selection.orders,
        shown: ordersLabel(selection.orders),
      });
  }
}
