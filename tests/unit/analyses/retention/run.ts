import type { DatasetFacts, Tables } from '../../../../src/analyses/analysis.ts';
import { retention } from '../../../../src/analyses/retention/index.ts';
import {
  retentionResult,
  type RetentionResult,
} from '../../../../src/analyses/retention/result.ts';
import type { RetentionSettings } from '../../../../src/analyses/retention/settings.ts';
import type { TestDb } from '../../../helpers/duckdb.ts';
import type { TestOrder } from '../../../helpers/orders.ts';

export const CALENDAR_DAYS: RetentionSettings = {
  view: 'retention',
  windows: 'calendar',
  grain: 'day',
  length: 1,
  return: 'exact',
  basis: 'first',
  mean: 'weighted',
  periods: 30,
  reference: 'start',
  brackets: [],
  event: { kind: 'any' },
  minimum: 1,
  curves: 3,
  horizon: 90,
  span: 12,
  counting: 'exactly',
};

/** The result of the analysis over the canonical tables that are in the database. */
export function run(db: TestDb, settings: RetentionSettings, facts: DatasetFacts): RetentionResult {
  return retentionResult(tablesOf(db, settings, facts), settings, facts);
}

/** The answers to the queries of the settings. */
export function tablesOf(db: TestDb, settings: RetentionSettings, facts: DatasetFacts): Tables {
  const queries = Object.entries(retention.queries(settings, facts));
  return Object.fromEntries(queries.map(([name, query]) => [name, db.rows(query)]));
}

/** The customers of each cell by cohort; null where the period has not come. */
export function counts(result: RetentionResult): (number | null)[][] {
  return result.rows.map((row) => row.cells.map((cell) => cell?.customers ?? null));
}

/** The same without the periods that have not come. */
export function triangle(result: RetentionResult): number[][] {
  return counts(result).map((row) => row.filter((customers) => customers !== null));
}

/** Orders on days d(n) = 2020-06-10 + n at 05:00, by customer. */
export function ordersOn(days: Readonly<Record<string, readonly number[]>>): TestOrder[] {
  return Object.entries(days).flatMap(([customer, numbers]) =>
    numbers.map((n) => ({ customer, at: moment(n * 24 + 5), amount: 1 })),
  );
}

/** `YYYY-MM-DD HH:MM:SS`, hours after 2020-06-10 00:00. */
export function moment(hours: number): string {
  return new Date(Date.UTC(2020, 5, 10) + hours * 3_600_000)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');
}
