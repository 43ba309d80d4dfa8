import type { Analysis } from '../analysis.ts';
import { overviewFindings } from './findings.ts';
import { overviewCustomers, overviewQueries, type OverviewSelection } from './query.ts';
import { overviewResult, overviewTable, type OverviewResult } from './result.ts';
import { overviewDefaults, overviewSchema, type OverviewSettings } from './settings.ts';

/** How the business goes: its customers, orders and revenue by period, and why they change. */
export const overview: Analysis<OverviewSettings, OverviewResult, OverviewSelection> = {
  id: 'overview',
  schema: overviewSchema,
  defaults: overviewDefaults,
  queries: overviewQueries,
  queryKey: ({ grain }) => grain,
  result: overviewResult,
  findings: overviewFindings,
  table: overviewTable,
  customers: overviewCustomers,
};
