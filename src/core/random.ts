import { exp, log } from './exact-math.ts';

/**
 * A seeded source of random numbers: the same seed gives the same numbers in every engine and on
 * every platform, because it uses 32-bit integers, IEEE-exact operations and `exact-math` only.
 *
 * The generator is sfc32 (C. Doty-Humphrey, PractRand, 2010), with a 32-bit counter, so that its
 * period is at least 2^32; the seed is spread over its state by MurmurHash3 steps (A. Appleby).
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  #spareNormal = NaN;

  /** @param seed Any text. Seeds that differ in one character give unrelated numbers. */
  constructor(seed: string) {
    const next = hashStream(seed);
    this.#a = next();
    this.#b = next();
    this.#c = next();
    for (let i = 0; i < 12; i += 1) this.bits();
  }

  /** 32 random bits, as an integer from −2^31 to 2^31 − 1. */
  bits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum;
  }

  /** A number from 0 (included) to 1 (not included), with all 53 bits random. */
  uniform(): number {
    const high = this.bits() >>> 5;
    return (high * 0x4000000 + (this.bits() >>> 6)) / 0x20000000000000;
  }

  /** An integer from 0 to count − 1; for counts up to 2^31 the bias is below 2^−22. */
  below(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  /** True in a share of the calls, 0 to 1. */
  chance(share: number): boolean {
    return this.uniform() < share;
  }

  /** A standard normal number, by the polar method (Marsaglia & Bray 1964). */
  normal(): number {
    const spare = this.#spareNormal;
    if (!Number.isNaN(spare)) {
      this.#spareNormal = NaN;
      return spare;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square > 0 && square < 1) {
        const factor = Math.sqrt((-2 * log(square)) / square);
        this.#spareNormal = y * factor;
        return x * factor;
      }
    }
  }

  /** An exponential number with mean 1. */
  exponential(): number {
    return -log(1 - this.uniform());
  }

  /**
   * A gamma number with scale 1: mean and variance are `shape` (> 0).
   * Marsaglia & Tsang (2000); below shape 1 by their boost, G(shape + 1) · U^(1/shape).
   */
  gamma(shape: number): number {
    if (shape === 1) return this.exponential();
    if (shape < 1) return this.gamma(shape + 1) * exp(log(1 - this.uniform()) / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      if (log(1 - this.uniform()) < (x * x) / 2 + d - d * v + d * log(v)) return d * v;
    }
  }

  /** A beta number, from 0 to 1: mean a / (a + b). */
  beta(a: number, b: number): number {
    const x = this.gamma(a);
    return x / (x + this.gamma(b));
  }

  /** A lognormal number with this mean and coefficient of variation (deviation ÷ mean). */
  logNormal(mean: number, variation: number): number {
    const variance = log(1 + variation * variation);
    return mean * exp(Math.sqrt(variance) * this.normal() - variance / 2);
  }

  /** A Poisson number, by inversion: meant for means below about 30. */
  poisson(mean: number): number {
    let rest = this.uniform();
    let share = exp(-mean);
    let count = 0;
    while (rest >= share && share > 0) {
      rest -= share;
      count += 1;
      share *= mean / count;
    }
    return count;
  }
}

/** Draws the indexes of a list of weights (≥ 0, not all 0), each as often as its weight says. */
export class WeightedChoice {
  readonly #upTo: readonly number[];
  readonly #total: number;

  constructor(weights: readonly number[]) {
    let total = 0;
    this.#upTo = weights.map((weight) => (total += weight));
    this.#total = total;
    if (!(total > 0)) throw new RangeError('weights must have a positive sum');
  }

  draw(random: Random): number {
    const at = random.uniform() * this.#total;
    let low = 0;
    let high = this.#upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#upTo[middle] ?? Infinity) > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Any number of 32-bit integers from a text. */
function hashStream(text: string): () => number {
  let hash = 0x9e3779b9 ^ text.length;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0xcc9e2d51);
    hash = (hash << 13) | (hash >>> 19);
  }
  return () => {
    hash = (hash + 0x9e3779b9) | 0;
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
}
