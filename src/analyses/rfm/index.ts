import type { Analysis } from '../analysis.ts';
import { rfmFindings } from './findings.ts';
import { rfmCustomers, rfmQueries, type RfmSelection } from './query.ts';
import { rfmResult, type RfmResult } from './result.ts';
import { DEFAULT_RULES } from '../../data/rfm/presets.ts';
import { ruleSetSchema } from '../../data/rfm/rule-schema.ts';
import type { RuleSet } from '../../data/rfm/rules.ts';
import { scoreKey, withBins } from '../../data/rfm/scores.ts';
import { rfmTable } from './table.ts';
import { activeRules, rfmDefaults, rfmSchema, type RfmSettings } from './settings.ts';

/**
 * Recency, frequency and monetary value: each customer is scored from 1 to `bins` on the days
 * since the last sale, the number of sales (or of days or rows) and the revenue, and falls into the first segment
 * whose rule matches the three scores (Hughes 1994; Bult & Wansbeek 1995).
 */
export const rfm: Analysis<RfmSettings, RfmResult, RfmSelection> = {
  id: 'rfm',
  schema: rfmSchema,
  defaults: rfmDefaults,
  queries: rfmQueries,
  queryKey: (settings) => [
    settings.analysisDay,
    scoreKey(settings),
    settings.view === 'scatter' ? settings.scatter : null,
    // Names, colours, actions and measures are matters of the page.
    activeRules(settings).map(({ id, recency, frequency, monetary }) => ({
      id,
      recency,
      frequency,
      monetary,
    })),
  ],
  result: rfmResult,
  findings: rfmFindings,
  table: rfmTable,
  lasting: {
    schema: ruleSetSchema,
    of: ({ segments }) =>
      JSON.stringify(segments) === JSON.stringify(DEFAULT_RULES) ? null : segments,
    put: (settings, kept) => {
      const segments = kept as RuleSet;
      return { ...withBins(settings, segments.bins), segments };
    },
  },
  customers: rfmCustomers,
};
