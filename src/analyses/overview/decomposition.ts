/**
 * The logarithmic mean of two numbers above 0, L(a, b) = (a − b) ÷ (ln a − ln b), and a where they
 * are equal. By expm1, so that it stays exact where they are nearly so.
 */
export function logarithmicMean(a: number, b: number): number {
  const growth = Math.log(a / b);
  return growth === 0 ? a : (b * Math.expm1(growth)) / growth;
}

/**
 * The part of each factor in the change of their product, by the additive form of the logarithmic
 * mean Divisia index I (Ang, B. W. (2005), The LMDI approach to decomposition analysis: a practical
 * guide, Energy Policy 33, 867–871): with V = x₁ × x₂ × …, the effect of xᵢ is
 * L(V′, V) × ln(xᵢ′ ÷ xᵢ). The effects sum exactly to V′ − V, in whatever order the factors stand.
 *
 * @param before The factors, in the unit of each; `after` has as many.
 * @returns The effects in the unit of the product; null where a factor is not above 0 or unknown,
 *   since it then has no logarithm.
 */
export function factorEffects(
  before: readonly (number | null)[],
  after: readonly (number | null)[],
): readonly number[] | null {
  if (![...before, ...after].every(isPositive)) return null;
  const product = (factors: readonly (number | null)[]) =>
    factors.reduce<number>((total, factor) => total * (factor ?? 0), 1);
  const mean = logarithmicMean(product(after), product(before));
  return before.map((factor, i) => mean * Math.log((after[i] ?? 0) / (factor ?? 1)));
}

function isPositive(factor: number | null): boolean {
  return factor !== null && factor > 0 && Number.isFinite(factor);
}
