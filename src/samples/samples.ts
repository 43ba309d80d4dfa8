/**
 * Names and sizes of the sample shops: all that the start page needs, without the simulation.
 * The shops themselves are in `shops.ts`.
 */
export const SAMPLE_IDS = ['coffee', 'fashion', 'charity'] as const;

/** A coffee roaster (frequent, small), a fashion mall (seasonal, returns), a charity (yearly gifts). */
export type SampleId = (typeof SAMPLE_IDS)[number];

export interface SampleFacts {
  /** Customers with an id in the file. */
  readonly customers: number;
  /** Different orders, cancelled ones and those without a customer included. */
  readonly orders: number;
  /** Records of the file, the header not counted. */
  readonly rows: number;
}

/** What `simulate` makes of each shop with its own seed; a test generates them and compares. */
export const SAMPLE_FACTS: Readonly<Record<SampleId, SampleFacts>> = {
  coffee: { customers: 4200, orders: 95_958, rows: 130_728 },
  fashion: { customers: 18_000, orders: 74_187, rows: 118_872 },
  charity: { customers: 11_000, orders: 41_209, rows: 41_246 },
};
