import type { Analysis } from '../analysis.ts';
import {
  retentionCustomers,
  retentionNeedsLines,
  retentionQueries,
  retentionQueryKey,
} from './query.ts';
import type { RetentionSelection } from './selection.ts';
import { retentionDefaults, retentionSchema, type RetentionSettings } from './settings.ts';
import { viewFindings, viewResult, viewTable, type ViewResult } from './view-result.ts';

/** How many customers come back, by the time since an order. */
export const retention: Analysis<RetentionSettings, ViewResult, RetentionSelection> = {
  id: 'retention',
  schema: retentionSchema,
  defaults: retentionDefaults,
  queries: retentionQueries,
  needsLines: retentionNeedsLines,
  queryKey: retentionQueryKey,
  result: viewResult,
  findings: viewFindings,
  table: viewTable,
  customers: retentionCustomers,
};
