import type { DatasetFacts, Row, Tables } from '../analysis.ts';
import type { Grain } from '../../core/calendar.ts';
import { observationOf, observedRange, type Observation } from './observation.ts';
import type { Measure } from './settings.ts';

/**
 * What the orders of known customers come to in a period. Amounts are null where none is known, and
 * 0 where the period has no order.
 */
export interface OverviewPeriod {
  readonly period: number;
  readonly observation: Observation;
  /** With a sale in the period. */
  readonly customers: number;
  /** Sales. */
  readonly orders: number;
  /** Units of the sales where the data has quantities (null where none is known), else their lines. */
  readonly items: number | null;
  /** Amount of the sales. */
  readonly sales: number | null;
  /** Amount of the returns, 0 or below. */
  readonly returns: number | null;
  /** Sales and returns. */
  readonly revenue: number | null;
  /** Null unless that of every order is known. */
  readonly cost: number | null;
  /** Revenue − cost. */
  readonly contribution: number | null;
  readonly new: number;
  readonly returning: number;
  readonly resurrecting: number;
  /** A count; null where the period is not over, and in the first, since nothing is known of the one before. */
  readonly dormant: number | null;
  /** Revenue of the new customers. */
  readonly newRevenue: number | null;
  /** Sales without a customer: in no other number. */
  readonly unnamedOrders: number;
  /** Revenue of sales and returns without a customer; null where there is none, or none is known. */
  readonly unnamedRevenue: number | null;
}

/** Every period from the first to the last day of the data, also those without an order. */
export function overviewPeriods(
  tables: Tables,
  grain: Grain,
  facts: DatasetFacts,
): readonly OverviewPeriod[] {
  const range = observedRange(facts, grain);
  const orders = byPeriod(tables['periods'] ?? []);
  const states = new Map((tables['lifecycle'] ?? []).map((row) => [Number(row['period']), row]));
  const count = (period: number, state: string) => Number(states.get(period)?.[state] ?? 0);
  const active = (period: number) =>
    count(period, 'new') + count(period, 'returning') + count(period, 'resurrecting');
  return Array.from({ length: range.last - range.first + 1 }, (_, i) => {
    const period = range.first + i;
    const observation = observationOf(period, range);
    const returning = count(period, 'returning');
    const sums = periodSums(orders.get(period) ?? [], facts);
    const acquired = count(period, 'new');
    return {
      period,
      observation,
      customers: active(period),
      ...sums,
      new: acquired,
      returning,
      resurrecting: count(period, 'resurrecting'),
      dormant: observation === 'running' || i === 0 ? null : active(period - 1) - returning,
      newRevenue: acquired === 0 && facts.hasMoney ? 0 : number(states.get(period), 'new_revenue'),
    };
  });
}

function byPeriod(rows: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
  const periods = new Map<number, Row[]>();
  for (const row of rows) {
    const period = Number(row['period']);
    const known = periods.get(period);
    if (known === undefined) periods.set(period, [row]);
    else known.push(row);
  }
  return periods;
}

function periodSums(rows: readonly Row[], { shape, hasMoney }: DatasetFacts) {
  const find = (sale: boolean, named: boolean) =>
    rows.find((row) => row['is_sale'] === sale && row['is_named'] === named);
  const [sale, back] = [find(true, true), find(false, true)];
  // Without an order the amount is known to be 0; without amounts nothing is.
  const amount = (row: Row | undefined, key: string) =>
    row === undefined ? (hasMoney ? 0 : null) : number(row, key);
  const cost = shape.cost ? allOf([amount(sale, 'cost'), amount(back, 'cost')]) : null;
  const revenue = anyOf([sale, back].filter((row) => row !== undefined).map(amountOf));
  const known = sale === undefined && back === undefined ? amount(undefined, 'amount') : revenue;
  return {
    orders: Number(sale?.['orders'] ?? 0),
    items: sale === undefined ? 0 : number(sale, shape.quantity ? 'units' : 'lines'),
    sales: amount(sale, 'amount'),
    returns: amount(back, 'amount'),
    revenue: known,
    cost,
    contribution: known === null || cost === null ? null : known - cost,
    unnamedOrders: Number(find(true, false)?.['orders'] ?? 0),
    unnamedRevenue: anyOf([find(true, false), find(false, false)].map(amountOf)),
  };
}

function amountOf(row: Row | undefined): number | null {
  return number(row, 'amount');
}

function number(row: Row | undefined, key: string): number | null {
  const value = row?.[key] ?? null;
  return value === null ? null : Number(value);
}

/** The sum of what is known; null where nothing is. */
function anyOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** The sum; null where a part of it is unknown. */
function allOf(values: readonly (number | null)[]): number | null {
  return values.includes(null) ? null : anyOf(values);
}

/** The value of a measure in a period. */
export function measured(period: OverviewPeriod, measure: Measure): number | null {
  return period[measure];
}
