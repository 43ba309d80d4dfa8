/** A group with its two shares, for PairBars. */
export interface PairRow<Selection> {
  readonly key: string;
  readonly name: string;
  /** Below the name: what the group holds. */
  readonly note: string;
  /** Per cent; null where there is no whole. */
  readonly first: number | null;
  readonly second: number | null;
  /** The columns on the right as text. */
  readonly columns: readonly string[];
  /** Null where nothing stands behind the group. */
  readonly selection: Selection | null;
}
