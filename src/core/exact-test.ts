import { logGamma } from './statistics.ts';

/** Terms below this share of the sum no longer change it. */
const NEGLIGIBLE = 1e-17;

/** Two marks on `total` things: how many bear the first, the second, and both. */
export interface Overlap {
  readonly total: number;
  readonly first: number;
  readonly second: number;
  readonly both: number;
}

/**
 * Fisher's exact test of two marks that have nothing to do with each other (Fisher 1935, "The logic
 * of inductive inference", Journal of the Royal Statistical Society 98): twice the smaller tail of
 * the hypergeometric distribution, at most 1. It holds for small counts too, where chi-square
 * does not.
 *
 * @returns two-sided p; 1 where one of the marks is on all or on none
 */
export function fisherExact({ total, first, second, both }: Overlap): number {
  const least = Math.max(0, first + second - total);
  const greatest = Math.min(first, second);
  if (least >= greatest) return 1;
  const upper = tail({ total, first, second, both }, greatest, 1);
  const lower = tail({ total, first, second, both }, least, -1);
  return Math.min(1, 2 * Math.min(upper, lower));
}

/** The probability of `both` and of all that lie from there to `end`. */
function tail({ total, first, second, both }: Overlap, end: number, step: 1 | -1): number {
  let term = 1;
  let sum = 1;
  for (let k = both; k !== end; k += step) {
    // P(k + 1) ÷ P(k), or P(k − 1) ÷ P(k).
    term *=
      step === 1
        ? ((first - k) * (second - k)) / ((k + 1) * (total - first - second + k + 1))
        : (k * (total - first - second + k)) / ((first - k + 1) * (second - k + 1));
    sum += term;
    // Only past the mode do the terms fall for good.
    if (term < sum * NEGLIGIBLE) break;
  }
  return Math.exp(logProbability({ total, first, second, both }) + Math.log(sum));
}

function logProbability({ total, first, second, both }: Overlap): number {
  return (
    logChoose(first, both) + logChoose(total - first, second - both) - logChoose(total, second)
  );
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
