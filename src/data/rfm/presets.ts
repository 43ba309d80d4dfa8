import {
  type NamedSegment,
  type RuleSet,
  type ScoreRange,
  SEGMENT_RANKS,
  type SegmentRule,
} from './rules.ts';

/** The rule sets to start from. Each has the messages `rfm_preset_<id>` and `rfm_preset_note_<id>`. */
export const PRESET_IDS = ['package', 'map', 'shopify', 'klaviyo', 'quartile'] as const;
export type PresetId = (typeof PRESET_IDS)[number];

type Range = number | readonly [number, number];
type Ranges = readonly [id: NamedSegment, recency: Range, frequency: Range, monetary: Range];

function setOf(bins: number, rules: readonly Ranges[]): RuleSet {
  return {
    bins,
    rules: rules.map(([id, recency, frequency, monetary]): SegmentRule => ({
      id,
      name: null,
      colour: SEGMENT_RANKS[id],
      action: null,
      recency: rangeOf(recency),
      frequency: rangeOf(frequency),
      monetary: rangeOf(monetary),
    })),
  };
}

function rangeOf(range: Range): ScoreRange {
  const [from, to] = typeof range === 'number' ? [range, range] : range;
  return { from, to };
}

const ANY_OF_5 = [1, 5] as const;
const ANY_OF_4 = [1, 4] as const;
const ANY_OF_3 = [1, 3] as const;

export const PRESETS: Readonly<Record<PresetId, RuleSet>> = {
  /*
   * The ten segments that the R package rfm documents (rfm_segment, 0.2.0 and 0.2.2), with the
   * same range for frequency and monetary. `new`, `promising` and `cant_lose` lie inside rules
   * that come before them, so that they stay empty until the order or the ranges are changed.
   * Some combinations of scores match no rule.
   */
  package: setOf(5, [
    ['champions', [4, 5], [4, 5], [4, 5]],
    ['loyal', [2, 5], [3, 5], [3, 5]],
    ['potential', [3, 5], [1, 3], [1, 3]],
    ['new', [4, 5], 1, 1],
    ['promising', [3, 4], 1, 1],
    ['attention', [2, 3], [2, 3], [2, 3]],
    ['sleeping', [2, 3], [1, 2], [1, 2]],
    ['at_risk', [1, 2], [2, 5], [2, 5]],
    ['cant_lose', 1, [4, 5], [4, 5]],
    ['lost', [1, 2], [1, 2], [1, 2]],
  ]),
  /*
   * The map of recency by frequency that is common in teaching and in many programs, after the
   * eleven names of Putler's article on RFM: the ten rectangles that cover the 5 × 5 cells
   * (12–22 hibernating, 13–24 at risk, 15 and 25 can't lose, 31–32 about to sleep, 33 need
   * attention, 34–45 loyal, 41 promising, 51 new, 42–53 potential loyalists, 54–55 champions),
   * of which the lowest recency is lost instead of hibernating. Putler itself combines
   * frequency and monetary and lets ranges overlap.
   */
  map: setOf(5, [
    ['champions', 5, [4, 5], ANY_OF_5],
    ['loyal', [3, 4], [4, 5], ANY_OF_5],
    ['potential', [4, 5], [2, 3], ANY_OF_5],
    ['new', 5, 1, ANY_OF_5],
    ['promising', 4, 1, ANY_OF_5],
    ['attention', 3, 3, ANY_OF_5],
    ['sleeping', 3, [1, 2], ANY_OF_5],
    ['at_risk', [1, 2], [3, 4], ANY_OF_5],
    ['cant_lose', [1, 2], 5, ANY_OF_5],
    ['hibernating', 2, [1, 2], ANY_OF_5],
    ['lost', 1, [1, 2], ANY_OF_5],
  ]),
  /*
   * Modelled on the eleven groups of Shopify's customers (CustomerRfmGroup of its Admin API),
   * which go by recency and the mean of the frequency and monetary scores. The ranges are ours,
   * after the descriptions there ("recent purchases, some orders"), with frequency in place of
   * the mean. The eleventh, prospects, are customers without an order, who are not scored here.
   */
  shopify: setOf(5, [
    ['champions', 5, [4, 5], ANY_OF_5],
    ['loyal', [3, 4], [4, 5], ANY_OF_5],
    ['active', [4, 5], 3, ANY_OF_5],
    ['new', 5, [1, 2], ANY_OF_5],
    ['promising', 4, [1, 2], ANY_OF_5],
    ['attention', 3, [1, 3], ANY_OF_5],
    ['at_risk', 2, [3, 5], ANY_OF_5],
    ['previously_loyal', 1, [4, 5], ANY_OF_5],
    ['almost_lost', 2, [1, 2], ANY_OF_5],
    ['dormant', 1, [1, 3], ANY_OF_5],
  ]),
  /*
   * Modelled on the six groups of Klaviyo's RFM report, which scores each dimension from 1 to 3
   * and calls 333 the best. The ranges are ours, after the descriptions in its academy ("made a
   * recent purchase, but do not tend to purchase frequently"); Klaviyo's cut points for frequency
   * are fixed numbers of orders.
   */
  klaviyo: setOf(3, [
    ['champions', 3, [2, 3], 3],
    ['loyal', [2, 3], [2, 3], ANY_OF_3],
    ['recent', 3, 1, ANY_OF_3],
    ['attention', 2, 1, ANY_OF_3],
    ['at_risk', 1, [2, 3], ANY_OF_3],
    ['inactive', 1, 1, ANY_OF_3],
  ]),
  /*
   * Modelled on the names that are common with quartiles: the best have the highest score of
   * each dimension, loyal customers the highest frequency, big spenders the highest monetary.
   * Here the lowest recency comes first as lost, and the rest are occasional, so that the five
   * cover everybody.
   */
  quartile: setOf(4, [
    ['best', 4, 4, 4],
    ['lost', 1, ANY_OF_4, ANY_OF_4],
    ['loyal', [2, 4], 4, ANY_OF_4],
    ['big_spenders', [2, 4], [1, 3], 4],
    ['occasional', [2, 4], [1, 3], [1, 3]],
  ]),
};

/** The rules to begin with: those of the R package, with which results compare. */
export const DEFAULT_RULES: RuleSet = PRESETS.package;

/** The preset whose segments and ranges a rule set has, whatever the names, colours and actions; null for none. */
export function presetOf(set: RuleSet): PresetId | null {
  const ranges = rangesText(set);
  return PRESET_IDS.find((id) => rangesText(PRESETS[id]) === ranges) ?? null;
}

function rangesText({ bins, rules }: RuleSet): string {
  return JSON.stringify([
    bins,
    rules.map(({ id, recency, frequency, monetary }) => [
      id,
      ...[recency, frequency, monetary].flatMap(({ from, to }) => [from, to]),
    ]),
  ]);
}
