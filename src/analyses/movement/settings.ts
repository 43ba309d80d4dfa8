import * as v from 'valibot';
import type { Day } from '../../core/calendar.ts';
import { PRESET_IDS, PRESETS, type PresetId } from '../../data/rfm/presets.ts';
import { binsSchema } from '../../data/rfm/rule-schema.ts';
import { rulesFor, type SegmentRule } from '../../data/rfm/rules.ts';
import type { ScoreSettings, Scoring } from '../../data/rfm/scores.ts';
import type { DatasetFacts } from '../analysis.ts';

/** What the room shows first: see View.svelte. */
export const VIEWS = ['flows', 'matrix', 'months', 'outlook'] as const;
export type MovementView = (typeof VIEWS)[number];

/** What the cells of the matrix show. */
export const CELL_MEASURES = ['share', 'customers'] as const;
export type CellMeasure = (typeof CELL_MEASURES)[number];

/** As in RFM, without own cut points; `ntile` has no cut points that could be kept. */
export const MOVEMENT_SCORINGS = ['r', 'quantile', 'ntile'] as const satisfies readonly Scoring[];
export type MovementScoring = (typeof MOVEMENT_SCORINGS)[number];

/** `start`: those of the first date at every date; `each`: new ones at each date. */
export const CUT_CHOICES = ['start', 'each'] as const;
export type CutChoice = (typeof CUT_CHOICES)[number];

/** Lengths between the two dates that are fitted, in days. */
export const SPANS = { week: 7, month: 30, quarter: 91, year: 365 } as const;

export interface MovementSettings {
  /** The date of the start; null, the default: `span` days before the end. */
  readonly from: Day | null;
  /** The date of the end; null, the default: the last day of the data. */
  readonly to: Day | null;
  /** Days from start to end while `from` is null, ≥ 1; see `fitSpan`. */
  readonly span: number;
  /** Default 5. */
  readonly bins: number;
  /** Default `r`. */
  readonly scoring: MovementScoring;
  /** Default `start`. */
  readonly cuts: CutChoice;
  /** The rules of the segments. Default: those of the R package. */
  readonly preset: PresetId;
  readonly view: MovementView;
  readonly cells: CellMeasure;
}

const day = v.pipe(v.number(), v.integer(), v.minValue(-200_000), v.maxValue(200_000));

export const movementSchema = v.object({
  from: v.nullable(day),
  to: v.nullable(day),
  span: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(40_000)),
  bins: binsSchema,
  scoring: v.picklist(MOVEMENT_SCORINGS),
  cuts: v.picklist(CUT_CHOICES),
  preset: v.picklist(PRESET_IDS),
  view: v.picklist(VIEWS),
  cells: v.picklist(CELL_MEASURES),
}) satisfies v.GenericSchema<unknown, MovementSettings>;

export function movementDefaults(facts: DatasetFacts): MovementSettings {
  return {
    from: null,
    to: null,
    span: fitSpan(facts),
    bins: PRESETS.package.bins,
    scoring: 'r',
    cuts: 'start',
    preset: 'package',
    view: 'flows',
    cells: 'share',
  };
}

/**
 * The days between the two dates that fit the data: a quarter, shorter where the data do not hold
 * three of the length (the time before the start, the one after it, and a history to score), and
 * a year where customers usually pause for longer than a quarter and the data hold three years.
 */
export function fitSpan({
  firstDay,
  lastDay,
  medianGapDays,
}: Pick<DatasetFacts, 'firstDay' | 'lastDay' | 'medianGapDays'>): number {
  const days = lastDay - firstDay + 1;
  const fits = (span: number) => days >= 3 * span;
  if ((medianGapDays ?? 0) > SPANS.quarter && fits(SPANS.year)) return SPANS.year;
  const found = [SPANS.quarter, SPANS.month, SPANS.week].find(fits);
  return found ?? Math.max(1, Math.floor(days / 3));
}

/** Which of `SPANS` a fitted span is; null for a third of short data. */
export function fittedSpanName(span: number): keyof typeof SPANS | null {
  const names = Object.keys(SPANS) as (keyof typeof SPANS)[];
  return names.find((name) => SPANS[name] === span) ?? null;
}

/** The two dates and the time before the first that the time between them is held against. */
export interface Dates {
  readonly from: Day;
  readonly to: Day;
  /** Days from `from` to `to`, ≥ 1. */
  readonly span: number;
  /** The first day of the time before `from`: as long as the span, or as the data allow. */
  readonly before: Day;
  /** Whether the time before is as long as the time between. */
  readonly even: boolean;
}

/** @returns dates with `from` before `to`, also where the settings name them otherwise */
export function datesOf(
  settings: Pick<MovementSettings, 'from' | 'to' | 'span'>,
  { firstDay, lastDay }: Pick<DatasetFacts, 'firstDay' | 'lastDay'>,
): Dates {
  const to = settings.to ?? lastDay;
  const from = Math.min(settings.from ?? to - settings.span, to - 1);
  const span = to - from;
  const wished = from - span + 1;
  return { from, to, span, before: Math.max(wished, firstDay), even: wished >= firstDay };
}

/** The rates of an earlier step, and how many steps of the same length lead on to the end. */
export interface HoldoutDates {
  /** The rates are those between these two dates. */
  readonly from: Day;
  readonly to: Day;
  /** From `to` to the end of the observation, 1 to `PERIODS_AHEAD`. */
  readonly steps: number;
}

/** How many periods the expected mix looks ahead. */
export const PERIODS_AHEAD = 3;

/**
 * The longest hold-out that the data allow: rates over a span, then up to three spans to the end.
 * A span of history has to come before it, or its scores would be of newcomers only. Null where
 * not even one step fits.
 */
export function holdoutDates({ to, span }: Dates, firstDay: Day): HoldoutDates | null {
  for (let steps = PERIODS_AHEAD; steps >= 1; steps--) {
    const from = to - (steps + 1) * span;
    if (from >= firstDay + span) return { from, to: to - steps * span, steps };
  }
  return null;
}

/** How the customers are scored at each date; frequency counts orders. */
export function scoresOf({ bins, scoring }: MovementSettings): ScoreSettings {
  return {
    bins,
    scoring,
    cuts: { recency: [], frequency: [], monetary: [] },
    frequency: 'orders',
  };
}

/** The rules as they are applied: scaled to the number of bins in use. */
export function activeRules({ bins, preset }: MovementSettings): readonly SegmentRule[] {
  return rulesFor(bins, PRESETS[preset]);
}

/** Whether the cut points of the start hold at every date. */
export function cutsAreKept({ cuts, scoring }: MovementSettings): boolean {
  return cuts === 'start' && scoring !== 'ntile';
}
