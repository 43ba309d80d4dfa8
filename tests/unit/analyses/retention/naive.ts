import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import type { RetentionSettings } from '../../../../src/analyses/retention/settings.ts';
import { periodEnd, periodIndex } from '../../../../src/core/calendar.ts';
import type { TestOrder } from '../../../helpers/orders.ts';

const DAY = 86_400_000;

/** Sales of each customer as milliseconds, oldest first. */
export function salesByCustomer(orders: readonly TestOrder[]): Map<string, number[]> {
  const sales = new Map<string, number[]>();
  for (const { customer, at, kind } of orders) {
    if (kind === 'return') continue;
    const time = Date.parse(`${at.replace(' ', 'T')}${at.length > 10 ? 'Z' : 'T00:00:00Z'}`);
    sales.set(
      customer,
      [...(sales.get(customer) ?? []), time].sort((a, b) => a - b),
    );
  }
  return sales;
}

export interface NaiveCell {
  /** Customers, a recurring one counted once in a cell. */
  readonly who: ReadonlySet<string>;
  readonly observed: number;
}

/**
 * The definitions word for word: for each cohort and age go through every customer and every
 * order. A key is `cohort/age`.
 */
export function naiveCells(
  orders: readonly TestOrder[],
  settings: RetentionSettings,
  facts: DatasetFacts,
): Map<string, NaiveCell> {
  return settings.windows === 'calendar'
    ? naiveCalendar(orders, settings, facts)
    : naiveRolling(salesByCustomer(orders), settings, facts);
}

function naiveCalendar(
  orders: readonly TestOrder[],
  settings: RetentionSettings,
  facts: DatasetFacts,
): Map<string, NaiveCell> {
  const { grain, return: returned, basis, periods, brackets } = settings;
  const cells = new Map<string, NaiveCell>();
  const last = periodIndex(facts.lastDay, grain);
  const active = new Map(
    [...salesByCustomer(orders)].map(([who, times]) => [
      who,
      times.map((time) => periodIndex(Math.floor(time / DAY), grain)),
    ]),
  );
  for (let cohort = periodIndex(facts.firstDay, grain); cohort <= last; cohort++) {
    const members = [...active].filter(([, at]) =>
      basis === 'first' ? at[0] === cohort : at.includes(cohort),
    );
    const ranges =
      brackets.length > 0
        ? brackets
        : Array.from({ length: periods }, (_, i) => ({ from: i + 1, to: i + 1 }));
    let before = new Set(members.map(([customer]) => customer));
    cells.set(`${cohort}/0`, { who: before, observed: members.length });
    for (const [i, { from, to }] of ranges.entries()) {
      if (cohort + from > last) break;
      const later = returned === 'onOrAfter' && brackets.length === 0;
      const back = members.filter(([customer]) =>
        periodsBack(orders, customer, settings).some(
          (p) => p >= cohort + from && (later || p <= cohort + to),
        ),
      );
      const who = new Set(back.map(([customer]) => customer));
      const previous = settings.reference === 'previous' && brackets.length === 0;
      cells.set(`${cohort}/${i + 1}`, { who, observed: previous ? before.size : members.length });
      before = who;
    }
  }
  return cells;
}

/** The periods with enough of a customer's orders of the kind that counts as coming back. */
function periodsBack(
  orders: readonly TestOrder[],
  customer: string,
  { event, minimum, grain }: RetentionSettings,
): number[] {
  const counted = orders.filter((order) => {
    if (order.customer !== customer || order.kind === 'return') return false;
    switch (event.kind) {
      case 'any':
        return true;
      case 'amount':
        return order.amount !== null && order.amount >= event.amount;
      default:
        return order[event.kind] === event.value;
    }
  });
  const found = new Map<number, number>();
  for (const { at } of counted) {
    const period = periodIndex(Math.floor(Date.parse(`${at.replace(' ', 'T')}Z`) / DAY), grain);
    found.set(period, (found.get(period) ?? 0) + 1);
  }
  return [...found].flatMap(([period, count]) => (count >= minimum ? [period] : []));
}

function naiveRolling(
  sales: Map<string, number[]>,
  { length, return: returned, periods }: RetentionSettings,
  facts: DatasetFacts,
): Map<string, NaiveCell> {
  const cells = new Map<string, { who: Set<string>; observed: number }>();
  const end = (facts.lastDay + 1) * DAY;
  for (const [customer, times] of sales) {
    const start = times[0] ?? 0;
    const cohort = periodIndex(Math.floor(start / DAY), 'month');
    for (let k = 0; k <= periods && start + (k + 1) * length * DAY <= end; k++) {
      const key = `${cohort}/${k}`;
      const cell = cells.get(key) ?? { who: new Set<string>(), observed: 0 };
      cells.set(key, cell);
      cell.observed += 1;
      const windows = times.map((time) => Math.floor((time - start) / (length * DAY)));
      if (windows.some((w) => (returned === 'exact' ? w === k : w >= k))) cell.who.add(customer);
    }
  }
  return cells;
}

/** New, returning, resurrecting and dormant customers of a period. */
export function naiveLifecycle(
  orders: readonly TestOrder[],
  grain: RetentionSettings['grain'],
  period: number,
): Record<'new' | 'returning' | 'resurrecting' | 'dormant', Set<string>> {
  const states = {
    new: new Set<string>(),
    returning: new Set<string>(),
    resurrecting: new Set<string>(),
    dormant: new Set<string>(),
  };
  for (const [customer, times] of salesByCustomer(orders)) {
    const at = times.map((time) => periodIndex(Math.floor(time / DAY), grain));
    const [now, before] = [at.includes(period), at.includes(period - 1)];
    if (now && at[0] === period) states.new.add(customer);
    else if (now && before) states.returning.add(customer);
    else if (now) states.resurrecting.add(customer);
    else if (before) states.dormant.add(customer);
  }
  return states;
}

/** Whether a period is over at the end of the data. */
export function isOver(period: number, grain: RetentionSettings['grain'], facts: DatasetFacts) {
  return periodEnd(period, grain) <= facts.lastDay;
}
