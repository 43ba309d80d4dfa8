import type { Dataset } from '../../../workers/engine-api.ts';
import { segmentName } from '../../analyses/rfm/charts.ts';
import { rfm } from '../../analyses/rfm/index.ts';
import type { NamedAudience } from '../../data/breakdown.ts';
import { NO_FILTER } from '../../data/filter.ts';
import { OTHERS } from '../../data/rfm/rules.ts';
import { analysisState } from '../../state/analysis-run.svelte.ts';

/**
 * The RFM segments of the whole data as lists of customers, by the settings that the RFM screen
 * has. Each customer with a known amount is in exactly one.
 */
export function segmentLists(dataset: Dataset): readonly NamedAudience[] {
  const { settings: own } = analysisState(rfm, dataset);
  // What only the screen of RFM shows otherwise makes no other segments.
  const { heatmap, bars, view, area, scatter } = rfm.defaults(dataset.facts);
  const settings = { ...own, heatmap, bars, view, area, scatter };
  const segments = [...settings.segments.rules, { id: OTHERS, name: null }];
  return segments.map((segment) => ({
    name: segmentName(segment),
    definition: {
      kind: 'selection',
      analysis: rfm.id,
      settings,
      selection: { kind: 'segment', id: segment.id },
      filter: NO_FILTER,
    },
  }));
}
