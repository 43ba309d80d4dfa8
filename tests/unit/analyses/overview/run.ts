import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { overview } from '../../../../src/analyses/overview/index.ts';
import type { OverviewResult } from '../../../../src/analyses/overview/result.ts';
import type { OverviewSettings } from '../../../../src/analyses/overview/settings.ts';
import type { TestDb } from '../../../helpers/duckdb.ts';

/** The result for some settings, over the canonical tables that are there. */
export function runOverview(
  db: TestDb,
  facts: DatasetFacts,
  patch: Partial<OverviewSettings> = {},
): OverviewResult {
  const settings = { ...overview.defaults(facts), ...patch };
  const tables = Object.fromEntries(
    Object.entries(overview.queries(settings, facts)).map(([name, query]) => [
      name,
      db.rows(query),
    ]),
  );
  return overview.result(tables, settings, facts);
}

/** A number of each period. */
export function column<Key extends keyof OverviewResult['periods'][number]>(
  result: OverviewResult,
  key: Key,
): readonly OverviewResult['periods'][number][Key][] {
  return result.periods.map((period) => period[key]);
}
