import { wilsonInterval, type Interval } from '../../core/statistics.ts';
import type { DatasetFacts, Row, Tables } from '../analysis.ts';
import { monthEnds, type MonthEnd } from './months-query.ts';
import {
  holdoutOf,
  outlookOf,
  sumOf,
  type Holdout,
  type Mix,
  type Outlook,
  type Transition,
} from './outlook.ts';
import { moveOf, MOVES, placesOf, type Move, type Place } from './places.ts';
import {
  activeRules,
  cutsAreKept,
  datesOf,
  holdoutDates,
  type CellMeasure,
  type Dates,
  type MovementSettings,
  type MovementView,
} from './settings.ts';

/** Customers with what they brought before the first date and between the two. */
export interface Money {
  readonly customers: number;
  readonly before: number;
  readonly after: number;
  /** After less before; null where the two times are not equally long, or no amount is known. */
  readonly change: number | null;
}

/** Those who stood in one segment at the start and in one at the end. */
export interface Flow extends Money {
  /** Null: not yet a customer. */
  readonly from: string | null;
  readonly to: string;
  readonly move: Move;
  /** Per cent of those who stood in `from`. */
  readonly share: number;
  /** 95 %, Wilson, per cent. */
  readonly interval: Interval;
}

export interface MoveRow extends Money {
  readonly move: Move;
  /** Per cent of the customers at the start; for `came`, of those at the end. Null without any. */
  readonly share: number | null;
  /** 95 %, Wilson, per cent. */
  readonly interval: Interval | null;
}

/** The mix at a month's end. */
export interface MonthMix extends MonthEnd {
  readonly mix: Mix;
}

export interface MovementResult extends Dates {
  readonly kept: boolean;
  readonly hasMoney: boolean;
  readonly view: MovementView;
  readonly cells: CellMeasure;
  /** From the best to the lost, then `others`: those with customers at any of the dates shown. */
  readonly places: readonly Place[];
  /** All segments of the rules in the same order. */
  readonly order: readonly Place[];
  /** The pairs with customers, in the order of the places; newcomers last. */
  readonly flows: readonly Flow[];
  /** Customers at the start and at the end, by place. */
  readonly starts: Mix;
  readonly ends: Mix;
  /** Customers at the start, newcomers, and both together, who are the customers at the end. */
  readonly start: number;
  readonly came: number;
  readonly end: number;
  /** Customers with a sale by the end whose amounts were not known at a date: left out. */
  readonly unscored: number;
  /** One row a move, in the order of `MOVES`. */
  readonly moves: readonly MoveRow[];
  /** Null where nobody was a customer at the start. */
  readonly outlook: Outlook | null;
  /** Null where the data are too short. */
  readonly holdout: Holdout | null;
  /** Null while the months are not looked at. */
  readonly months: readonly MonthMix[] | null;
}

/** Shapes the rows of the queries (query.ts says what they hold). */
export function movementResult(
  tables: Tables,
  settings: MovementSettings,
  facts: DatasetFacts,
): MovementResult {
  const dates = datesOf(settings, facts);
  const rows = tables['movement'] ?? [];
  const order = placesOf(activeRules(settings));
  const kept = cutsAreKept(settings);
  const start = sumOf(rows.filter((row) => startOf(row) !== null).map(customersOf));
  // Without customers at the start there are no cut points that could be kept.
  const known = !kept || start > 0;
  const months = known ? monthsOf(tables['months'], settings, facts, order) : null;
  const pairs = known ? pairsOf(rows) : [];
  const seen = seenIds([...pairs, ...transitionsOf(tables['holdout'])], order, months);
  const places = order.filter(({ id }) => seen.has(id));
  const ids = places.map(({ id }) => id);
  const flows = flowsOf(pairs, ids, dates.even && facts.hasMoney);
  const starts = totalsBy(ids, flows, ({ from }) => from);
  const ends = totalsBy(ids, flows, ({ to }) => to);
  const came = sumOf(flows.filter(({ from }) => from === null).map(({ customers }) => customers));
  const all = rows.find((row) => text(row, 'to_segment') === null);
  return {
    ...dates,
    kept,
    hasMoney: facts.hasMoney,
    view: settings.view,
    cells: settings.cells,
    places,
    order,
    flows,
    starts,
    ends,
    start,
    came,
    end: start + came,
    unscored: known && all !== undefined ? customersOf(all) - start - came : 0,
    moves: MOVES.map((move) => moveRow(move, flows, start, start + came)),
    outlook: start === 0 ? null : outlookOf(flows, ids, ends),
    holdout: holdoutResult(tables['holdout'], ids, ends, dates, facts),
    months:
      months?.map(({ mix, ...month }) => ({
        ...month,
        mix: ids.map((id) => mix[order.findIndex((place) => place.id === id)] ?? 0),
      })) ?? null,
  };
}

interface Pair {
  readonly from: string | null;
  readonly to: string;
  readonly customers: number;
  readonly before: number;
  readonly after: number;
}

function pairsOf(rows: readonly Row[]): readonly Pair[] {
  return rows.flatMap((row): Pair[] => {
    const to = text(row, 'to_segment');
    if (to === null) return [];
    const from = startOf(row);
    const [before, after] = [Number(row['before']), Number(row['after'])];
    return [{ from, to, customers: customersOf(row), before, after }];
  });
}

function flowsOf(
  pairs: readonly Pair[],
  ids: readonly string[],
  comparable: boolean,
): readonly Flow[] {
  return [...ids, null].flatMap((from) => {
    const own = pairs.filter((one) => one.from === from);
    const total = sumOf(own.map(({ customers }) => customers));
    return ids.flatMap((to): Flow[] => {
      const found = own.find((one) => one.to === to);
      const interval = found === undefined ? null : percentInterval(found.customers, total);
      if (found === undefined || interval === null) return [];
      return [
        {
          ...found,
          change: comparable ? found.after - found.before : null,
          move: moveOf(from, to),
          share: (100 * found.customers) / total,
          interval,
        },
      ];
    });
  });
}

function moveRow(move: Move, flows: readonly Flow[], start: number, end: number): MoveRow {
  const own = flows.filter((flow) => flow.move === move);
  const customers = sumOf(own.map((flow) => flow.customers));
  const whole = move === 'came' ? end : start;
  const unknown = flows.some(({ change }) => change === null);
  return {
    move,
    customers,
    before: sumOf(own.map(({ before }) => before)),
    after: sumOf(own.map(({ after }) => after)),
    change: unknown ? null : sumOf(own.map(({ change }) => change ?? 0)),
    share: whole === 0 ? null : (100 * customers) / whole,
    interval: percentInterval(customers, whole),
  };
}

function percentInterval(successes: number, n: number): Interval | null {
  const interval = wilsonInterval(successes, n);
  return interval === null ? null : { low: 100 * interval.low, high: 100 * interval.high };
}

function totalsBy(
  ids: readonly string[],
  flows: readonly Flow[],
  key: (flow: Flow) => string | null,
): Mix {
  return ids.map((id) =>
    sumOf(flows.filter((flow) => key(flow) === id).map(({ customers }) => customers)),
  );
}

function holdoutResult(
  rows: readonly Row[] | undefined,
  ids: readonly string[],
  observed: Mix,
  dates: Dates,
  facts: DatasetFacts,
): Holdout | null {
  const days = holdoutDates(dates, facts.firstDay);
  return days === null ? null : holdoutOf(transitionsOf(rows), ids, observed, days);
}

function transitionsOf(rows: readonly Row[] = []): readonly Transition[] {
  return rows.map((row) => ({
    from: startOf(row),
    to: text(row, 'to_segment') ?? '',
    customers: customersOf(row),
  }));
}

function monthsOf(
  rows: readonly Row[] | undefined,
  settings: MovementSettings,
  facts: DatasetFacts,
  order: readonly Place[],
): readonly MonthMix[] | null {
  if (settings.view !== 'months' || rows === undefined) return null;
  const counts = new Map(
    rows.map((row) => [`${Number(row['at'])} ${text(row, 'segment') ?? ''}`, customersOf(row)]),
  );
  return monthEnds(settings, facts).map((month) => ({
    ...month,
    mix: order.map(({ id }) => counts.get(`${month.day} ${id}`) ?? 0),
  }));
}

function seenIds(
  pairs: readonly Transition[],
  order: readonly Place[],
  months: readonly MonthMix[] | null,
): ReadonlySet<string | null> {
  const monthly = order.filter((_, i) => (months ?? []).some(({ mix }) => (mix[i] ?? 0) > 0));
  return new Set([...pairs.flatMap(({ from, to }) => [from, to]), ...monthly.map(({ id }) => id)]);
}

function text(row: Row, column: string): string | null {
  const value = row[column] ?? null;
  return value === null ? null : String(value);
}

function startOf(row: Row): string | null {
  return text(row, 'from_segment');
}

function customersOf(row: Row): number {
  return Number(row['customers']);
}
