import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { cohort } from '../../../../src/analyses/cohort/index.ts';
import type { CohortResult } from '../../../../src/analyses/cohort/result.ts';
import type { CohortSettings } from '../../../../src/analyses/cohort/settings.ts';
import type { TestDb } from '../../../helpers/duckdb.ts';

/** The result for some settings, over the canonical tables that are there. */
export function runCohort(
  db: TestDb,
  facts: DatasetFacts,
  patch: Partial<CohortSettings> = {},
): CohortResult {
  const settings = { ...cohort.defaults(facts), ...patch };
  const tables = Object.fromEntries(
    Object.entries(cohort.queries(settings, facts)).map(([name, query]) => [name, db.rows(query)]),
  );
  return cohort.result(tables, settings, facts);
}

/** The cells of a cohort, one number each, by age. */
export function cells(
  result: CohortResult,
  at: number,
  key: 'customers' | 'orders' | 'revenue' | 'value',
): readonly (number | null)[] {
  return (result.cohorts[at]?.cells ?? []).map((cell) => cell[key]);
}
