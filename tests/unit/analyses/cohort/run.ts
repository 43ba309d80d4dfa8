import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { cohort } from '../../../../src/analyses/cohort/index.ts';
import type { CohortCell } from '../../../../src/analyses/cohort/measures.ts';
import type { CohortResult } from '../../../../src/analyses/cohort/result.ts';
import type { CohortSettings } from '../../../../src/analyses/cohort/settings.ts';
import type { TestDb } from '../../../helpers/duckdb.ts';

/** The settings for some data, with some of them changed. */
export function settingsFor(
  facts: DatasetFacts,
  patch: Partial<CohortSettings> = {},
): CohortSettings {
  return { ...cohort.defaults(facts), ...patch };
}

/** The result for some settings, over the canonical tables that are there. */
export function runCohort(
  db: TestDb,
  facts: DatasetFacts,
  patch: Partial<CohortSettings> = {},
): CohortResult {
  const settings = settingsFor(facts, patch);
  const tables = Object.fromEntries(
    Object.entries(cohort.queries(settings, facts)).map(([name, query]) => [name, db.rows(query)]),
  );
  return cohort.result(tables, settings, facts);
}

export type CellKey =
  'base' | 'customers' | 'value' | 'earlier' | 'orders' | 'revenue' | 'contribution' | 'items';

/** One number of a cell; null also where there is no cell. */
export function numberOf(cell: CohortCell | undefined, key: CellKey): number | null {
  if (cell === undefined) return null;
  if (key === 'orders' || key === 'revenue' || key === 'contribution' || key === 'items') {
    return cell.amounts[key];
  }
  return cell[key];
}

/** The cells of a cohort, one number each, by age; null before the data. */
export function cells(result: CohortResult, at: number, key: CellKey): readonly (number | null)[] {
  return (result.cohorts[at]?.cells ?? []).map((cell) => numberOf(cell, key));
}

/** The same by period of the calendar. */
export function calendarCells(
  result: CohortResult,
  at: number,
  key: CellKey,
): readonly (number | null)[] {
  return (result.cohorts[at]?.calendar ?? []).map((cell) => numberOf(cell, key));
}
