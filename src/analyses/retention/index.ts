import type { Analysis } from '../analysis.ts';
import { retentionFindings } from './findings.ts';
import { retentionCustomers, retentionQueries, retentionQueryKey } from './query.ts';
import { retentionResult, type RetentionResult } from './result.ts';
import type { RetentionSelection } from './selection.ts';
import { retentionDefaults, retentionSchema, type RetentionSettings } from './settings.ts';
import { retentionTable } from './table.ts';

/** How many customers come back, by the time since their first order. */
export const retention: Analysis<RetentionSettings, RetentionResult, RetentionSelection> = {
  id: 'retention',
  schema: retentionSchema,
  defaults: retentionDefaults,
  queries: retentionQueries,
  queryKey: retentionQueryKey,
  result: retentionResult,
  findings: retentionFindings,
  table: retentionTable,
  customers: retentionCustomers,
};
