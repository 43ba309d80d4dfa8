import * as v from 'valibot';
import type { Day } from '../../core/calendar.ts';
import { DEFAULT_RULES } from '../../data/rfm/presets.ts';
import { ruleSetSchema } from '../../data/rfm/rule-schema.ts';
import { rulesFor, type Dimension, type RuleSet } from '../../data/rfm/rules.ts';
import { cutsFit, scoreDefaults, scoreEntries, type ScoreSettings } from '../../data/rfm/scores.ts';
import type { DatasetFacts } from '../analysis.ts';

/** What the R × F heatmap shows in its cells. */
export const HEATMAP_MEASURES = ['customers', 'monetary'] as const;
export type HeatmapMeasure = (typeof HEATMAP_MEASURES)[number];

/** What the bars of the segments show. */
export const BAR_MEASURES = ['customers', 'orders', 'revenue', 'averageOrder'] as const;
export type BarMeasure = (typeof BAR_MEASURES)[number];

/** What the room shows first: see View.svelte. */
export const VIEWS = ['segments', 'sizes', 'profiles', 'scatter'] as const;
export type RfmView = (typeof VIEWS)[number];

/** What the area of a segment stands for. */
export const AREA_MEASURES = ['customers', 'revenue'] as const;
export type AreaMeasure = (typeof AREA_MEASURES)[number];

/** The dimensions along x and y. */
export const SCATTER_AXES = {
  rf: ['recency', 'frequency'],
  rm: ['recency', 'monetary'],
  fm: ['frequency', 'monetary'],
} as const satisfies Record<string, readonly [Dimension, Dimension]>;
export type ScatterAxes = keyof typeof SCATTER_AXES;
export const SCATTERS = ['rf', 'rm', 'fm'] as const satisfies readonly ScatterAxes[];

export interface RfmSettings extends ScoreSettings {
  /**
   * Recency is counted to this day; orders after it are left out. Null, the default, is the last
   * day of the data, whichever part of them is looked at.
   */
  readonly analysisDay: Day | null;
  readonly segments: RuleSet;
  readonly heatmap: HeatmapMeasure;
  readonly bars: BarMeasure;
  readonly view: RfmView;
  readonly area: AreaMeasure;
  readonly scatter: ScatterAxes;
}

const day = v.pipe(v.number(), v.integer(), v.minValue(-200_000), v.maxValue(200_000));

export const rfmSchema = v.pipe(
  v.object({
    analysisDay: v.nullable(day),
    ...scoreEntries,
    segments: ruleSetSchema,
    heatmap: v.picklist(HEATMAP_MEASURES),
    bars: v.picklist(BAR_MEASURES),
    view: v.picklist(VIEWS),
    area: v.picklist(AREA_MEASURES),
    scatter: v.picklist(SCATTERS),
  }),
  v.check((settings) => cutsFit(settings), 'cuts'),
) satisfies v.GenericSchema<unknown, RfmSettings>;

export function rfmDefaults(facts: DatasetFacts): RfmSettings {
  return {
    analysisDay: null,
    ...scoreDefaults(facts),
    segments: DEFAULT_RULES,
    heatmap: 'customers',
    bars: 'customers',
    view: 'segments',
    area: 'customers',
    scatter: 'rf',
  };
}

/** The day to which recency is counted. */
export function analysisDayOf(
  { analysisDay }: RfmSettings,
  { lastDay }: Pick<DatasetFacts, 'lastDay'>,
): Day {
  return analysisDay ?? lastDay;
}

/** The rules as they are applied: scaled to the number of bins in use. */
export function activeRules(settings: RfmSettings): RuleSet['rules'] {
  return rulesFor(settings.bins, settings.segments);
}
