export const SAMPLE_IDS = ['coffee', 'fashion', 'charity'] as const;

/** A coffee roaster (frequent, small), a fashion mall (seasonal, returns), a charity (yearly gifts). */
export type SampleId = (typeof SAMPLE_IDS)[number];
