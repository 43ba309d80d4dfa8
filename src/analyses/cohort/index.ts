import type { Analysis } from '../analysis.ts';
import { cohortFindings } from './findings.ts';
import { cohortCustomersQuery, cohortQuery, type CohortSelection } from './query.ts';
import { cohortResult, cohortTable, type CohortResult } from './result.ts';
import { cohortDefaults, cohortSchema, type CohortSettings } from './settings.ts';

/** Acquisition cohorts: customers grouped by the period of their first sale, followed by age. */
export const cohort: Analysis<CohortSettings, CohortResult, CohortSelection> = {
  id: 'cohort',
  schema: cohortSchema,
  defaults: cohortDefaults,
  queries: (settings) => ({ cohorts: cohortQuery(settings) }),
  queryKey: ({ grain }) => grain,
  result: cohortResult,
  findings: cohortFindings,
  table: cohortTable,
  customers: cohortCustomersQuery,
};
