import { wilsonInterval } from '../../core/statistics.ts';
import type { Finding, FindingValue } from '../analysis.ts';
import type { CurvePoint } from './curve.ts';
import type { RetentionCell } from './cohort-rows.ts';
import type { RetentionResult } from './result.ts';
import type { RetentionSelection } from './selection.ts';
import { bracketText } from './brackets.ts';
import { activeBasis, unitOf, type RetentionSettings } from './settings.ts';
import {
  activeBrackets,
  activeEvent,
  activeMinimum,
  activeReference,
  activeReturn,
  bracketOf,
  isPlainReturn,
} from './variants.ts';

/**
 * Fewer customers are not spoken of: at 50 % the interval of 50 customers is ± 13 points wide,
 * that of fewer wider still.
 */
export const FEWEST_CUSTOMERS = 50;

/** Fewer cohorts have no best and worst, and fewer points no course. */
const FEWEST_COMPARED = 3;

type Told = Finding<RetentionSelection>;

const percent = (value: number): FindingValue => ({ kind: 'percent', value });
const count = (value: number): FindingValue => ({ kind: 'count', value });
const unit = (settings: RetentionSettings): FindingValue => ({
  kind: 'message',
  key: `retention_unit_${unitOf(settings)}`,
});

/** The sentences beside the curve, the largest first. */
export function retentionFindings(result: RetentionResult): readonly Told[] {
  const next = nextPeriod(result);
  const findings = [
    next,
    bestAndWorst(result),
    course(result),
    lastLifecycle(result),
    next?.key === 'retention_found_too_few' ? null : tooFewFrom(result),
    counted(result),
  ];
  return findings.filter((finding) => finding !== null);
}

/** A point that enough customers stand behind, with its interval. */
interface SurePoint extends CurvePoint {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

function isSure(point: CurvePoint): point is SurePoint {
  return point.observed >= FEWEST_CUSTOMERS && point.mean !== null && point.low !== null;
}

function nextPeriod({ curve, settings }: RetentionResult): Told | null {
  const point = curve[1];
  if (activeBrackets(settings) !== null || !isPlainReturn(settings)) {
    return firstColumn(point, settings);
  }
  if (point === undefined || point.observed === 0) {
    return {
      key: 'retention_found_none',
      values: { unit: unit(settings) },
      strong: [],
      selection: null,
    };
  }
  if (settings.mean === 'simple' && point.cohorts < 2) {
    return {
      key: 'retention_found_one_cohort',
      values: { unit: unit(settings) },
      strong: [],
      selection: null,
    };
  }
  if (!isSure(point)) {
    return {
      key: 'retention_found_too_few',
      values: { unit: unit(settings), customers: count(point.observed) },
      strong: ['customers'],
      selection: null,
    };
  }
  const kind = activeBasis(settings) === 'recurring' ? 'recurring' : settings.mean;
  return {
    key: `retention_found_next_${kind}_${settings.return === 'exact' ? 'exact' : 'after'}`,
    values: {
      unit: unit(settings),
      customers: count(point.observed),
      cohorts: count(point.cohorts),
      percent: percent(point.mean),
      low: percent(point.low),
      high: percent(point.high),
    },
    strong: ['percent'],
    selection: { kind: 'cell', cohort: null, age: 1 },
  };
}

/** The first column where it is not simply an order in the next period. */
function firstColumn(point: CurvePoint | undefined, settings: RetentionSettings): Told {
  const span: FindingValue = { kind: 'text', value: bracketText(bracketOf(1, settings)) };
  const named = { unit: unit(settings), span };
  if (point === undefined || !isSure(point)) {
    return {
      key: 'retention_found_variant_few',
      values: { ...named, customers: count(point?.observed ?? 0) },
      strong: [],
      selection: null,
    };
  }
  return {
    key: `retention_found_variant_${activeReturn(settings) === 'exact' ? 'exact' : 'after'}`,
    values: {
      ...named,
      percent: percent(point.mean),
      cohorts: count(point.cohorts),
      customers: count(point.observed),
      low: percent(point.low),
      high: percent(point.high),
    },
    strong: ['percent'],
    selection: { kind: 'cell', cohort: null, age: 1 },
  };
}

/** What is counted, where not every order is. */
function counted({ settings }: RetentionResult): Told | null {
  if (isPlainReturn(settings)) return null;
  const event = activeEvent(settings);
  return {
    key: `retention_counts_${event.kind}`,
    values: {
      minimum: count(activeMinimum(settings)),
      ...('value' in event ? { value: { kind: 'text', value: event.value } } : {}),
      ...('amount' in event ? { amount: { kind: 'money', value: event.amount } } : {}),
    },
    strong: [],
    selection: null,
  };
}

/** Whether the columns are single periods, each a share of the cohort: else no course is told. */
function isPlainTable(settings: RetentionSettings): boolean {
  return activeBrackets(settings) === null && activeReference(settings) === 'start';
}

function bestAndWorst({ rows, settings, cohortGrain }: RetentionResult): Told | null {
  if (activeBrackets(settings) !== null) return null;
  const compared = rows
    .map(({ cohort, cells }) => ({ cohort, cell: cells[1] ?? null }))
    .filter((each): each is { cohort: number; cell: RetentionCell & { percent: number } } =>
      isComparable(each.cell),
    )
    .sort((a, b) => b.cell.percent - a.cell.percent);
  const best = compared[0];
  const worst = compared.at(-1);
  if (best === undefined || worst === undefined || compared.length < FEWEST_COMPARED) return null;
  if (best.cell.percent === worst.cell.percent) return null;
  const apart = bounds(best.cell).low > bounds(worst.cell).high;
  return {
    key: apart ? 'retention_found_cohorts_apart' : 'retention_found_cohorts_overlap',
    values: {
      best: { kind: 'period', index: best.cohort, grain: cohortGrain },
      bestPercent: percent(best.cell.percent),
      worst: { kind: 'period', index: worst.cohort, grain: cohortGrain },
      worstPercent: percent(worst.cell.percent),
      unit: unit(settings),
    },
    strong: ['bestPercent', 'worstPercent'],
    selection: { kind: 'cell', cohort: best.cohort, age: 1 },
  };
}

function isComparable(cell: RetentionCell | null): boolean {
  return (
    cell !== null && !cell.incomplete && cell.percent !== null && cell.observed >= FEWEST_CUSTOMERS
  );
}

function bounds(cell: RetentionCell): { low: number; high: number } {
  return wilsonInterval(cell.customers, cell.observed) ?? { low: 0, high: 1 };
}

/** Where the curve flattens; else whether it falls or rises from the first point to the last. */
function course({ curve, settings }: RetentionResult): Told | null {
  if (!isPlainTable(settings)) return null;
  const points = surePoints(curve);
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < FEWEST_COMPARED) return null;
  const level = points.findIndex((_, i) => isLevel(points.slice(i)));
  const levelPoints = level < 0 ? [] : points.slice(level);
  const start = levelPoints[0];
  if (start !== undefined && levelPoints.length >= FEWEST_COMPARED) {
    const means = levelPoints.map((point) => point.mean);
    return {
      key: 'retention_found_level',
      values: {
        unit: unit(settings),
        from: count(start.age),
        to: count(last.age),
        lowest: percent(Math.min(...means)),
        highest: percent(Math.max(...means)),
      },
      strong: ['lowest', 'highest'],
      selection: null,
    };
  }
  const falls = last.high < first.low;
  if (!falls && last.low <= first.high) return null;
  return {
    key: falls ? 'retention_found_falls' : 'retention_found_rises',
    values: {
      unit: unit(settings),
      first: percent(first.mean),
      last: percent(last.mean),
      from: count(first.age),
      to: count(last.age),
      customers: count(last.observed),
    },
    strong: ['first', 'last'],
    selection: { kind: 'cell', cohort: null, age: last.age },
  };
}

/** The points from age 1 up to the first that too few customers stand behind. */
function surePoints(curve: readonly CurvePoint[]): readonly SurePoint[] {
  const followed = curve.slice(1);
  const end = followed.findIndex((point) => !isSure(point));
  return (end < 0 ? followed : followed.slice(0, end)).filter(isSure);
}

/** Level: one value lies within the interval of every point. */
function isLevel(points: readonly SurePoint[]): boolean {
  const low = Math.max(...points.map((point) => point.low));
  return low <= Math.min(...points.map((point) => point.high));
}

function lastLifecycle({ lifecycle, lifecycleGrain }: RetentionResult): Told | null {
  // The first period of the data has none before it: all of its customers are new.
  const last = lifecycle.slice(1).findLast((period) => !period.incomplete);
  if (last === undefined || last.dormant === null) return null;
  const active = last.new + last.returning + last.resurrecting;
  if (active < FEWEST_CUSTOMERS) return null;
  return {
    key: 'retention_found_lifecycle',
    values: {
      period: { kind: 'period', index: last.period, grain: lifecycleGrain },
      unit: { kind: 'message', key: `retention_unit_${lifecycleGrain}` },
      active: count(active),
      new: count(last.new),
      returning: count(last.returning),
      resurrecting: count(last.resurrecting),
      dormant: count(last.dormant),
    },
    strong: ['dormant'],
    selection: { kind: 'lifecycle', period: last.period, state: 'dormant' },
  };
}

/** Says from where on too few customers have been observed. */
function tooFewFrom({ curve, settings }: RetentionResult): Told | null {
  if (!isPlainTable(settings)) return null;
  const from = curve.find(
    (point) => point.age > 1 && point.observed > 0 && point.observed < FEWEST_CUSTOMERS,
  );
  if (from === undefined) return null;
  return {
    key: 'retention_found_few_from',
    values: { unit: unit(settings), from: count(from.age), customers: count(FEWEST_CUSTOMERS) },
    strong: [],
    selection: null,
  };
}
