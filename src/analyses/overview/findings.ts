import { periodStart } from '../../core/calendar.ts';
import type { Finding, FindingValue } from '../analysis.ts';
import { measured, type OverviewPeriod } from './periods.ts';
import type { OverviewSelection } from './query.ts';
import type { OverviewResult } from './result.ts';
import { changePercent, type Branch, type RevenueTree } from './tree.ts';

type Told = Finding<OverviewSelection>;

/** Of fewer complete periods none is called the strongest. */
const FEWEST_PERIODS = 3;

/**
 * What the overview says, the largest first: the change and what drove it, the strongest and the
 * weakest period, what new customers brought, when people buy, and what is not over. Only complete
 * periods are compared.
 */
export function overviewFindings(result: OverviewResult): readonly Told[] {
  return [
    change(result),
    strongest(result),
    newCustomers(result),
    busiest(result),
    notWhole(result),
  ].filter((finding) => finding !== null);
}

function change(result: OverviewResult): Told | null {
  const { tree } = result;
  if (tree === null) return null;
  return result.hasMoney ? salesChange(tree, result) : ordersChange(tree, result);
}

function salesChange(tree: RevenueTree, { grain }: OverviewResult): Told | null {
  const { before, after, change } = tree;
  const percent = changePercent(before.sales, after.sales);
  if (change === null || after.sales === null || percent === null) return null;
  const values = {
    from: period(before, grain),
    to: period(after, grain),
    sales: money(after.sales),
  };
  const selection = { kind: 'period', period: after.period } as const;
  if (change === 0) {
    return { key: 'overview_found_sales_same', values, strong: ['sales'], selection };
  }
  const direction = change > 0 ? 'up' : 'down';
  const moved = { ...values, percent: percentage(Math.abs(percent)), change: money(change) };
  const driver = strongestBranch(tree);
  if (driver === null || driver.effect === null) {
    const key = `overview_found_sales_${direction}_plain`;
    return { key, values: moved, strong: ['sales', 'percent'], selection };
  }
  const against = counterBranch(tree);
  const told = {
    ...moved,
    branch: { kind: 'message', key: branchKey(driver, tree, 'driver') } as const,
    effect: money(driver.effect),
  };
  const found = { strong: ['sales', 'percent', 'branch'], selection };
  if (against === null || against.effect === null) {
    return { key: `overview_found_sales_${direction}`, values: told, ...found };
  }
  return {
    key: `overview_found_sales_${direction}_against`,
    values: {
      ...told,
      against: { kind: 'message', key: branchKey(against, tree, 'driver') },
      counter: money(against.effect),
    },
    ...found,
  };
}

/** A smaller part of the change against its direction is not spoken of. */
const LEAST_COUNTER = 0.25;

/** The branch that worked most against the change; null where none did by a quarter of it. */
export function counterBranch(tree: RevenueTree): Branch | null {
  const { change } = tree;
  if (change === null) return null;
  const branch = strongestBranch({ ...tree, change: -change });
  const effect = branch?.effect ?? 0;
  return effect * change < 0 && Math.abs(effect) >= LEAST_COUNTER * Math.abs(change)
    ? branch
    : null;
}

/** The branch that moved the sales most in the direction that they went. */
export function strongestBranch({ branches, change }: RevenueTree): Branch | null {
  if (change === null) return null;
  const sign = Math.sign(change);
  return branches.reduce<Branch | null>((best, branch) => {
    if (branch.effect === null) return best;
    return best === null || sign * branch.effect > sign * (best.effect ?? 0) ? branch : best;
  }, null);
}

/** The message that names a branch, in a row (`branch`) or in a sentence; an item is a unit or a line. */
export function branchKey(
  { id }: Pick<Branch, 'id'>,
  { items }: RevenueTree,
  place: 'branch' | 'driver' = 'branch',
): string {
  return id === 'customers' || id === 'frequency'
    ? `overview_${place}_${id}`
    : `overview_${place}_${id}_${items}`;
}

function ordersChange({ before, after }: RevenueTree, { grain }: OverviewResult): Told | null {
  const percent = changePercent(before.orders, after.orders);
  if (percent === null) return null;
  const direction = percent > 0 ? 'up' : percent < 0 ? 'down' : 'same';
  return {
    key: `overview_found_orders_${direction}`,
    values: {
      from: period(before, grain),
      to: period(after, grain),
      orders: count(after.orders),
      percent: percentage(Math.abs(percent)),
    },
    strong: direction === 'same' ? ['orders'] : ['orders', 'percent'],
    selection: { kind: 'period', period: after.period },
  };
}

function strongest({ periods, measure, grain }: OverviewResult): Told | null {
  const known = periods.flatMap((each) => {
    const value = measured(each, measure);
    return each.observation !== 'complete' || value === null ? [] : [{ each, value }];
  });
  const sorted = known.toSorted((a, b) => b.value - a.value);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (known.length < FEWEST_PERIODS || best === undefined || worst === undefined) return null;
  if (best.value === worst.value) return null;
  const amount = measure === 'revenue' || measure === 'contribution' ? money : count;
  return {
    key: 'overview_found_strongest',
    values: {
      unit: { kind: 'message', key: `overview_unit_${grain}` },
      measure: { kind: 'message', key: `overview_measure_${measure}` },
      best: period(best.each, grain),
      high: amount(best.value),
      worst: period(worst.each, grain),
      low: amount(worst.value),
    },
    strong: ['best', 'high'],
    selection: { kind: 'period', period: best.each.period },
  };
}

function newCustomers({ periods, tree, grain }: OverviewResult): Told | null {
  const complete = periods.filter(({ observation }) => observation === 'complete');
  const told = tree?.after ?? complete.at(-1);
  // In the first period of the data everybody is new.
  if (told === undefined || told.customers === 0 || told === periods[0]) return null;
  const values = {
    period: period(told, grain),
    new: count(told.new),
    customers: count(told.customers),
  };
  const share = newShare(told);
  const selection = { kind: 'state', period: told.period, state: 'new' } as const;
  const found = { strong: share === null ? ['new'] : ['new', 'share'], selection };
  if (share === null) return { key: 'overview_found_new_plain', values, ...found };
  return {
    key: 'overview_found_new',
    values: { ...values, share: percentage(share) },
    ...found,
  };
}

/** The part of the revenue that the new customers brought, in per cent; null where it is none. */
export function newShare({ newRevenue, revenue }: OverviewPeriod): number | null {
  if (newRevenue === null || revenue === null || revenue <= 0 || newRevenue < 0) return null;
  return newRevenue > revenue ? null : (newRevenue / revenue) * 100;
}

function busiest({ week }: OverviewResult): Told | null {
  const orders = week.reduce((sum, slot) => sum + slot.orders, 0);
  const most = week.reduce((best, slot) => (slot.orders > best.orders ? slot : best), {
    weekday: 1,
    hour: null as number | null,
    orders: 0,
  });
  if (orders === 0 || week.every((slot) => slot.orders === most.orders)) return null;
  const { weekday, hour } = most;
  const values = {
    weekday: { kind: 'message', key: `overview_weekday_${weekday}` } as const,
    share: percentage((most.orders / orders) * 100),
    orders: count(most.orders),
  };
  const found = {
    strong: ['weekday', 'hour', 'share'],
    selection: { kind: 'slot', weekday, hour } as const,
  };
  if (hour === null) return { key: 'overview_found_weekday', values, ...found };
  const text = { kind: 'text', value: hourText(hour) } as const;
  return { key: 'overview_found_hour', values: { ...values, hour: text }, ...found };
}

/** `09:00–10:00`. */
export function hourText(hour: number): string {
  const clock = (at: number) => `${String(at).padStart(2, '0')}:00`;
  return `${clock(hour)}–${clock(hour + 1)}`;
}

function notWhole({ periods, grain, firstDay, lastDay }: OverviewResult): Told | null {
  const [first, last] = [periods[0], periods.at(-1)];
  if (first === undefined || last === undefined) return null;
  // A day is whole; a first period that is also the last is told as not over.
  const begun = periodStart(first.period, grain) < firstDay && first !== last;
  const running = last.observation === 'running';
  if (!begun && !running) return null;
  const key = begun ? (running ? 'both' : 'begun') : 'running';
  return {
    key: `overview_found_${key}`,
    values: {
      ...(begun ? { first: period(first, grain), from: day(firstDay) } : {}),
      ...(running ? { last: period(last, grain), to: day(lastDay) } : {}),
    },
    strong: [],
    selection: null,
  };
}

function period(each: OverviewPeriod, grain: OverviewResult['grain']): FindingValue {
  return { kind: 'period', index: each.period, grain };
}

function day(value: number): FindingValue {
  return { kind: 'day', value };
}

function count(value: number): FindingValue {
  return { kind: 'count', value };
}

function money(value: number): FindingValue {
  return { kind: 'money', value };
}

function percentage(value: number): FindingValue {
  return { kind: 'percent', value };
}
