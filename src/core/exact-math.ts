/**
 * Logarithm and exponential from + − × ÷ alone. IEEE 754 fixes those to the last bit, but leaves
 * `Math.log` and its kin to each engine; what is computed here is the same everywhere.
 * Relative error is below 1e-15 for `log` and `exp`.
 */

// ln 2 in two parts: the first has trailing zero bits, so that a whole multiple of it is exact.
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const TWO_54 = 2 ** 54;
const SMALLEST_NORMAL = 2 ** -1022;

const bits = new DataView(new ArrayBuffer(8));

/** Natural logarithm. 0 gives −Infinity, a negative number NaN. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  if (x < SMALLEST_NORMAL) return log(x * TWO_54) - 54 * (LN2_HIGH + LN2_LOW);
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - 1023;
  bits.setUint32(0, (high & 0xfffff) | (1023 << 20));
  let mantissa = bits.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  return exponent * LN2_HIGH + (exponent * LN2_LOW + logNearOne(mantissa));
}

/** ln m = 2 artanh((m − 1)/(m + 1)), for √½ ≤ m ≤ √2; the first term left out is below 1e-18. */
function logNearOne(m: number): number {
  const s = (m - 1) / (m + 1);
  const q = s * s;
  const upper = 1 / 13 + q * (1 / 15 + q * (1 / 17 + q * (1 / 19 + q * (1 / 21 + q / 23))));
  const tail = q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9 + q * (1 / 11 + q * upper)))));
  return 2 * s + 2 * s * tail;
}

const INVERSE_FACTORIALS = [1, 1];
for (let n = 2; n <= 14; n += 1) {
  INVERSE_FACTORIALS.push((INVERSE_FACTORIALS[n - 1] ?? 1) / n);
}

/** e to the power x. */
export function exp(x: number): number {
  if (!(x < 709.782712893384)) return Number.isNaN(x) ? NaN : Infinity;
  if (x < -745.2) return 0;
  const power = Math.floor(x / Math.LN2 + 0.5);
  const rest = x - power * LN2_HIGH - power * LN2_LOW;
  let sum = 0;
  for (let n = 14; n >= 1; n -= 1) sum = sum * rest + (INVERSE_FACTORIALS[n] ?? 0);
  const value = 1 + rest * sum;
  // In two steps, because 2^power alone may lie outside the range of doubles.
  const half = Math.floor(power / 2);
  return value * powerOfTwo(half) * powerOfTwo(power - half);
}

function powerOfTwo(exponent: number): number {
  bits.setUint32(0, (exponent + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/**
 * x to the power y as e^(y ln x), for x ≥ 0. Its relative error grows with |y ln x|: below
 * 1e-14 while the result lies within 1e-20 … 1e20.
 */
export function pow(x: number, y: number): number {
  return y === 0 ? 1 : exp(y * log(x));
}
