import type { Analysis } from '../analysis.ts';
import { compareCustomers, compareQueries, type CompareSelection } from './query.ts';
import { groupResult, type Group } from './result.ts';
import { compareDefaults, compareSchema, type CompareSettings } from './settings.ts';

/** One of two groups that are held against each other; the screen runs it for each. */
export const compare: Analysis<CompareSettings, Group, CompareSelection> = {
  id: 'compare',
  schema: compareSchema,
  defaults: compareDefaults,
  queries: compareQueries,
  queryKey: ({ window }) => window,
  result: groupResult,
  // What there is to say is said of both groups together: see findings.ts.
  findings: () => [],
  table: ({ customers, orders, revenue }) => ({
    columns: [
      { key: 'customers', title: 'compare_customers', format: 'count' },
      { key: 'orders', title: 'compare_orders_total', format: 'count' },
      { key: 'revenue', title: 'compare_revenue_total', format: 'money' },
    ],
    rows: [{ customers, orders, revenue }],
  }),
  customers: compareCustomers,
};
