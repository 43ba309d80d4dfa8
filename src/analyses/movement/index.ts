import type { Analysis } from '../analysis.ts';
import { movementFindings } from './findings.ts';
import { movementCustomers, movementQueries, type MovementSelection } from './query.ts';
import { movementResult, type MovementResult } from './result.ts';
import { movementDefaults, movementSchema, type MovementSettings } from './settings.ts';
import { movementTable } from './table.ts';

/**
 * RFM segments at two dates: who went where, with the cut points of the first date kept, what that
 * did to the revenue, and which mix the same rates lead to (a Markov chain of customers, after
 * Pfeifer & Carraway 2000, Journal of Interactive Marketing 14).
 */
export const movement: Analysis<MovementSettings, MovementResult, MovementSelection> = {
  id: 'movement',
  schema: movementSchema,
  defaults: movementDefaults,
  queries: movementQueries,
  queryKey: ({ from, to, span, bins, scoring, cuts, preset, view }) => [
    from,
    to,
    span,
    bins,
    scoring,
    cuts,
    preset,
    view === 'months',
  ],
  result: movementResult,
  findings: movementFindings,
  table: movementTable,
  customers: movementCustomers,
};
