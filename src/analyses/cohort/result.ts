import { periodEnd, periodIndex, periodStart, type Day } from '../../core/calendar.ts';
import type { DimensionValue } from '../../data/filter.ts';
import type { DatasetFacts, Tables } from '../analysis.ts';
import { parseCosts, parsePeriod, type CostProblem, type Costs } from './costs.ts';
import type { CohortKey } from './customers-query.ts';
import { lifeOf, numberOf, readRows, together, type Life, type Observed } from './lives.ts';
import { columnMeans, earlierMeans, type ColumnMean } from './means.ts';
import { isAdditive, measured, type CohortCell, type Measurable, type Shown } from './measures.ts';
import { MOST_VALUES } from './members-query.ts';
import { paybackOf, type Payback, type PaybackBasis } from './payback.ts';
import { fittedSettings, type CohortGrain, type CohortSettings } from './settings.ts';

export interface Cohort {
  /** The period index of the first sale or the date; of values the place, by their customers. */
  readonly index: number;
  readonly key: CohortKey;
  /** Of cohorts by value; null for a blank one. Undefined for periods, and for all other values together. */
  readonly value?: DimensionValue;
  /** All its customers. */
  readonly size: number;
  /**
   * By age, from 0; as many as periods have begun. What has not come is not there; undefined is
   * before the data. Of a cohort by value only what is complete, of the customers observed so long.
   */
  readonly cells: readonly (CohortCell | undefined)[];
  /** By period, from the result's `firstPeriod`. */
  readonly calendar: readonly (CohortCell | undefined)[];
  /** Null where no cost is given. */
  readonly payback: Payback | null;
}

export interface CohortResult extends Shown {
  readonly grain: CohortGrain;
  readonly by: CohortSettings['by'];
  readonly align: CohortSettings['align'];
  readonly against: CohortSettings['against'];
  /** The name of the file's column that cohorts are made by; null where it has a word of its own. */
  readonly column: string | null;
  /** Cohorts with customers: the earliest first, or the largest value. */
  readonly cohorts: readonly Cohort[];
  /** By age: as many as the longest cohort has cells. */
  readonly means: readonly ColumnMean[];
  /** By period, from `firstPeriod`; of counts and sums totals. Empty where columns are ages. */
  readonly calendarMeans: readonly ColumnMean[];
  /** Of all cohorts. */
  readonly customers: number;
  /** Customers in no cohort: without a date that can be read, or with one after the data. */
  readonly undated: number;
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** The first period that has a column of its own in the calendar. */
  readonly firstPeriod: number;
  /** The period of `lastDay`. */
  readonly lastPeriod: number;
  /** Whether the data goes on to the last day of that period. */
  readonly lastComplete: boolean;
  /** Whether the data begins on the first day of its first period. */
  readonly firstComplete: boolean;
  /** What pays acquisition back; null where the data knows no amounts. */
  readonly basis: PaybackBasis | null;
  /** Whether any cohort has a cost of acquisition. */
  readonly hasCosts: boolean;
  readonly costProblems: readonly CostProblem[];
}

/** A cohort before its cells are measured. */
interface Draft {
  readonly index: number;
  readonly key: CohortKey;
  readonly value?: DimensionValue;
  readonly size: number;
  readonly cells: readonly (Measurable | undefined)[];
  /** Undefined where it is `cells` moved to their periods. */
  readonly calendar?: readonly (Measurable | undefined)[];
}

interface Frame extends Observed {
  readonly lastComplete: boolean;
}

/** Shapes the rows of the queries. */
export function cohortResult(
  tables: Tables,
  asked: CohortSettings,
  facts: DatasetFacts,
): CohortResult {
  const settings = fittedSettings(asked, facts);
  const { grain, by, measure, mode } = settings;
  const lastPeriod = periodIndex(facts.lastDay, grain);
  const firstPeriod = periodIndex(facts.firstDay, grain);
  const lastComplete = periodEnd(lastPeriod, grain) <= facts.lastDay;
  const frame = { firstPeriod, lastPeriod, lastComplete };
  const drafts =
    by.kind === 'value' ? valueDrafts(tables, facts, frame) : periodDrafts(tables, facts, frame);
  const costs = costsOf(settings, drafts);
  const basis = facts.hasMoney ? (facts.shape.cost ? 'contribution' : 'revenue') : null;
  const cohorts = measuredCohorts(drafts, settings, frame, costs, basis);
  const shown = { measure, mode };
  const undated = (tables['sizes'] ?? []).find((row) => row['cohort'] === null);
  return {
    grain,
    by,
    measure,
    mode,
    align: settings.align,
    against: settings.against,
    column: columnOf(by, facts),
    cohorts,
    means: columnMeans(
      cohorts.map(({ cells }) => cells),
      shown,
    ),
    calendarMeans:
      settings.align === 'calendar'
        ? columnMeans(
            cohorts.map(({ calendar }) => calendar),
            shown,
            isAdditive(shown),
          )
        : [],
    customers: cohorts.reduce((sum, { size }) => sum + size, 0),
    undated: undated === undefined ? 0 : numberOf(undated, 'customers'),
    firstDay: facts.firstDay,
    lastDay: facts.lastDay,
    firstPeriod,
    lastPeriod,
    lastComplete,
    firstComplete: periodStart(firstPeriod, grain) >= facts.firstDay,
    basis,
    hasCosts: cohorts.some(({ payback }) => payback !== null),
    costProblems: costs.problems,
  };
}

function columnOf(by: CohortSettings['by'], { shape }: DatasetFacts): string | null {
  const match = /^(customer_)?attribute_(\d+)$/.exec(by.kind === 'first_order' ? '' : by.dimension);
  if (match === null) return null;
  const names = match[1] === undefined ? shape.attributes : shape.customerAttributes;
  return names[Number(match[2]) - 1] ?? null;
}

/** Cohorts by period: of the first sale, whose customers were all active at age 0, or of a date. */
function periodDrafts(tables: Tables, facts: DatasetFacts, frame: Frame): Draft[] {
  const { sections, nothing } = readRows(tables, facts);
  const given = new Map(
    (tables['sizes'] ?? [])
      .filter((row) => row['cohort'] !== null)
      .map((row) => [numberOf(row, 'cohort'), numberOf(row, 'customers')]),
  );
  return [...new Set([...given.keys(), ...sections.keys()])]
    .sort((a, b) => a - b)
    .map((index): Draft => {
      const ages = sections.get(index)?.get(index) ?? new Map<number, never>();
      const size = given.get(index) ?? ages.get(0)?.customers ?? 0;
      const { cells } = lifeOf(index, size, ages, frame, nothing);
      return { index, key: index, size, cells };
    });
}

function byCalendar<Cell>(
  cells: readonly (Cell | undefined)[],
  start: number,
  { firstPeriod, lastPeriod }: Frame,
): (Cell | undefined)[] {
  return Array.from(
    { length: lastPeriod - firstPeriod + 1 },
    (_, i) => cells[firstPeriod + i - start],
  );
}

/** Cohorts by value, each made of the customers of each period. */
function valueDrafts(tables: Tables, facts: DatasetFacts, frame: Frame): Draft[] {
  const { sections, nothing } = readRows(tables, facts);
  const rows = tables['sizes'] ?? [];
  const own = rows.filter((row) => numberOf(row, 'cohort') < MOST_VALUES);
  const values = own.map((row) => (row['value'] ?? null) as DimensionValue);
  return rows.map((row): Draft => {
    const index = numberOf(row, 'cohort');
    const lives = [...(sections.get(index) ?? [])].map(([start, ages]) =>
      lifeOf(start, ages.get(0)?.customers ?? 0, ages, frame, nothing),
    );
    const life = { size: numberOf(row, 'customers'), ...valueCells(lives, frame) };
    if (index >= MOST_VALUES) return { index, key: { except: values }, ...life };
    const value = (row['value'] ?? null) as DimensionValue;
    return { index, key: { value }, value, ...life };
  });
}

function valueCells(lives: readonly Life[], frame: Frame): Pick<Draft, 'cells' | 'calendar'> {
  const { firstPeriod, lastPeriod, lastComplete } = frame;
  const lastWhole = lastComplete ? lastPeriod : lastPeriod - 1;
  const longest = Math.max(0, ...lives.map(({ start }) => lastWhole - start + 1));
  const at = (cells: readonly (Measurable | undefined)[]) =>
    together(cells.filter((cell) => cell !== undefined));
  return {
    cells: Array.from({ length: longest }, (_, age) =>
      at(lives.map(({ start, cells }) => (start + age <= lastWhole ? cells[age] : undefined))),
    ),
    calendar: Array.from({ length: lastPeriod - firstPeriod + 1 }, (_, i) =>
      at(lives.map(({ start, cells }) => cells[firstPeriod + i - start])),
    ),
  };
}

/** The cost of each cohort: its own line, or else the one figure for all. */
function costsOf({ costs, grain, by }: CohortSettings, drafts: readonly Draft[]): Costs {
  const known = new Set(drafts.map(({ index }) => index));
  const byName = new Map(
    drafts.flatMap(({ value, index }) =>
      typeof value === 'string' ? [[value.trim(), index] as const] : [],
    ),
  );
  return parseCosts(costs, (name) => {
    if (by.kind === 'value') return byName.get(name) ?? 'cohort';
    const index = parsePeriod(name, grain);
    if (index === null) return 'period';
    return known.has(index) ? index : 'cohort';
  });
}

function measuredCohorts(
  drafts: readonly Draft[],
  settings: CohortSettings,
  frame: Frame,
  { costs }: Costs,
  basis: PaybackBasis | null,
): Cohort[] {
  const { lastPeriod, lastComplete, firstPeriod } = frame;
  const byValue = settings.by.kind === 'value';
  const finish = (cell: Measurable | undefined, incomplete: boolean): CohortCell | undefined =>
    cell === undefined
      ? undefined
      : { ...cell, incomplete, value: measured(cell, settings), earlier: null };
  const rows = drafts.map(({ cells, index }) =>
    cells.map((cell, age) => finish(cell, !byValue && !lastComplete && index + age === lastPeriod)),
  );
  const earlier = settings.against === 'earlier' ? earlierMeans(rows, settings) : null;
  return drafts.map((draft, r): Cohort => {
    const cells = (rows[r] ?? []).map((cell, age) =>
      cell === undefined || earlier === null
        ? cell
        : { ...cell, earlier: earlier[r]?.[age] ?? null },
    );
    const given = draft.calendar?.map((cell, i) =>
      finish(cell, !lastComplete && firstPeriod + i === lastPeriod),
    );
    const cost = costs.get(draft.index) ?? settings.cost;
    const payback = cost === null || basis === null ? null : paybackOf(cells, cost, basis);
    return {
      ...draft,
      cells,
      // Of many cohorts large, and not always looked at.
      get calendar() {
        return given ?? byCalendar(cells, draft.index, frame);
      },
      payback,
    };
  });
}
