import type { Analysis } from '../analysis.ts';
import { attritionFindings } from './findings.ts';
import { attritionCustomers, attritionQueries, type AttritionSelection } from './query.ts';
import { attritionResult, type AttritionResult } from './result.ts';
import { attritionDefaults, attritionSchema, type AttritionSettings } from './settings.ts';
import { attritionTable } from './table.ts';

/** Who is late against their own rhythm, and what is at stake with them. */
export const attrition: Analysis<AttritionSettings, AttritionResult, AttritionSelection> = {
  id: 'attrition',
  schema: attritionSchema,
  defaults: attritionDefaults,
  queries: attritionQueries,
  queryKey: (settings) => settings,
  result: attritionResult,
  findings: attritionFindings,
  table: attritionTable,
  customers: attritionCustomers,
};
