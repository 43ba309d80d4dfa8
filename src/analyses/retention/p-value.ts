/** A p value as it stands in sentences: `= 0.012`, and `< 0.001` where it is smaller. */
export function pValueText(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`;
}

/** Groups differ by more than chance where p is below it. */
export const SIGNIFICANT = 0.05;
