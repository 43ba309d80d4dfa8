import type { Analysis } from '../analysis.ts';
import { concentrationFindings } from './findings.ts';
import {
  concentrationCustomers,
  concentrationQueries,
  type ConcentrationSelection,
} from './query.ts';
import { concentrationResult, concentrationTable, type ConcentrationResult } from './result.ts';
import {
  concentrationDefaults,
  concentrationSchema,
  type ConcentrationSettings,
} from './settings.ts';

/**
 * On how few customers the business rests: the curve of Lorenz (1905, "Methods of measuring the
 * concentration of wealth") drawn from the best customer, the coefficient of Gini (1912), and
 * the customers in classes.
 */
export const concentration: Analysis<
  ConcentrationSettings,
  ConcentrationResult,
  ConcentrationSelection
> = {
  id: 'concentration',
  schema: concentrationSchema,
  defaults: concentrationDefaults,
  queries: concentrationQueries,
  queryKey: (settings) => settings,
  result: concentrationResult,
  findings: concentrationFindings,
  table: concentrationTable,
  customers: concentrationCustomers,
};
