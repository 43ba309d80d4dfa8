import type { DatasetFacts } from '../../analyses/analysis.ts';

/** What the parts of an analysis's screen are given. */
export interface AnalysisContext<Settings, Selection> {
  /** The settings as chosen. In `chart` and `secondary`: those of the result on screen. */
  readonly settings: Settings;
  /** Of the part of the data that the filter lets through; what settings are fitted to is of the whole. */
  readonly facts: DatasetFacts;
  /** Changes some settings and asks for the new result. */
  readonly update: (patch: Partial<Settings>) => void;
  /** Opens the list of the customers behind a cell, bar, segment or point. */
  readonly open: (selection: Selection) => void;
}
