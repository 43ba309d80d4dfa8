import * as v from 'valibot';
import { GRAINS, type Grain } from '../../core/calendar.ts';
import { GRAIN_DAYS } from '../../core/fit-grain.ts';
import type { DatasetFacts } from '../analysis.ts';
import { bracketsSchema, type Bracket } from './brackets.ts';
import { returnEventSchema, type ReturnEvent } from './return-event.ts';

/**
 * What the screen shows; only the shown view is asked for.
 * - `retention`: who comes back in each period after the first.
 * - `next`: the time from one purchase day to the next, by Kaplan and Meier.
 * - `steps`: how many go on from each purchase day to the next, and after how many days.
 * - `stickiness`: in how many of the last periods customers were active.
 */
export const VIEWS = ['retention', 'next', 'steps', 'stickiness'] as const;
export type View = (typeof VIEWS)[number];

/**
 * How time is cut.
 * - `calendar`: periods of the calendar, the same for every customer.
 * - `rolling`: windows of exact length, counted from each customer's own first order.
 */
export const WINDOW_KINDS = ['calendar', 'rolling'] as const;
export type WindowKind = (typeof WINDOW_KINDS)[number];

/** Length of a rolling window in days of 24 hours. */
export const LENGTHS = [1, 7, 30] as const;
export type Length = (typeof LENGTHS)[number];

/**
 * What counts as having returned in period k.
 * - `exact`: active in period k.
 * - `onOrAfter`: active in period k or in any later one up to the end of the data. Never less
 *   than `exact`, and higher the longer a cohort has been observed.
 */
export const RETURNS = ['exact', 'onOrAfter'] as const;
export type Return = (typeof RETURNS)[number];

/**
 * Who makes up the cohort of a period.
 * - `first`: the customers whose first order lies in it, so that each customer is in one cohort.
 * - `recurring`: all customers active in it. Calendar periods only.
 */
export const BASES = ['first', 'recurring'] as const;
export type Basis = (typeof BASES)[number];

/**
 * The mean over cohorts.
 * - `weighted`: by the number of customers, so that each customer counts the same.
 * - `simple`: each cohort counts the same.
 */
export const MEANS = ['weighted', 'simple'] as const;
export type Mean = (typeof MEANS)[number];

/**
 * What those who came back are a share of.
 * - `start`: the cohort.
 * - `previous`: those of the cohort active in the period before. Calendar periods only; customers
 *   back after a pause count as well, so that it may pass 100 %.
 */
export const REFERENCES = ['start', 'previous'] as const;
export type Reference = (typeof REFERENCES)[number];

export const MAX_PERIODS = 120;

/** The most orders in a period that can be asked for. */
export const MAX_MINIMUM = 100;

/** Most curves that one chart can hold apart. */
export const MAX_CURVES = 5;

/** Days after a purchase by which customers are looked for again. */
export const HORIZONS = [30, 90, 180, 365] as const;
export type Horizon = (typeof HORIZONS)[number];

/** Most periods that stickiness looks at. */
export const MAX_SPAN = 60;

/** Whether customers are counted by exactly so many active periods, or by at least so many. */
export const COUNTINGS = ['exactly', 'atLeast'] as const;
export type Counting = (typeof COUNTINGS)[number];

export interface RetentionSettings {
  /** Default `retention`. */
  readonly view: View;
  readonly windows: WindowKind;
  /** The calendar period; not used by rolling windows, nor by `next` and `steps`. Default: fitted to the gap between orders. */
  readonly grain: Grain;
  /** The rolling window; not used by calendar periods. */
  readonly length: Length;
  /** Default `exact`. */
  readonly return: Return;
  /** Default `first`; rolling windows know only that. */
  readonly basis: Basis;
  /** Default `weighted`. */
  readonly mean: Mean;
  /** Periods or windows followed after the first, 1 to 120. Default: see `suggestedPeriods`. */
  readonly periods: number;
  /** Default `start`. */
  readonly reference: Reference;
  /** Ranges of periods in place of each one; none by default. Calendar periods only. */
  readonly brackets: readonly Bracket[];
  /** Default `any`. Calendar periods only. */
  readonly event: ReturnEvent;
  /** Orders of this kind that it takes in a period, 1 to 100. Default 1. Calendar periods only. */
  readonly minimum: number;
  /** Of `next`: curves from the first purchase day to the second, from the second to the third …, 1 to 5. Default 3. */
  readonly curves: number;
  /** Of `steps`: days. Default: the longest that fits four times into the data. */
  readonly horizon: Horizon;
  /** Of `stickiness`: the last whole periods looked at, 2 to 60. Default: see `suggestedSpan`. */
  readonly span: number;
  /** Of `stickiness`. Default `exactly`. */
  readonly counting: Counting;
}

export const retentionSchema = v.object({
  view: v.picklist(VIEWS),
  windows: v.picklist(WINDOW_KINDS),
  grain: v.picklist(GRAINS),
  length: v.picklist(LENGTHS),
  return: v.picklist(RETURNS),
  basis: v.picklist(BASES),
  mean: v.picklist(MEANS),
  periods: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_PERIODS)),
  reference: v.picklist(REFERENCES),
  brackets: bracketsSchema(MAX_PERIODS),
  event: returnEventSchema,
  minimum: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_MINIMUM)),
  curves: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_CURVES)),
  horizon: v.picklist(HORIZONS),
  span: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(MAX_SPAN)),
  counting: v.picklist(COUNTINGS),
}) satisfies v.GenericSchema<unknown, RetentionSettings>;

/** Fewer periods than this make no curve. */
const FEWEST_PERIODS = 4;

/** Settings fitted to the data. */
export function retentionDefaults(facts: DatasetFacts): RetentionSettings {
  const grain = fittedGrain(facts);
  return {
    view: 'retention',
    windows: 'calendar',
    grain,
    length: grain === 'day' ? 1 : grain === 'week' ? 7 : 30,
    return: 'exact',
    basis: 'first',
    mean: 'weighted',
    periods: suggestedPeriods('calendar', grain, 30),
    reference: 'start',
    brackets: [],
    event: { kind: 'any' },
    minimum: 1,
    curves: 3,
    horizon: fittedHorizon(facts),
    span: suggestedSpan(grain),
    counting: 'exactly',
  };
}

/** The longest horizon that the data spans four times, so that most customers were observed so long. */
export function fittedHorizon({ firstDay, lastDay }: DatasetFacts): Horizon {
  return HORIZONS.findLast((days) => lastDay - firstDay + 1 >= 4 * days) ?? HORIZONS[0];
}

/**
 * The period nearest, in ratio, to the median gap between two purchase days of a customer, so
 * that a usual customer comes back about once a period (month where nobody bought twice), and a
 * shorter one where the data would hold fewer than four.
 */
export function fittedGrain(facts: DatasetFacts): Grain {
  const gap = Math.max(1, facts.medianGapDays ?? GRAIN_DAYS.month);
  const days = facts.lastDay - facts.firstDay + 1;
  const distances = GRAINS.map((grain) => Math.abs(Math.log(gap / GRAIN_DAYS[grain])));
  const byGap = distances.indexOf(Math.min(...distances));
  const bySpan = GRAINS.findLastIndex((grain) => days / GRAIN_DAYS[grain] >= FEWEST_PERIODS);
  return GRAINS[Math.max(0, Math.min(byGap, bySpan))] ?? 'day';
}

const GRAIN_PERIODS = { day: 30, week: 26, month: 24, quarter: 12, year: 10 } as const;
const LENGTH_PERIODS = { 1: 30, 7: 26, 30: 24 } as const;

/** How many periods to follow: enough to see a curve flatten, few enough to read. */
export function suggestedPeriods(windows: WindowKind, grain: Grain, length: Length): number {
  return windows === 'calendar' ? GRAIN_PERIODS[grain] : LENGTH_PERIODS[length];
}

/** Ranges that widen with time, as far as the data goes: 1, 2–3, 4–6, 7–12. */
export function suggestedBrackets(
  { firstDay, lastDay }: DatasetFacts,
  { grain }: RetentionSettings,
): readonly Bracket[] {
  const periods = Math.floor((lastDay - firstDay + 1) / GRAIN_DAYS[grain]);
  const all = [
    { from: 1, to: 1 },
    { from: 2, to: 3 },
    { from: 4, to: 6 },
    { from: 7, to: 12 },
  ];
  const fitting = all.filter(({ to }) => to < periods);
  return fitting.length === 0 ? all.slice(0, 1) : fitting;
}

const GRAIN_SPANS = { day: 28, week: 12, month: 12, quarter: 8, year: 5 } as const;

/** How many of the last periods to look at: about a season of the customers' own rhythm. */
export function suggestedSpan(grain: Grain): number {
  return GRAIN_SPANS[grain];
}

/** Another calendar period, with as many of it as suit it. */
export function forGrain(
  grain: Grain,
  { windows, length }: RetentionSettings,
): Pick<RetentionSettings, 'grain' | 'periods' | 'span'> {
  return { grain, periods: suggestedPeriods(windows, grain, length), span: suggestedSpan(grain) };
}

/** The basis in force: rolling windows start at the first order. */
export function activeBasis(settings: RetentionSettings): Basis {
  return settings.windows === 'rolling' ? 'first' : settings.basis;
}

/**
 * The calendar period of the cohorts' rows: the analysed period itself, or the month of the first
 * order for rolling windows, which begin at every hour.
 */
export function cohortGrain(settings: RetentionSettings): Grain {
  return settings.windows === 'calendar' ? settings.grain : 'month';
}

/** The calendar period of the lifecycle: for rolling windows the one nearest to their length. */
export function lifecycleGrain(settings: RetentionSettings): Grain {
  if (settings.windows === 'calendar') return settings.grain;
  return ({ 1: 'day', 7: 'week', 30: 'month' } as const)[settings.length];
}

/** What an age counts: calendar periods or rolling windows. */
export type Unit = Grain | 'hours24' | 'days7' | 'days30';

export function unitOf(settings: RetentionSettings): Unit {
  if (settings.windows === 'calendar') return settings.grain;
  return ({ 1: 'hours24', 7: 'days7', 30: 'days30' } as const)[settings.length];
}
