import { periodIndex, type Grain } from '../../core/calendar.ts';
import type { DatasetFacts, Row, Tables } from '../analysis.ts';
import { lastFullPeriod, lastPeriod } from '../../core/observed-periods.ts';
import { cohortGrain, type RetentionSettings } from './settings.ts';
import { activeBrackets, activeReference, activeReturn, bracketOf } from './variants.ts';

/** A cohort at an age whose period has begun (calendar) or is over for somebody (rolling). */
export interface RetentionCell {
  /** Customers who came back; at age 0 those observed. */
  readonly customers: number;
  /**
   * The customers it is a share of: the cohort's size; with the reference `previous` those active
   * in the period before; for rolling windows those of the cohort whose window is over.
   */
  readonly observed: number;
  /** customers ÷ observed, 0–100, with the reference `previous` more; null where nobody was observed. */
  readonly percent: number | null;
  /** The calendar period is not over: kept out of means. Never so for rolling windows. */
  readonly incomplete: boolean;
}

export interface RetentionRow {
  /** Index of the cohort's calendar period, of the grain `cohortGrain`. */
  readonly cohort: number;
  /** Its customers, 0 for an empty one. */
  readonly size: number;
  /** By age from 0; null where the period has not come or no window is over. */
  readonly cells: readonly (RetentionCell | null)[];
}

/** A row for every cohort from the first period of the data to the last, also the empty ones. */
export function cohortRows(
  tables: Tables,
  settings: RetentionSettings,
  facts: DatasetFacts,
): readonly RetentionRow[] {
  return settings.windows === 'calendar'
    ? calendarRows(tables, settings, facts)
    : rollingRows(tables, settings, facts);
}

function calendarRows(
  tables: Tables,
  settings: RetentionSettings,
  facts: DatasetFacts,
): readonly RetentionRow[] {
  const { grain } = settings;
  const last = lastPeriod(facts, grain);
  const full = lastFullPeriod(facts, grain);
  const ages = columns(settings, last - periodIndex(facts.firstDay, grain));
  const previous = activeReference(settings) === 'previous';
  const returned = countsByCohort(tables['returned'] ?? [], 'age', ages);
  return cohorts(facts, grain).map((cohort) => {
    const counts = atAges(returned.get(cohort), ages, settings);
    const size = counts[0] ?? 0;
    const cells = counts.map((customers, age) => {
      const { from, to } = bracketOf(age, settings);
      const of = previous && age > 0 ? (counts[age - 1] ?? 0) : size;
      return cohort + from > last ? null : cell(customers, of, cohort + to > full);
    });
    return { cohort, size, cells };
  });
}

/** How many columns begin within the data, with that of the first period. */
function columns(settings: RetentionSettings, periods: number): number {
  const brackets = activeBrackets(settings);
  return brackets === null
    ? Math.min(settings.periods, periods) + 1
    : brackets.filter(({ from }) => from <= periods).length + 1;
}

function rollingRows(
  tables: Tables,
  settings: RetentionSettings,
  facts: DatasetFacts,
): readonly RetentionRow[] {
  const observedRows = tables['observed'] ?? [];
  // A window that is over for nobody has no column; the first always has one.
  const most = observedRows.reduce((most, row) => Math.max(most, Number(row['finished'])), 1);
  const ages = Math.min(settings.periods + 1, most);
  const returned = countsByCohort(tables['returned'] ?? [], 'age', ages);
  const observed = countsByCohort(observedRows, 'finished', ages + 1);
  return cohorts(facts, cohortGrain(settings)).map((cohort) => {
    const counts = atAges(returned.get(cohort), ages, settings);
    const finished = orMore(observed.get(cohort) ?? []);
    const cells = counts.map((customers, age) => {
      const over = finished[age + 1] ?? 0;
      return over === 0 ? null : cell(customers, over, false);
    });
    return { cohort, size: finished[0] ?? 0, cells };
  });
}

function cell(customers: number, observed: number, incomplete: boolean): RetentionCell {
  const percent = observed === 0 ? null : (100 * customers) / observed;
  return { customers, observed, percent, incomplete };
}

/** The cohorts of a dataset, also the empty ones. */
function cohorts(facts: DatasetFacts, grain: Grain): readonly number[] {
  const first = periodIndex(facts.firstDay, grain);
  const last = lastPeriod(facts, grain);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** For each cohort the customers by a number from 0; what lies beyond the last is added to it. */
function countsByCohort(
  rows: readonly Row[],
  by: 'age' | 'finished',
  length: number,
): ReadonlyMap<number, readonly number[]> {
  const counts = new Map<number, number[]>();
  for (const row of rows) {
    const cohort = Number(row['cohort']);
    let ofCohort = counts.get(cohort);
    if (ofCohort === undefined) {
      ofCohort = Array.from({ length }, () => 0);
      counts.set(cohort, ofCohort);
    }
    const at = Math.min(Number(row[by]), length - 1);
    ofCohort[at] = (ofCohort[at] ?? 0) + Number(row['customers']);
  }
  return counts;
}

/** Customers who returned at each age: exactly then, or (from last ages) then or later. */
function atAges(
  counts: readonly number[] | undefined,
  ages: number,
  settings: RetentionSettings,
): readonly number[] {
  const byAge = counts ?? Array.from({ length: ages }, () => 0);
  return activeReturn(settings) === 'exact' ? byAge : orMore(byAge);
}

/** Sums from each place to the end. */
function orMore(counts: readonly number[]): readonly number[] {
  let sum = 0;
  return counts.map((_, i) => (sum += counts[counts.length - 1 - i] ?? 0)).reverse();
}
