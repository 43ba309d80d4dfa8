import type { DatasetFacts, Row, TableModel, Tables } from '../analysis.ts';
import {
  BEST_PERCENTS,
  CLASSES,
  MOST_ORDERS,
  type ClassId,
  type ConcentrationSelection,
  type Scheme,
} from './query.ts';
import {
  activeMeasure,
  type ConcentrationMeasure,
  type ConcentrationSettings,
} from './settings.ts';

/** Some customers and what they bring. Shares are per cent; null where the total is not above 0. */
export interface Share {
  readonly customers: number;
  readonly shareOfCustomers: number;
  /** Of the measure: money or orders. */
  readonly value: number;
  readonly shareOfValue: number | null;
  readonly selection: ConcentrationSelection;
}

export interface BestShare extends Share {
  /** The best so many per cent of the customers were asked for. */
  readonly percent: number;
}

export interface ClassRow extends Share {
  readonly id: ClassId;
  readonly orders: number;
  /** Null in a class without customers, as are the two below. */
  readonly mean: number | null;
  readonly least: number | null;
  readonly greatest: number | null;
}

export interface OrdersRow extends Share {
  readonly orders: number;
  /** The row holds as many orders or more. */
  readonly open: boolean;
}

export interface ConcentrationResult {
  readonly measure: ConcentrationMeasure;
  readonly settings: ConcentrationSettings;
  /** Customers with a sale whose value is known; all shares are of them. */
  readonly customers: number;
  readonly total: number;
  /**
   * Gini coefficient of the customers as they are (not the estimate for a larger population,
   * which is n ÷ (n − 1) of it): (n + 1 − 2 Σ rank × value ÷ Σ value) ÷ n, rank 1 the best. 0:
   * all bring the same; (n − 1) ÷ n: one brings all; more where there are negative values. Null
   * where the total is not above 0.
   */
  readonly gini: number | null;
  /** The value of the best customer; null without customers. */
  readonly largest: number | null;
  readonly zeros: number;
  /** Customers whose returns exceed their sales (or cost their revenue), and their sum. */
  readonly negatives: { readonly customers: number; readonly value: number };
  /** Customers with a sale whose value is not known; in no other number but those by orders. */
  readonly unknown: number;
  /** By customers, ascending; begins at no customer and ends at all. */
  readonly curve: readonly Share[];
  readonly best: readonly BestShare[];
  /** None without a total above 0. */
  readonly abc: readonly ClassRow[];
  readonly usage: readonly ClassRow[];
  /** By orders from 1 to the most, or to 20 and more, without gaps; of all customers with a sale. */
  readonly orders: readonly OrdersRow[];
}

export function concentrationResult(
  tables: Tables,
  settings: ConcentrationSettings,
  facts: DatasetFacts,
): ConcentrationResult {
  const rows = tables['concentration'] ?? [];
  const of = (part: string) => rows.filter((row) => row['part'] === part);
  const [whole] = of('total');
  const customers = number(whole, 'customers');
  const total = number(whole, 'value');
  const share = sharer(customers, total);
  return {
    measure: activeMeasure(settings, facts),
    settings,
    customers,
    total,
    gini: total > 0 ? giniOf(customers, total, number(whole, 'weighted')) : null,
    largest: customers > 0 ? number(whole, 'largest') : null,
    zeros: number(whole, 'zeros'),
    negatives: {
      customers: number(whole, 'negatives'),
      value: number(whole, 'negative_value'),
    },
    unknown: number(whole, 'unknown'),
    curve: curveOf(of('curve'), share),
    best: bestOf(of('best'), share),
    abc: total > 0 ? classesOf('abc', of('abc'), share) : [],
    usage: customers > 0 ? classesOf('usage', of('usage'), share) : [],
    orders: ordersOf(of('orders'), total),
  };
}

function giniOf(n: number, total: number, weighted: number): number {
  // Rounding may leave equal values an ulp below 0.
  return Math.max(0, (n + 1 - (2 * weighted) / total) / n);
}

type Sharer = (customers: number, value: number, selection: ConcentrationSelection) => Share;

function sharer(all: number, total: number): Sharer {
  return (customers, value, selection) => ({
    customers,
    shareOfCustomers: all > 0 ? (100 * customers) / all : 0,
    value,
    shareOfValue: total > 0 ? (100 * value) / total : null,
    selection,
  });
}

function curveOf(rows: readonly Row[], share: Sharer): readonly Share[] {
  const points = rows
    .map((row) => ({ customers: number(row, 'customers'), value: number(row, 'value') }))
    .sort((a, b) => a.customers - b.customers);
  const all = points.length === 0 ? [] : [{ customers: 0, value: 0 }, ...points];
  return all.map(({ customers, value }) => share(customers, value, { kind: 'best', customers }));
}

function bestOf(rows: readonly Row[], share: Sharer): readonly BestShare[] {
  return BEST_PERCENTS.flatMap((percent) => {
    const row = rows.find((each) => each['percent'] === percent);
    if (row === undefined) return [];
    const customers = number(row, 'customers');
    return [{ percent, ...share(customers, number(row, 'value'), { kind: 'best', customers }) }];
  });
}

function classesOf(scheme: Scheme, rows: readonly Row[], share: Sharer): readonly ClassRow[] {
  return CLASSES[scheme].map((id): ClassRow => {
    const row = rows.find((each) => each['id'] === id);
    const [customers, value] = [number(row, 'customers'), number(row, 'value')];
    return {
      id,
      ...share(customers, value, { kind: 'class', scheme, id }),
      orders: number(row, 'orders'),
      mean: customers > 0 ? value / customers : null,
      least: row === undefined ? null : number(row, 'least'),
      greatest: row === undefined ? null : number(row, 'greatest'),
    };
  });
}

function ordersOf(rows: readonly Row[], total: number): readonly OrdersRow[] {
  const byOrders = new Map(rows.map((row) => [number(row, 'orders'), row]));
  const all = rows.reduce((sum, row) => sum + number(row, 'customers'), 0);
  const share = sharer(all, total);
  const most = Math.max(0, ...byOrders.keys());
  return Array.from({ length: most }, (_, i): OrdersRow => {
    const orders = i + 1;
    const row = byOrders.get(orders);
    const counted = share(number(row, 'customers'), number(row, 'value'), {
      kind: 'orders',
      orders,
    });
    return { orders, open: orders === MOST_ORDERS, ...counted };
  });
}

function number(row: Row | undefined, key: string): number {
  return Number(row?.[key] ?? 0);
}

/** One row a share of the best customers, a class, and a number of orders. */
export function concentrationTable(result: ConcentrationResult): TableModel {
  const money = result.measure === 'orders' ? 'count' : 'money';
  const row = (kind: string, group: string, share: Share): Row => ({
    kind: `concentration_kind_${kind}`,
    group,
    customers: share.customers,
    shareOfCustomers: share.shareOfCustomers,
    value: share.value,
    shareOfValue: share.shareOfValue,
    mean: share.customers > 0 ? share.value / share.customers : null,
  });
  return {
    columns: [
      { key: 'kind', title: 'concentration_column_kind', format: 'message' },
      { key: 'group', title: 'concentration_column_group', format: 'message' },
      { key: 'customers', title: 'concentration_column_customers', format: 'count' },
      {
        key: 'shareOfCustomers',
        title: 'concentration_column_share_of_customers',
        format: 'percent',
      },
      { key: 'value', title: `concentration_measure_${result.measure}`, format: money },
      { key: 'shareOfValue', title: `concentration_share_of_${result.measure}`, format: 'percent' },
      {
        key: 'mean',
        title: 'concentration_column_mean',
        format: money === 'count' ? 'number' : 'money',
      },
    ],
    rows: [
      ...result.best.map((one) => row('best', `concentration_best_${one.percent}`, one)),
      ...result.abc.map((one) => row('abc', `concentration_class_${one.id}`, one)),
      ...result.usage.map((one) => row('usage', `concentration_class_${one.id}`, one)),
      ...result.orders.map((one) => row('orders', `${one.orders}${one.open ? '+' : ''}`, one)),
    ],
  };
}
