import type { Analysis } from '../analysis.ts';
import { cohortCustomersQuery, type CohortSelection } from './customers-query.ts';
import { cohortFindings } from './findings.ts';
import { cohortQuery, itemsQuery, sizesQuery } from './query.ts';
import { cohortResult, type CohortResult } from './result.ts';
import { cohortDefaults, cohortSchema, fittedSettings, type CohortSettings } from './settings.ts';
import { cohortTable } from './table.ts';

/** Acquisition cohorts: customers grouped by how or when they came, followed by age. */
export const cohort: Analysis<CohortSettings, CohortResult, CohortSelection> = {
  id: 'cohort',
  schema: cohortSchema,
  defaults: cohortDefaults,
  queries: (asked, facts) => {
    const settings = fittedSettings(asked, facts);
    return {
      cohorts: cohortQuery(settings, facts),
      ...(settings.by.kind === 'first_order' ? {} : { sizes: sizesQuery(settings, facts) }),
      ...(settings.measure === 'items' ? { items: itemsQuery(settings, facts) } : {}),
    };
  },
  queryKey: ({ grain, by, measure }) => [grain, by, measure === 'items'],
  needsLines: ({ by }) =>
    by.kind === 'value' && (by.dimension === 'product' || by.dimension === 'category'),
  result: cohortResult,
  findings: cohortFindings,
  table: cohortTable,
  customers: (selection, settings, facts) =>
    cohortCustomersQuery(selection, fittedSettings(settings, facts), facts),
};
