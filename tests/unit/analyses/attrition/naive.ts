import { parseDay } from '../../../../src/core/calendar.ts';
import {
  LIMITED_BANDS,
  type AttritionSettings,
} from '../../../../src/analyses/attrition/settings.ts';
import type { TestOrder } from '../../../helpers/orders.ts';

/** A judged customer, by the definitions and without SQL. */
export interface NaiveCustomer {
  readonly customer: string;
  readonly kind: 'repeat' | 'once';
  readonly silent: number;
  readonly typical: number | null;
  readonly chance: number | null;
  readonly band: string;
  /** Null where no amount of the year is known. */
  readonly value: number | null;
}

interface Person {
  readonly customer: string;
  readonly days: readonly number[];
  readonly gaps: readonly number[];
  readonly silent: number;
  readonly value: number | null;
}

const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
const dayOf = (order: TestOrder) => parseDay(order.at.slice(0, 10));

/** Judged from a day, as if nothing after it were known. */
export function naiveAttrition(
  orders: readonly TestOrder[],
  settings: AttritionSettings,
  asOf: number,
): readonly NaiveCustomer[] {
  const people = peopleOf(
    orders.filter((order) => dayOf(order) <= asOf),
    asOf,
  );
  const repeat = people.filter(({ gaps }) => gaps.length > 0);
  const { k, mean } = shopOf(repeat.map(({ gaps }) => gaps.map(Math.log)));
  const typical = (logs: readonly number[]) =>
    k === null ? mean : (sum(logs) + k * mean) / (logs.length + k);
  const spread = (count: number) => (k === null ? 1 : Math.sqrt(1 + 1 / (count + k)));
  const step = (length: number, logs: readonly number[]) =>
    Math.round((100 * (Math.log(length) - typical(logs))) / spread(logs.length));
  const ended = repeat.flatMap(({ gaps }) =>
    gaps.map((gap, i) => ({ at: step(gap, gaps.toSpliced(i, 1).map(Math.log)), came: true })),
  );
  const silences = repeat
    .filter(({ silent }) => silent > 0)
    .map((one) => ({ at: step(one.silent, one.gaps.map(Math.log)), came: false }));
  const chanceOfGap = chances([...ended, ...silences]);
  const chanceOfWait = chances(
    people.map(({ gaps, silent }) => ({ at: gaps[0] ?? silent, came: gaps.length > 0 })),
  );
  return people.map(({ customer, gaps, silent, value }) => {
    const logs = gaps.map(Math.log);
    const chance =
      gaps.length === 0
        ? chanceOfWait(silent)
        : silent === 0
          ? 100
          : chanceOfGap(step(silent, logs));
    return {
      customer,
      kind: gaps.length === 0 ? 'once' : 'repeat',
      silent,
      typical: gaps.length === 0 ? null : Math.exp(typical(logs)),
      chance,
      band: bandOf(chance, settings),
      value,
    };
  });
}

function bandOf(chance: number | null, { limits }: AttritionSettings): string {
  if (chance === null) return 'unknown';
  return LIMITED_BANDS.toReversed().find((band) => chance < limits[band]) ?? 'on_time';
}

function peopleOf(orders: readonly TestOrder[], asOf: number): readonly Person[] {
  const names = [...new Set(orders.map(({ customer }) => customer))];
  return names.flatMap((customer): Person[] => {
    const own = orders.filter((order) => order.customer === customer);
    const sales = own.filter(({ kind }) => kind !== 'return');
    const days = [...new Set(sales.map(dayOf))].sort((a, b) => a - b);
    const last = days.at(-1);
    if (last === undefined) return [];
    const year = own.flatMap((order) =>
      dayOf(order) > last - 365 && order.amount !== null ? [order.amount] : [],
    );
    return [
      {
        customer,
        days,
        gaps: days.slice(1).map((day, i) => day - (days[i] ?? NaN)),
        silent: asOf - last,
        value: year.length === 0 ? null : sum(year),
      },
    ];
  });
}

/** k and the shop's mean of logarithms, by Bühlmann and Straub. */
function shopOf(all: readonly (readonly number[])[]): { k: number | null; mean: number } {
  const n = sum(all.map(({ length }) => length));
  const plain = sum(all.map(sum)) / n;
  const means = all.map((logs) => sum(logs) / logs.length);
  const within =
    sum(all.map((logs, i) => sum(logs.map((log) => (log - (means[i] ?? NaN)) ** 2)))) /
    (n - all.length);
  const between =
    (sum(all.map((logs, i) => logs.length * ((means[i] ?? NaN) - plain) ** 2)) -
      (all.length - 1) * within) /
    (n - sum(all.map(({ length }) => length ** 2)) / n);
  if (!Number.isFinite(within) || !(between > 1e-12)) return { k: null, mean: plain };
  const k = Math.max(within / between, 0.1);
  const weights = all.map(({ length }) => length / (length + k));
  return { k, mean: sum(means.map((one, i) => one * (weights[i] ?? NaN))) / sum(weights) };
}

/** (S − never) ÷ (1 − never) at a time that was observed, by counting at each time. */
function chances(
  lengths: readonly { readonly at: number; readonly came: boolean }[],
): (at: number) => number | null {
  const times = [...new Set(lengths.map(({ at }) => at))].sort((a, b) => a - b);
  const survival = new Map<number, number>();
  let [s, never] = [1, 1];
  for (const time of times) {
    const atRisk = lengths.filter(({ at }) => at >= time).length;
    s *= 1 - lengths.filter(({ at, came }) => came && at === time).length / atRisk;
    survival.set(time, s);
    if (atRisk * 100 >= lengths.length) never = Math.min(never, s);
  }
  return (at) => {
    const share = Math.max(0, (survival.get(at) ?? NaN) - never) / (1 - never);
    return never === 1 ? null : Math.round(share * 1e8) / 1e6;
  };
}
